/** A mapping: the host's own tables as the CRM that a pass works on. Plain data; docs/mapping.md tells it with examples. */
import * as t from 'io-ts'
import { integerBetween, NonEmpty, oneOf, stringWhere } from '../../../core/codec'
import type { Kind } from '../../../core/model/fields'
import { KnownZone } from '../column'
import { ColumnName, Constants, DateColumn, Defaults, FlagColumn, IdColumn, InstantColumn, Name, Scalar, TextColumn } from './columns'
import { shape } from './shape'

/** Another table with one row an activity, found by a column that holds the activity's key. */
export interface Part {
  readonly key: string
  readonly defaults?: Defaults
}

/** A table of addresses that others point at. `folded` is a column that holds the address in one case, with an index. */
export interface AddressTable {
  readonly table: string
  readonly id: IdColumn
  readonly address: string
  readonly folded?: { readonly column: string; readonly to: 'upper' | 'lower' }
  readonly deleted?: FlagColumn
  readonly defaults?: Defaults
}

/** Rows that tie addresses to something: each holds the address, or points at a table of addresses. */
export interface AddressRows {
  readonly as: 'rows'
  readonly table: string
  /** The column that points at whoever or whatever has the address. */
  readonly of: string
  readonly address?: string
  readonly addressId?: string
  readonly in?: AddressTable
  readonly only?: Constants
  readonly deleted?: FlagColumn
  /** The key of the row itself, where it is not made by the database. */
  readonly id?: IdColumn
  readonly defaults?: Defaults
}

/** Who an e-mail went to: JSON (`[{"address":"…","name":null}]`), a list as in a mail header, or rows of their own. */
export type PeopleColumns = { readonly as: 'json'; readonly column: string } | { readonly as: 'list'; readonly column: string } | AddressRows
/** Who it came from: also an address and a name in a column each. */
export type SenderColumns = { readonly as: 'columns'; readonly address: string; readonly name?: string } | PeopleColumns

/** How an appointment that lasts whole days is told apart. `midnights`: it begins and ends at midnight in the mapping's zone. */
export type AllDay = 'midnights' | { readonly flag: FlagColumn; readonly start?: DateColumn; readonly end?: DateColumn; /** `lastDay`: the date of the end is the last day, not the one after it. */ readonly endIs?: 'exclusive' | 'lastDay' }

/** When an appointment is: two points in time; or wall time (`2026-11-24T09:30:00`; the date where it lasts whole days) with a zone each. */
export type TimeColumns =
  | { readonly as: 'instants'; readonly start: InstantColumn; readonly end: InstantColumn; readonly zone?: string; readonly allDay: AllDay }
  | { readonly as: 'local'; readonly start: string; readonly startZone: string; readonly end: string; readonly endZone: string; readonly allDay: FlagColumn }

/** A text, with a column that says which it is, or `is`: what we write is turned into it. */
export type BodyColumns = { readonly content: string; readonly type: TextColumn } | { readonly content: string; readonly is: 'text' | 'html' }

/** The contact: a column each for contact and person; or a parent, whose type says what the id is of. Another type of parent is no contact. */
export type ContactLink =
  | { readonly as: 'columns'; readonly contact: string; readonly person?: string }
  | { readonly as: 'parent'; readonly type: string; readonly id: string; readonly contact: string; readonly person?: string; readonly personId?: string }

/** What every kind of activity has. Fields that have no column are kept in a table of ours. */
export interface ActivityTable {
  readonly table: string
  readonly id: IdColumn
  readonly owner: TextColumn
  /** Which rows of the table these are, where it holds others as well. */
  readonly only?: Constants
  /** The column that says of which company a row is, and this company. */
  readonly company?: { readonly column: string; readonly value: Scalar }
  /** Deleting sets it. Left out, rows are deleted. */
  readonly deleted?: FlagColumn
  readonly modifiedAt?: InstantColumn
  /** A column that counts changes. */
  readonly version?: string
  readonly defaults?: Defaults
  readonly parts?: Readonly<Record<string, Part>>
  readonly contact?: ContactLink
  readonly attributes?: { readonly type?: TextColumn; readonly status?: TextColumn; readonly priority?: TextColumn; readonly project?: TextColumn; readonly responsible?: TextColumn; readonly private?: FlagColumn }
  readonly subject: TextColumn
  readonly body?: BodyColumns
}
export interface EmailTable extends ActivityTable {
  readonly sentAt: InstantColumn
  readonly from?: SenderColumns
  readonly to?: PeopleColumns
  readonly cc?: PeopleColumns
  readonly bcc?: PeopleColumns
  /** A column with names by address, a JSON object, for addresses that are rows of their own: `{"bo@kund.se":"Bo"}`. */
  readonly names?: string
}
export interface AppointmentTable extends ActivityTable {
  readonly time: TimeColumns
  readonly location?: TextColumn
  readonly showAs?: TextColumn
}
export interface TaskTable extends ActivityTable {
  readonly start?: DateColumn
  readonly due: DateColumn
  readonly progress?: { readonly status: TextColumn; readonly percent?: string; readonly completedOn?: DateColumn }
  readonly importance?: TextColumn
}

