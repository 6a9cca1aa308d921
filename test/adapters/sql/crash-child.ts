/**
 * A process that writes, for a parent that kills it or has it kill itself.
 * `forever`: batches of activities with their links, and pairs of a link and a journal entry, until it is killed.
 * `die-before N`: one of each, and an end without warning before the Nth statement; it says `done` if it gets that far.
 * `same-keys`: the activities that another process makes at the same time, under the same keys.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { dieBefore, openCounting } from './dying-database'
import type { Place } from './dying-database'
import { commitLink, create, linkOf } from './fixtures'

const [, , placed = '', task = '', argument = '0'] = process.argv

const db = await openCounting(JSON.parse(placed) as Place, true)
const crm = sqlCrm({ db, database: 'acme' })
const store = sqlStore({ db })
const scope = { user: 'anna', database: 'acme' }

const writeBatch = (name: string, size: number) => crm.write(Array.from({ length: size }, (_, i) => create('task', `${name}-${i}`, { commit: commitLink(`${name}-${i}`) })))()
const writePair = (id: string) =>
  store.write(scope, [
    { _tag: 'PutLink', link: linkOf(id, 'none') },
    { _tag: 'Journal', entry: { id, pass: 'p', at: '2026-11-24T10:00:00.000Z', action: 'a', reason: 'r', linkId: id, itemId: null, activityId: null, losers: [], before: {} } }
  ])()
const orEnd = async <A>(result: Promise<E.Either<unknown, A>>): Promise<A> => {
  const r = await result
  if (E.isRight(r)) return r.right
  process.stderr.write(`${JSON.stringify(r.left)}\n`)
  return process.exit(3)
}

process.stdout.write('ready\n')
switch (task) {
  case 'forever':
    for (let n = 0; ; n += 1) {
      await orEnd(writeBatch(`${argument}-${n}`, 20))
      await orEnd(writePair(`s${argument}-${n}`))
    }
  case 'die-before':
    dieBefore(Number(argument))
    await orEnd(writeBatch(argument, 3))
    await orEnd(writePair(`s${argument}`))
    process.stdout.write('done\n')
    break
  case 'same-keys': {
    const ids: Array<string> = []
    for (let n = 0; n < Number(argument); n += 1) {
      const results = await orEnd(writeBatch(`same-${n}`, 5))
      for (const r of results) ids.push(E.isRight(r) && r.right._tag === 'Activity' ? r.right.activity.id : JSON.stringify(r))
    }
    process.stdout.write(`${JSON.stringify(ids)}\n`)
  }
}
process.exit(0)
