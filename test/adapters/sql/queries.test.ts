import Libsql from 'libsql'
import { afterEach, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { SqliteConnection, SqliteStatement } from '../../../src/adapters/sql/index'
import { closeAll, create, linkOf, newDatabase, right } from './fixtures'

afterEach(closeAll)

it('every question is answered by an index made for it, and none walks through a table (L10)', async () => {
  const asked = new Set<string>()
  class Recording implements SqliteConnection {
    private readonly connection: SqliteConnection
    constructor(file: string) {
      this.connection = new Libsql(file)
    }
    readonly prepare = (sql: string): SqliteStatement => {
      if (/^\s*(select|with|update|delete|insert)/.test(sql)) asked.add(sql)
      return this.connection.prepare(sql)
    }
    readonly exec = (sql: string): unknown => this.connection.exec(sql)
    readonly close = (): unknown => this.connection.close()
  }
  const { db, host } = await newDatabase({ driver: Recording })
  const [crm, store] = [sqlCrm({ db, database: 'acme' }), sqlStore({ db })]
  const scope = { user: 'anna', database: 'acme' }
  await right(crm.write([create('task', 'a'), create('email', 'b'), create('appointment', 'c'), create('task', 'a')]))
  const at = { id: '1', kind: 'task' as const, owner: 'anna', commit: () => [] }
  await right(crm.write([
    { _tag: 'UpdateActivity', ...at, version: '1', patch: { subject: 'x' } },
    { _tag: 'AddDocument', key: 'k', activity: '1', owner: 'anna', name: 'n', mimeType: 'm', bytes: new Uint8Array(1), commit: () => [] },
    { _tag: 'DeleteActivity', ...at, version: '2' }
  ]))
  await right(crm.changes('anna', null))
  await right(crm.changes('anna', 'log:0'))
  await right(crm.findByOwnKey('anna', ['a']))
  await right(crm.findByAddress(['a']))
  const probes = [{ at: '2026-11-24T08:30:00.000Z', subject: 's' }, { at: '2026-11-24', subject: 's' }, { at: null, subject: 's' }]
  await right(crm.findSimilar('anna', 'task', probes))
  await right(crm.findSimilar('anna', 'appointment', probes.slice(0, 2)))
  await right(crm.findSimilar('anna', 'email', probes.slice(0, 2)))
  await right(store.write(scope, [{ _tag: 'PutLink', link: linkOf('l', '1') }, { _tag: 'DropIntent', id: 'i' }, { _tag: 'DropRetry', side: 'crm', id: 'i' }]))
  await right(store.links(scope, { ids: ['a'], itemIds: ['a'], activityIds: ['a'], identities: ['a'] }))
  await right(store.openLinks(scope, null, 10))
  await right(store.openLinks(scope, 'a', 10))
  await right(store.countOpenLinks(scope))
  await right(store.due(scope, '2026-11-24T08:30:00.000Z'))
  for (const query of [{}, { ids: ['a'] }, { linkIds: ['a'] }]) await right(store.decisions(scope, query))
  for (const query of [{}, { linkIds: ['a'] }, { ids: ['a'] }, { passes: ['a'] }, { withLosers: true }]) await right(store.journal(scope, { ...query, limit: 10 }))
  await right(store.write(scope, [{ _tag: 'Journal', entry: { id: 'j', pass: 'p', at: '2026-11-24T08:30:00.000Z', action: 'a', reason: 'r', linkId: 'a', itemId: null, activityId: null, losers: [{ field: 'subject', side: 'crm', value: '' }], before: {} } }]))
  await right(store.passes(scope, 10))
  const settled = { _tag: 'Deletion' as const, id: 'settled', kind: 'task' as const, linkId: 'l', itemId: 'i', activityId: 'a', openedAt: '2026-11-24T08:30:00.000Z', state: 'withdrawn' as const, editedInCrm: false, answer: null }
  await right(store.write(scope, [{ _tag: 'PutDecision', decision: settled }]))
  expect(await right(store.prune(scope, '2026-11-25T00:00:00.000Z'))).toEqual({ entries: 1, decisions: 1 })
  await right(store.cursor(scope, 'crm'))
  await right(store.activate(scope))
  const fence = await right(store.acquireLease('anna', 'a worker', '2026-11-24T08:30:00.000Z', '2026-11-24T08:31:00.000Z'))
  await store.acquireLease('anna', 'another', '2026-11-24T08:30:00.000Z', '2026-11-24T08:31:00.000Z')()
  const decision = { _tag: 'Deletion' as const, id: 'd', kind: 'task' as const, linkId: 'l', itemId: 'i', activityId: 'a', openedAt: '2026-11-24T08:30:00.000Z', state: 'open' as const, editedInCrm: false, answer: null }
  await right(store.write(scope, [{ _tag: 'Fence', fence, until: '2026-11-24T08:32:00.000Z' }, { _tag: 'PutDecision', decision }]))
  await right(store.releaseLease('anna', fence))

  const plans = [...asked].map((sql) => ({
    sql,
    steps: host.all(`explain query plan ${sql}`, ...Array.from({ length: sql.split('?').length - 1 }, () => '[]')).map((r) => String(r['detail']))
  }))
  // A list is scanned, the zones that were found, and the one row that says how far the log was cut off; nothing else may be.
  const walks = plans.flatMap((p) => p.steps.filter((s) => s.startsWith('SCAN') && !/^SCAN (json_each|listed|activity_changes_pruned|zones|CONSTANT ROW)/.test(s)).map((s) => `${s}: ${p.sql}`))
  expect(walks).toEqual([])
  const used = new Set(plans.flatMap((p) => p.steps.flatMap((s) => /INDEX (\w+)/.exec(s)?.[1] ?? [])))
  for (const index of [
    ...['activities_owner', 'activities_own_key', 'activities_email', 'activities_appointment', 'activities_zone', 'activities_task', 'activities_task_subject'],
    ...['activity_changes_owner', 'addresses_address', 'documents_key', 'ocs_links_item', 'ocs_links_activity', 'ocs_links_identity', 'ocs_links_review'],
    ...['ocs_decisions_state', 'ocs_decisions_link', 'ocs_journal_at', 'ocs_journal_link', 'ocs_journal_pass', 'ocs_journal_lost', 'ocs_journal_held']
  ])
    expect(used, index).toContain(index)
  // A part of a prune begins where the one before it ended, and not at the beginning of the journal.
  expect(plans.filter((p) => p.sql.includes('(at, seq) >')).flatMap((p) => p.steps)).toEqual(['SEARCH ocs_journal USING INDEX ocs_journal_at (user_id=? AND database_id=? AND at>? AND at<?)'])
  // What all of an owner's activities have in common is no way to find a few of them: the id has to be looked up with it.
  expect(plans.flatMap((p) => p.steps.filter((s) => s.includes('activities_owner') && !/AND id[=>]/.test(s)))).toEqual([])
})
