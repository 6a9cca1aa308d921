import { afterEach, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { PostgresQuery } from '../../../src/adapters/sql/index'
import { closeAll, postgres, postgresPool } from './databases'
import { create, linkOf, right } from './fixtures'

afterEach(closeAll)

/** So much that walking through a table costs more than looking into its index: a hundred users with a hundred entries of everything. */
const fill = `
  alter table activities disable trigger user;
  insert into contacts (id, name) select 'contact ' || n, 'Contact' from generate_series(1, 5000) n;
  insert into addresses (address, contact_id) select 'a' || n || '@kund.se', 'contact ' || n from generate_series(1, 5000) n;
  insert into activities (kind, owner, own_key, subject, sent_at, starts_at, due_on)
    select (array['email', 'appointment', 'task'])[1 + n % 3], 'user ' || n % 100, 'key ' || n, 'subject ' || n, '2026-01-01T08:30:00.' || n || 'Z', '2025-01-01T08:30:' || n, '2025-' || n
    from generate_series(1, 10000) n;
  alter table activities enable trigger user;
  insert into activity_changes (activity_id, owner, at) select n, 'user ' || n % 100, '' from generate_series(1, 10000) n;
  insert into documents (activity_id, owner, key, name, mime_type, size, sha256, added_at, bytes) select n, 'user ' || n % 100, 'key ' || n, '', '', 0, '', '', '' from generate_series(1, 5000) n;
  insert into ocs_links (user_id, database_id, id, kind, item_id, activity_id, identity, state, review_at, rest)
    select 'user ' || n % 100, 'acme', 'id ' || n, 'task', 'item ' || n, 'activity ' || n, 'identity ' || n, (array['open', 'closed'])[1 + n % 2], case when n % 50 = 0 then '2027-01-01' end, '{}'
    from generate_series(1, 10000) n;
  insert into ocs_decisions (user_id, database_id, id, link_id, state, opened_at, rest) select 'user ' || n % 100, 'acme', 'id ' || n, 'link ' || n, (array['open', 'done', 'done', 'done'])[1 + n % 4], '', '{}' from generate_series(1, 10000) n;
  insert into ocs_journal (user_id, database_id, id, pass, at, action, reason, link_id, losers) select 'user ' || n % 100, 'acme', 'id ' || n, '', '2026-01-01 ' || n, '', '', 'id ' || n, case when n % 3 = 0 then '[]' end from generate_series(1, 10000) n;
  insert into ocs_intents (user_id, database_id, id, action, fields, at) select 'user ' || n % 100, 'acme', 'id ' || n, '', '[]', '' from generate_series(1, 5000) n;
  insert into ocs_retries (user_id, database_id, side, id, attempts, not_before, error) select 'user ' || n % 100, 'acme', 'crm', 'id ' || n, 1, '', '' from generate_series(1, 5000) n;
  insert into ocs_cursors (user_id, database_id, side, cursor) select 'user ' || n, 'acme', 'crm', '' from generate_series(1, 5000) n;
  insert into ocs_activation (user_id, database_id) select 'user ' || n, 'acme' from generate_series(1, 5000) n;
  insert into ocs_leases (user_id, fence, holder, until) select 'user ' || n, 1, '', '' from generate_series(1, 5000) n;
  analyze`

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: ReadonlyArray<Plan>
}

const nodesOf = (plan: Plan): ReadonlyArray<Plan> => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

