/** A database of every earlier state of the schema, filled, is opened by the code of today: nothing is lost, and it is then like one that was made today. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { SqlDatabase } from '../../../src/adapters/sql/index'
import { closeAll } from './databases'
import { left, right } from './fixtures'
import { oldDatabase, type OldDatabase, type Seen } from './old-database'
import { frozen, history, nameOf, statementsOf, stepsOf, systems } from './released'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const none = { ids: [], itemIds: [], activityIds: [], identities: [] }
const link1 = {
  id: 'link1', kind: 'appointment', itemId: 'item1', activityId: '2', identity: 'identity1', occurrence: '', origin: 'outlook', state: 'open', closed: null,
  item: { version: 'iv1', fields: { subject: 'd1' } }, activity: { version: 'av1', fields: { subject: 'd1' } }, documents: [{ attachmentId: 'a1', documentId: '1' }, { attachmentId: 'a2', documentId: null }], generation: 2, reviewAt: '2026-12-01T08:00:00.000Z'
}
const link2 = { id: 'link2', kind: 'task', itemId: 'item2', activityId: '3', identity: null, occurrence: '2026-11-24T09:30:00', origin: 'crm', state: 'closed', closed: 'item-deleted-activity-kept', item: { version: 'iv2', fields: {} }, activity: { version: 'av2', fields: {} }, documents: [], generation: 0, reviewAt: null }
const about1 = { kind: 'appointment', linkId: 'link1', itemId: 'item1', activityId: '2' }
const about2 = { kind: 'task', linkId: 'link2', itemId: 'item2', activityId: '3' }
const d1 = { _tag: 'Deletion', id: 'd1', ...about1, openedAt: '2026-11-24T08:00:00.000Z', state: 'open', editedInCrm: true, answer: null }
const d2 = { _tag: 'Conflict', id: 'd2', ...about1, openedAt: '2026-11-24T08:01:00.000Z', state: 'answered', field: 'subject', answer: 'crm' }
const d3 = { _tag: 'Deletion', id: 'd3', ...about2, openedAt: '2026-11-24T08:02:00.000Z', state: 'done', editedInCrm: false, answer: 'keep-activity' }
const d4 = { ...d3, id: 'd4', openedAt: '2026-11-24T08:03:00.000Z', state: 'withdrawn', answer: null }
const j1 = { id: 'j1', pass: 'p1', at: '2026-11-24T08:00:00.000Z', action: 'UpdateActivity', reason: 'changed-in-outlook', linkId: 'link1', itemId: 'item1', activityId: '2', losers: [{ field: 'subject', side: 'crm', value: 'Räksmörgås' }], before: { subject: 'Räksmörgås', due: null } }
const j2 = { id: 'j2', pass: 'p2', at: '2026-11-24T09:00:00.000Z', action: 'Notice', reason: 'edit-beat-deletion', linkId: null, itemId: 'item9', activityId: null, losers: [], before: {} }
const j3 = { id: 'j3', pass: 'p3', at: '2026-11-24T10:00:00.000Z', action: 'UpdateItem', reason: 'changed-in-crm', linkId: 'link1', itemId: 'item1', activityId: '2', losers: [{ field: 'subject', side: 'outlook', value: 'x', by: 'latest' }], before: { subject: 'x' }, wrote: { version: null, fields: { subject: 'd9' } } }
const intent = { id: 'create:link3', action: 'CreateActivity', itemId: 'item3', activityId: null, ownKey: 'ocs1:acme:item:9:0', linkId: 'link3', fields: ['a1'], at: '2026-11-24T08:00:00.000Z' }
const retry = { side: 'outlook', id: 'item4', attempts: 3, notBefore: '2026-11-24T08:00:00.000Z', error: 'Throttled' }

const readStore = async (db: SqlDatabase, has: (step: string) => boolean): Promise<void> => {
  const store = sqlStore({ db })
  for (const query of [{ ids: ['link1', 'link2'] }, { itemIds: ['item1', 'item2'] }, { activityIds: ['2', '3'] }]) expect(await right(store.links(scope, { ...none, ...query }))).toEqual([link1, link2])
  expect(await right(store.links(scope, { ...none, identities: ['identity1'] }))).toEqual([link1])
  expect(await right(store.openLinks(scope, null, 10))).toEqual([{ id: 'link1', kind: 'appointment', itemId: 'item1', activityId: '2' }])
  expect(await right(store.countOpenLinks(scope))).toBe(1)
  expect([await right(store.cursor(scope, 'outlook')), await right(store.cursor(scope, 'crm'))]).toEqual(['o1', 'c1'])
  expect(await right(store.decisions(scope, {}))).toEqual([d1])
  expect(await right(store.decisions(scope, { ids: ['d1', 'd2', 'd3', 'd4'] }))).toEqual([d1, d2, d3, d4])
  const journal = has('store-3') ? [j3, j2, j1] : [j2, j1]
  expect(await right(store.journal(scope, { limit: 10 }))).toEqual(journal)
  expect(await right(store.journal(scope, { linkIds: ['link1'], limit: 10 }))).toEqual(journal.filter((j) => j.linkId === 'link1'))
  expect(await right(store.journal(scope, { withLosers: true, passes: ['p1'], limit: 10 }))).toEqual([j1])
  expect((await right(store.passes(scope, 10))).map((p) => p.pass)).toEqual(journal.map((j) => j.pass))
  expect(await right(store.due(scope, '2026-12-02T00:00:00.000Z'))).toEqual({ intents: [intent], retries: [retry], answered: [d2], review: [link1] })
  expect((await right(store.due(scope, '2999-01-01T00:00:00.000Z'))).retries).toHaveLength(2)
  expect([await right(store.activation('anna')), await right(store.activation('bert'))]).toEqual(['acme', 'other'])
  if (has('store-2')) expect(await left(store.acquireLease('anna', 'b', '2026-11-24T09:00:00.000Z', '2026-11-24T11:00:00.000Z'))).toEqual({ _tag: 'AlreadyExists', what: '2026-11-24T10:00:00.000Z' })
  // The counter of fences goes on.
  expect(await right(store.acquireLease('bert', 'b', '2026-11-24T09:00:00.000Z', '2026-11-24T11:00:00.000Z'))).toBe(has('store-2') ? 4 : 1)
}

const readCrm = async (db: SqlDatabase, has: (step: string) => boolean): Promise<void> => {
  const crm = sqlCrm({ db })
  const { changes, cursor } = await right(crm.changes('anna', null))
  expect(changes.map((c) => c._tag)).toEqual(['Present', 'Present', 'Present'])
  expect((await right(crm.changes('anna', cursor))).changes).toEqual([])
  const read = await right(crm.read(['1', '2', '3', '4']))
  expect(read.map((r) => (r._tag === 'Found' ? [r.activity.kind, r.activity.fields.subject, r.activity.modifiedAt] : r._tag))).toEqual([
    ['email', 'Offer', '2026-11-24T08:31:00.000Z'],
    ['appointment', 'Meeting', '2026-11-24T08:32:00.000Z'],
    ['task', 'Call', '2026-11-24T08:33:00.000Z'],
    'Missing'
  ])
  expect(read[0]).toMatchObject({ activity: { ownKey: 'key1', contact: { contactId: 'c1', contactPersonId: 'p1' }, fields: { body: { type: 'html', content: '<p>Hello</p>' }, to: [{ address: 'anna@acme.se', name: null }] } } })
  expect((await right(crm.findByOwnKey('anna', ['key1']))).map((a) => a.id)).toEqual(['1'])
  expect(await right(crm.findByAddress(['bo@kund.se']))).toEqual([{ address: 'bo@kund.se', contactId: 'c1', contactPersonId: 'p1', name: 'Kund AB' }])
  if (has('crm-2')) expect((await right(crm.findByAddress(['gun@gamma.se']))).map((c) => c.contactPersonId)).toEqual(['p3'])
  // An add that is repeated finds what the first one made.
  const [again] = await right(crm.write([{ _tag: 'AddDocument', key: 'dkey1', activity: '1', owner: 'anna', name: 'a.pdf', mimeType: 'application/pdf', bytes: new Uint8Array([37, 80]), commit: () => [] }]))
  expect(again).toEqual(E.right({ _tag: 'Document', documentId: '1' }))
}

/** Each row that was there is there, with what was in it; a column that is new may have come to it. */
const expectKept = (before: Seen, after: Seen): void => {
  for (const [table, rows] of before.rows) {
    const kept = (after.rows.get(table) ?? []).map((r, i) => Object.fromEntries(Object.keys(rows[i] ?? r).map((k) => [k, r[k]])))
    if (table === 'ocs_migrations') expect(kept).toEqual(expect.arrayContaining([...rows]))
    else expect(kept, table).toEqual(rows)
  }
}

