/** Writes until it is killed: activities with their links, through the CRM port; and pairs of a link and a journal entry, through the store. */
import * as E from 'fp-ts/lib/Either.js'
import { openSqlite, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { commitLink, create, linkOf } from './fixtures'

const [, , file = '', round = '0'] = process.argv
const db = await openSqlite(file)
const crm = sqlCrm({ db, database: 'acme' })
const store = sqlStore({ db })
process.stdout.write('ready\n')
for (let n = 0; ; n += 1) {
  const name = (i: number): string => `${round}-${n}-${i}`
  const batch = await crm.write(Array.from({ length: 20 }, (_, i) => create('task', name(i), { commit: commitLink(name(i)) })))()
  const id = `s${round}-${n}`
  const entry = { id, pass: 'p', at: '2026-11-24T10:00:00.000Z', action: 'a', reason: 'r', linkId: id, itemId: null, activityId: null, losers: [], before: {} }
  const pair = await store.write({ user: 'anna', database: 'acme' }, [{ _tag: 'PutLink', link: linkOf(id, 'none') }, { _tag: 'Journal', entry }])()
  if (E.isLeft(batch) || E.isLeft(pair)) process.exit(3)
}