it('every question is answered by an index made for it, and none walks through a table (L10)', async () => {
  const asked = new Map<string, PostgresQuery>()
  const { db, host } = await postgres.newDatabase({
    spoils: true,
    postgresPool: (pool) => ({
      connect: async () => {
        const connection = await pool.connect()
        return {
          query: (q) => {
            if (/^\s*(select|with|update|delete|insert)/.test(q.text)) asked.set(q.text, q)
            return connection.query(q)
          },
          release: (destroy) => connection.release(destroy)
        }
      }
    })
  })
  await host.exec(fill)
  // Opening has looked for what is to be made.
  asked.clear()
  const user = 'user 7'
  const [crm, store, scope] = [sqlCrm({ db, database: 'acme' }), sqlStore({ db }), { user, database: 'acme' }]
  const probes = [{ at: '2026-11-24T08:30:00.000Z', subject: 's' }, { at: '2026-11-24', subject: 's' }, { at: null, subject: 's' }]
  const { cursor } = await right(crm.changes('nobody', null))
  const made = await right(crm.write([create('task', 'a', { owner: user }), create('email', 'b', { owner: user }), create('appointment', 'c', { owner: user }), create('task', 'a', { owner: user })]))
  const id = made[0]?._tag === 'Right' && made[0].right._tag === 'Activity' ? made[0].right.activity.id : ''
  const at = { id, kind: 'task' as const, owner: user, commit: () => [] }
  await right(crm.write([
    { _tag: 'UpdateActivity', ...at, version: '1', patch: { subject: 'x' } },
    { _tag: 'AddDocument', key: 'k', activity: id, owner: user, name: 'n', mimeType: 'm', bytes: new Uint8Array(1), commit: () => [] },
    { _tag: 'DeleteActivity', ...at, version: '2' }
  ]))
  await right(crm.changes(user, null))
  await right(crm.changes(user, cursor))
  await right(crm.findByOwnKey(user, ['a']))
  await right(crm.findByAddress(['a']))
  await right(crm.findSimilar(user, 'task', probes))
  await right(crm.findSimilar(user, 'appointment', probes.slice(0, 2)))
  await right(crm.findSimilar(user, 'email', probes.slice(0, 2)))
  const decision = { _tag: 'Deletion' as const, id: 'd', kind: 'task' as const, linkId: 'l', itemId: 'i', activityId: 'a', openedAt: '2026-11-24T08:30:00.000Z', state: 'open' as const, editedInCrm: false, answer: null }
  await right(store.write(scope, [{ _tag: 'PutLink', link: linkOf('l', '1') }, { _tag: 'DropIntent', id: 'i' }, { _tag: 'DropRetry', side: 'crm', id: 'i' }, { _tag: 'PutDecision', decision }]))
  for (const query of [{ ids: ['a'] }, { itemIds: ['a'] }, { activityIds: ['a'] }, { identities: ['a'] }]) await right(store.links(scope, { ids: [], itemIds: [], activityIds: [], identities: [], ...query }))
  for (const after of [null, 'a']) await store.openLinks(scope, after, 10)()
  await right(store.countOpenLinks(scope))
  await store.due(scope, '2026-11-24T08:30:00.000Z')()
  for (const query of [{}, { ids: ['a'] }, { linkIds: ['a'] }]) await store.decisions(scope, query)()
  for (const query of [{}, { linkIds: ['a'] }]) await store.journal(scope, { ...query, limit: 10 })()
  const pruned = await right(store.prune(scope, '2026-11-25T00:00:00.000Z'))
  expect(pruned.entries).toBeGreaterThan(0)
  await right(store.cursor(scope, 'crm'))
  await store.activate(scope)()
  const fence = await right(store.acquireLease(user, 'a worker', '2026-11-24T08:30:00.000Z', '2026-11-24T08:31:00.000Z'))
  await store.acquireLease(user, 'another', '2026-11-24T08:30:00.000Z', '2026-11-24T08:31:00.000Z')()
  await right(store.write(scope, [{ _tag: 'Fence', fence, until: '2026-11-24T08:32:00.000Z' }]))
  await right(store.releaseLease(user, fence))

  const client = await (await postgresPool()).connect()
  const plans: Array<{ readonly text: string; readonly nodes: ReadonlyArray<Plan> }> = []
  try {
    const [there] = await host.all('select current_schema() as schema')
    await client.query(`set search_path = ${String(there?.['schema'])}`)
    for (const { text, values } of asked.values()) {
      const explained = await client.query<{ 'QUERY PLAN': ReadonlyArray<{ readonly Plan: Plan }> }>(`explain (format json) ${text}`, values ?? [])
      plans.push({ text, nodes: nodesOf(explained.rows[0]?.['QUERY PLAN'][0]?.Plan ?? { 'Node Type': 'none' }) })
    }
  } finally {
    client.release(true)
  }
  expect(plans.length).toBeGreaterThan(40)
  // The one row that says how far the log was cut off is read as it is.
  const walks = plans.flatMap(({ text, nodes }) => nodes.filter((n) => n['Node Type'] === 'Seq Scan' && n['Relation Name'] !== 'activity_changes_pruned').map((n) => `${String(n['Relation Name'])}: ${text}`))
  expect(walks).toEqual([])
  const used = new Set(plans.flatMap(({ nodes }) => nodes.flatMap((n) => n['Index Name'] ?? [])))
  for (const index of [
    ...['activities_owner', 'activities_own_key', 'activities_email', 'activities_appointment', 'activities_zone', 'activities_task', 'activities_task_subject'],
    ...['activity_changes_owner', 'addresses_address', 'documents_key', 'ocs_links_item', 'ocs_links_activity', 'ocs_links_identity', 'ocs_links_review'],
    ...['ocs_decisions_state', 'ocs_decisions_link', 'ocs_journal_at', 'ocs_journal_link', 'ocs_journal_held']
  ])
    expect(used, index).toContain(index)
})