/** Addresses in columns of the row itself, or in rows of their own. */
export type Addresses = { readonly as: 'columns'; readonly columns: ReadonlyArray<string> } | AddressRows

/** The register of contacts. */
export interface Register {
  readonly table: string
  readonly id: string
  /** A column, or several whose texts are joined by a blank. */
  readonly name: string | ReadonlyArray<string>
  readonly only?: Constants
  readonly deleted?: FlagColumn
  readonly addresses?: Addresses
  readonly persons?: {
    readonly table: string
    readonly id: string
    readonly only?: Constants
    readonly deleted?: FlagColumn
    readonly addresses: Addresses
    /** Whose person it is: a column, or rows that tie the two. */
    readonly contact: { readonly as: 'column'; readonly column: string } | { readonly as: 'rows'; readonly table: string; readonly person: string; readonly contact: string; readonly only?: Constants; readonly deleted?: FlagColumn }
  }
}

/** The document module. Without `bytes`, the host's `storeDocument` is given them. */
export interface DocumentTable {
  readonly table: string
  readonly id: IdColumn
  readonly activity: { readonly as: 'column'; readonly column: string } | { readonly as: 'parent'; readonly type: string; readonly id: string; readonly types: Readonly<Partial<Record<Kind, string>>> }
  readonly name: string
  readonly owner?: TextColumn
  readonly mimeType?: string
  readonly size?: string
  readonly bytes?: string
  readonly defaults?: Defaults
}

/**
 * How changes of the host are noticed: by triggers that the host has installed (see `changeTriggers`); by comparing all
 * of an owner's rows with what was seen before; or by comparing those that were modified since, and all from time to
 * time. docs/mapping.md says what each guarantees.
 */
export type Notice =
  | { readonly by: 'triggers' }
  | { readonly by: 'comparison' }
  | { readonly by: 'modifiedAt'; /** How far to look back behind the newest that was seen, as a transaction may be committed late; default 600000 (10 minutes). */ readonly overlapMs?: number; /** After how long to compare all; default 3600000 (an hour), 0: each time. */ readonly compareEveryMs?: number }

/** The host's tables as a CRM. */
export interface Mapping {
  /** Ours for these tables, `suite`: what we remember of them is kept under it, so it never changes. */
  readonly name: string
  /** The schema of the host's tables, on Postgres. Default: where ours are. */
  readonly schema?: string
  /** The zone in which times without one are meant: whole days, and times of which we do not know another. Default `UTC`. */
  readonly zone?: string
  readonly notice: Notice
  readonly activities: { readonly email?: EmailTable; readonly appointment?: AppointmentTable; readonly task?: TaskTable }
  readonly contacts?: Register
  readonly documents?: DocumentTable
}

const Part = shape<Part>('{ key, defaults? }', { key: Name }, { defaults: Defaults })
const AddressTable = shape<AddressTable>('a table of addresses', { table: Name, id: IdColumn, address: Name }, { folded: shape('{ column, to }', { column: Name, to: oneOf('upper', 'lower') }), deleted: FlagColumn, defaults: Defaults })
const AddressRows = shape<AddressRows>(
  "{ as: 'rows', table, of, address? or addressId? and in?, … }",
  { as: t.literal('rows'), table: Name, of: Name },
  { address: Name, addressId: Name, in: AddressTable, only: Constants, deleted: FlagColumn, id: IdColumn, defaults: Defaults }
)

/** A union whose members are told apart by `as`, so that an error names what is wrong in the one that was meant. */
const tagged = <A>(members: Readonly<Record<string, t.Mixed>>): t.Type<A, unknown, unknown> => {
  const name = `one of ${Object.keys(members).map((m) => `{ as: '${m}' }`).join(', ')}`
  const memberOf = (u: unknown): t.Mixed | undefined => (typeof u === 'object' && u !== null && 'as' in u && typeof u.as === 'string' ? members[u.as] : undefined)
  return new t.Type<A, unknown, unknown>(
    name,
    (u): u is A => memberOf(u)?.is(u) ?? false,
    (u, c) => (memberOf(u)?.validate(u, c) ?? t.failure(u, c, name)) as t.Validation<A>,
    t.identity
  )
}

