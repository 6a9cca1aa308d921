/** The reference CRM from the outside: filling its register, and looking at what is there. For demonstrations, tests and hosts that begin with it. */
import * as E from 'fp-ts/lib/Either.js'
import { kinds } from '../../core/model/fields'
import type { Kind } from '../../core/model/fields'
import { showPortError } from '../../core/errors'
import type { SqlDatabase } from './database'
import type { Dialect } from './dialect'
import { execute, select } from './program'
import type { Program } from './program'

/** Somebody to put into the register. Without an id, one is chosen. */
export interface NewContact {
  readonly id?: string
  readonly name: string
  readonly addresses: ReadonlyArray<string>
  readonly persons?: ReadonlyArray<{ readonly id?: string; readonly name: string; readonly addresses: ReadonlyArray<string> }>
}

/** How much there is, without what is deleted. */
export interface CrmCounts {
  readonly activities: { readonly [K in Kind]: number }
  /** Contacts that have activities, those with most first. */
  readonly perContact: ReadonlyArray<{ readonly contactId: string; readonly name: string; readonly activities: number }>
  /** `bytes` is their size together. */
  readonly documents: { readonly count: number; readonly bytes: number }
}

/** Activities of one owner that are the same thing by all appearance: kind, contact, subject and time. */
export interface DuplicateGroup {
  readonly kind: string
  readonly owner: string
  /** Ids of the activities, in ascending order. */
  readonly ids: ReadonlyArray<string>
}

/** The register and the counts of the reference CRM. Every function rejects with an `Error` that says what is wrong. */
export interface ReferenceCrm {
  /** Adds a contact and answers with its id; one with this id gets the new name, and the addresses and persons in addition. */
  readonly addContact: (contact: NewContact) => Promise<string>
  readonly counts: () => Promise<CrmCounts>
  readonly duplicates: () => Promise<ReadonlyArray<DuplicateGroup>>
  /** Drops log entries written before this instant. Readers of the feed that have not come so far will have to list everything. */
  readonly pruneChanges: (before: string) => Promise<void>
}

/** An id that nobody has. Numbers that somebody has given as an id are passed over. */
export function* nextId(d: Dialect, table: 'contacts' | 'contact_persons', prefix: string): Program<string> {
  const [row] = yield* select(d.nextNumber(table), [])
  for (let n = Number(row?.['n']); ; n += 1) {
    const id = `${prefix}${n}`
    if ((yield* select(`select 1 from ${table} where id = ?`, [id])).length === 0) return id
  }
}

/** Adds addresses to a contact, or to one of its persons; those that are there stay. */
export function* addAddresses(addresses: ReadonlyArray<string>, contact: string, person: string | null): Program<void> {
  for (const address of addresses) yield* execute('insert into addresses (address, contact_id, contact_person_id) values (?, ?, ?) on conflict do nothing', [address.toLowerCase(), contact, person])
}

function* addContact(d: Dialect, c: NewContact): Program<string> {
  const id = c.id ?? (yield* nextId(d, 'contacts', 'c'))
  yield* execute('insert into contacts (id, name) values (?, ?) on conflict (id) do update set name = excluded.name', [id, c.name])
  yield* addAddresses(c.addresses, id, null)
  for (const p of c.persons ?? []) {
    const person = p.id ?? (yield* nextId(d, 'contact_persons', 'p'))
    yield* execute('insert into contact_persons (id, contact_id, name) values (?, ?, ?) on conflict (id) do update set name = excluded.name', [person, id, p.name])
    yield* addAddresses(p.addresses, id, person)
  }
  return id
}

function* count(): Program<CrmCounts> {
  const byKind = new Map((yield* select('select kind, count(*) as n from activities where deleted = 0 group by kind', [])).map((r) => [r['kind'], Number(r['n'])]))
  const perContact = yield* select(
    `select c.id, c.name, count(*) as n from activities a join contacts c on c.id = a.contact_id
      where a.deleted = 0 group by c.id order by n desc, c.id`,
    []
  )
  const [documents] = yield* select('select count(*) as n, coalesce(sum(size), 0) as bytes from documents', [])
  const [email = 0, appointment = 0, task = 0] = kinds.map((k) => byKind.get(k) ?? 0)
  return {
    activities: { email, appointment, task },
    perContact: perContact.map((r) => ({ contactId: String(r['id']), name: String(r['name']), activities: Number(r['n']) })),
    documents: { count: Number(documents?.['n']), bytes: Number(documents?.['bytes']) }
  }
}

function* findDuplicates(): Program<ReadonlyArray<DuplicateGroup>> {
  const rows = yield* select(
    `select * from (
       select id, kind, owner, count(*) over same as n, min(id) over same as first from activities where deleted = 0
       window same as (partition by kind, owner, contact_id, subject, coalesce(sent_at, starts_at, due_on), start_zone)
     ) as a where n > 1 order by first, id`,
    []
  )
  const groups = new Map<string, DuplicateGroup>()
  for (const row of rows) {
    const first = String(row['first'])
    groups.set(first, { kind: String(row['kind']), owner: String(row['owner']), ids: [...(groups.get(first)?.ids ?? []), String(row['id'])] })
  }
  return [...groups.values()]
}

/** The register and the counts of the reference CRM in `db`. */
export const referenceCrm = (db: SqlDatabase): ReferenceCrm => {
  const run = async <A>(mode: 'read' | 'write', program: () => Program<A>): Promise<A> => {
    const result = await db.transact(mode, function* () {
      return E.right(yield* program())
    })()
    if (E.isLeft(result)) throw new Error(`reference CRM: ${showPortError(result.left)}`)
    return result.right
  }
  return {
    addContact: (contact) => run('write', () => addContact(db.dialect, contact)),
    counts: () => run('read', count),
    duplicates: () => run('read', findDuplicates),
    pruneChanges: (before) => run('write', () => execute('delete from activity_changes where at < ?', [before]))
  }
}
