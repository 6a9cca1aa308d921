/** The reference CRM from the outside: filling its register, and looking at what is there. For demonstrations, tests and hosts that begin with it. */
import * as E from 'fp-ts/lib/Either.js'
import { kinds } from '../../core/model/fields'
import type { Kind } from '../../core/model/fields'
import { showPortError } from '../../core/errors'
import type { SqlDatabase } from './database'
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

function* nextId(table: 'contacts' | 'contact_persons', prefix: string): Program<string> {
  const [row] = yield* select(`select coalesce(max(rowid), 0) + 1 as n from ${table}`, [])
  return `${prefix}${String(row?.['n'])}`
}

function* addAddresses(addresses: ReadonlyArray<string>, contact: string, person: string | null): Program<void> {
  for (const address of addresses) yield* execute('insert into addresses (address, contact_id, contact_person_id) values (?, ?, ?) on conflict do nothing', [address.toLowerCase(), contact, person])
}

function* addContact(c: NewContact): Program<string> {
  const id = c.id ?? (yield* nextId('contacts', 'c'))
  yield* execute('insert into contacts (id, name) values (?, ?) on conflict (id) do update set name = excluded.name', [id, c.name])
  yield* addAddresses(c.addresses, id, null)
  for (const p of c.persons ?? []) {
    const person = p.id ?? (yield* nextId('contact_persons', 'p'))
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
    `select kind, owner, group_concat(id) as ids from activities where deleted = 0
      group by kind, owner, contact_id, subject, coalesce(sent_at, starts_at, due_on), start_zone having count(*) > 1 order by min(id)`,
    []
  )
  const idsOf = (list: unknown): ReadonlyArray<string> => String(list).split(',').sort((a, b) => Number(a) - Number(b))
  return rows.map((r) => ({ kind: String(r['kind']), owner: String(r['owner']), ids: idsOf(r['ids']) }))
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
    addContact: (contact) => run('write', () => addContact(contact)),
    counts: () => run('read', count),
    duplicates: () => run('read', findDuplicates),
    pruneChanges: (before) => run('write', () => execute('delete from activity_changes where at < ?', [before]))
  }
}