const column = { column: ColumnName }
const PeopleColumns = tagged<PeopleColumns>({ json: shape('json', { as: t.string, ...column }), list: shape('list', { as: t.string, ...column }), rows: AddressRows })
const SenderColumns = tagged<SenderColumns>({ columns: shape('columns', { as: t.string, address: ColumnName }, { name: ColumnName }), json: shape('json', { as: t.string, ...column }), list: shape('list', { as: t.string, ...column }), rows: AddressRows })
const AllDay = t.union([t.literal('midnights'), shape('{ flag, start?, end?, endIs? }', { flag: FlagColumn }, { start: DateColumn, end: DateColumn, endIs: oneOf('exclusive', 'lastDay') })], "'midnights' or { flag, start?, end?, endIs? }")
const TimeColumns = tagged<TimeColumns>({
  instants: shape('instants', { as: t.string, start: InstantColumn, end: InstantColumn, allDay: AllDay }, { zone: ColumnName }),
  local: shape('local', { as: t.string, start: ColumnName, startZone: ColumnName, end: ColumnName, endZone: ColumnName, allDay: FlagColumn })
})
const BodyColumns = t.union([shape('{ content, type }', { content: ColumnName, type: TextColumn }), shape('{ content, is }', { content: ColumnName, is: oneOf('text', 'html') })], "{ content, type } or { content, is: 'text' | 'html' }")
const ContactLink = tagged<ContactLink>({
  columns: shape('columns', { as: t.string, contact: ColumnName }, { person: ColumnName }),
  parent: shape('parent', { as: t.string, type: ColumnName, id: ColumnName, contact: NonEmpty }, { person: NonEmpty, personId: ColumnName })
})
const attributes = shape('attributes', {}, { type: TextColumn, status: TextColumn, priority: TextColumn, project: TextColumn, responsible: TextColumn, private: FlagColumn })
const parts = new t.Type<Readonly<Record<string, Part>>, unknown, unknown>(
  'parts',
  (u): u is Readonly<Record<string, Part>> => t.record(Name, Part).is(u),
  (u, c) => t.record(Name, Part).validate(u, c),
  t.identity
)
const required = { table: Name, id: IdColumn, owner: TextColumn, subject: TextColumn }
const optional = { only: Constants, company: shape('{ column, value }', { column: Name, value: Scalar }), deleted: FlagColumn, modifiedAt: InstantColumn, version: Name, defaults: Defaults, parts, contact: ContactLink, attributes, body: BodyColumns }
const EmailTable = shape<EmailTable>('the table of e-mails', { ...required, sentAt: InstantColumn }, { ...optional, from: SenderColumns, to: PeopleColumns, cc: PeopleColumns, bcc: PeopleColumns, names: ColumnName })
const AppointmentTable = shape<AppointmentTable>('the table of appointments', { ...required, time: TimeColumns }, { ...optional, location: TextColumn, showAs: TextColumn })
const TaskTable = shape<TaskTable>('the table of tasks', { ...required, due: DateColumn }, { ...optional, start: DateColumn, progress: shape('{ status, percent?, completedOn? }', { status: TextColumn }, { percent: ColumnName, completedOn: DateColumn }), importance: TextColumn })

const Addresses = tagged<Addresses>({ columns: shape('columns', { as: t.string, columns: t.readonlyArray(Name) }), rows: AddressRows })
const Persons = shape(
  'persons',
  {
    table: Name,
    id: Name,
    addresses: Addresses,
    contact: tagged({ column: shape('column', { as: t.string, column: Name }), rows: shape('rows', { as: t.string, table: Name, person: Name, contact: Name }, { only: Constants, deleted: FlagColumn }) })
  },
  { only: Constants, deleted: FlagColumn }
)
const Register = shape<Register>('the register', { table: Name, id: Name, name: t.union([Name, t.readonlyArray(Name)], 'a column, or a list of columns') }, { only: Constants, deleted: FlagColumn, addresses: Addresses, persons: Persons })
const DocumentTable = shape<DocumentTable>(
  'the table of documents',
  {
    table: Name,
    id: IdColumn,
    name: Name,
    activity: tagged({ column: shape('column', { as: t.string, column: Name }), parent: shape('parent', { as: t.string, type: Name, id: Name, types: shape('kinds', {}, { email: NonEmpty, appointment: NonEmpty, task: NonEmpty }) }) })
  },
  { owner: TextColumn, mimeType: Name, size: Name, bytes: Name, defaults: Defaults }
)
const ms = integerBetween(0, 1e12)
const noticeBy: Readonly<Record<string, t.Mixed>> = { triggers: shape('triggers', { by: t.string }), comparison: shape('comparison', { by: t.string }), modifiedAt: shape('modifiedAt', { by: t.string }, { overlapMs: ms, compareEveryMs: ms }) }
const Notice = new t.Type<Notice, unknown, unknown>(
  "{ by: 'triggers' | 'comparison' | 'modifiedAt' }",
  (u): u is Notice => Object.values(noticeBy).some((n) => n.is(u)),
  (u, c) => (typeof u === 'object' && u !== null && 'by' in u && typeof u.by === 'string' ? (noticeBy[u.by]?.validate(u, c) as t.Validation<Notice> | undefined) : undefined) ?? t.failure(u, c),
  t.identity
)

/** The codec of a {@link Mapping}. Keys that it does not know are refused. */
export const Mapping = shape<Mapping>(
  'a mapping',
  { name: stringWhere('a name of small letters, digits and _, at most 30', (s) => /^[a-z][a-z0-9_]{0,29}$/.test(s)), notice: Notice, activities: shape('activities', {}, { email: EmailTable, appointment: AppointmentTable, task: TaskTable }) },
  { schema: Name, zone: KnownZone, contacts: Register, documents: DocumentTable }
)