describe.each(systems)('%s', (system) => {
  const steps = stepsOf[system]
  const inHistory = [...steps].sort((a, b) => history.indexOf(nameOf(a)) - history.indexOf(nameOf(b)))
  const boundaries = history.map((_, k) => [history.slice(0, k + 1).join(', '), history.slice(0, k + 1)] as const)

  describe.each(boundaries)('a database with %s', (_, had) => {
    const has = (step: string): boolean => had.includes(step)
    const made = (): Promise<OldDatabase> => oldDatabase(system, had)

    it('is opened: every row stays, everything can be read, and the tables are those of a new database', async () => {
      const old = await made()
      const before = await old.look()
      for (const [table, rows] of before.rows) expect(rows.length, table).toBeGreaterThan(0)
      const db = await old.open()
      const after = await old.look()
      expectKept(before, after)
      expect(await old.ledger()).toEqual([...history].sort())
      const fresh = await oldDatabase(system, [])
      await fresh.open()
      expect(after.schema).toEqual((await fresh.look()).schema)
      await readStore(db, has)
      if (has('crm-1')) await readCrm(db, has)
      // Opened again, nothing is left to be done.
      await old.open()
      expect((await old.look()).rows.get('ocs_migrations')).toEqual(after.rows.get('ocs_migrations'))
    })

    it('stays as it is, whole, at whichever statement the steps that it lacks fail; after that it is opened like any other', async () => {
      const old = await made()
      const [before, ledger] = [await old.look(), await old.ledger()]
      let failures = 0
      for (const missing of inHistory.filter((s) => !has(nameOf(s)))) {
        const statements = statementsOf(missing.sql)
        for (let n = 0; n <= statements.length; n += 1) {
          const broken = { ...missing, sql: [...statements.slice(0, n), 'select ocs_no_such_function();'].join('\n') }
          expect(E.isLeft(await old.migrateWith(inHistory.map((s) => (s === missing ? broken : s)))), `${nameOf(missing)}, statement ${n}`).toBe(true)
          failures += 1
        }
        const now = await old.look()
        expect(now).toEqual(before)
        expect(await old.ledger()).toEqual(ledger)
      }
      expect(failures).toBe(inHistory.filter((s) => !has(nameOf(s))).reduce((sum, s) => sum + statementsOf(s.sql).length + 1, 0))
      await readStore(await old.open(), has)
    })
  })

  it('a step that was altered after its release is told by the tables', async () => {
    const old = await oldDatabase(system, history.slice(0, -1))
    const altered = inHistory.map((s) => (nameOf(s) === 'store-2' ? { ...s, sql: s.sql.replace('holder', 'owner') } : s))
    await old.migrateWith(altered)
    const fresh = await oldDatabase(system, [])
    await fresh.migrateWith(altered)
    expect((await old.look()).schema).not.toEqual((await fresh.look()).schema)
    expect(frozen(system).get('store-2')).not.toBe(altered.find((s) => nameOf(s) === 'store-2')?.sql)
  })
})
