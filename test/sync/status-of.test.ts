/** B15 for a whole list: the same answers as one by one, in a number of calls that does not grow with the rows. */
import { afterEach, describe, expect, it } from 'vitest'
import Libsql from 'libsql'
import { createSync } from '../../src'
import { openSqlite, type SqliteConnection, type SqliteStatement, sqlCrm, sqlStore } from '../../src/adapters/sql'
import { memoryMailbox } from '../../src/adapters/memory'
import { referenceCrm } from '../../src/adapters/sql/reference'
import { type Counts, countPorts } from './counted'
import { anna, email, meeting, type Small, small, tagOf, task } from './world'

const pdf = { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') }

/** A bit of everything: transferred, skipped, asked about, in conflict, closed, made in the CRM. */
const furnish = async (w: Small): Promise<ReadonlyArray<string>> => {
  const { person } = w.mailbox
  const mail = person.receiveEmail(email('one'))
  person.attach(mail.id, pdf)
  const stranger = person.receiveEmail(email('two', 'who@nowhere.example'))
  const [a, b, c] = [person.add('task', task('a')), person.add('task', task('b')), person.add('appointment', meeting('c'))]
  const hidden = person.add('task', task('SECRET'), { sensitivity: 'private' })
  const made = w.crm.person.addActivity('anna', 'task', task('made in the CRM'))
  const theirs = w.crm.person.addActivity('bert', 'task', task('of another'))
  await w.sync().run()
  person.edit(a.id, { subject: 'of Outlook' })
  w.crm.person.edit(w.crm.person.list().find((x) => x.fields.subject === 'a')?.id ?? '', { subject: 'of the CRM' })
  person.moveToDeletedItems(b.id)
  person.deletePermanently(c.id)
  await w.sync().run()
  const fresh = person.add('task', task('not seen yet'))
  return [mail.id, stranger.id, a.id, b.id, c.id, hidden.id, made.id, theirs.id, fresh.id, ...w.crm.person.list().map((x) => x.id)]
}

describe('statusOf', () => {
  it('answers what status answers, a row an id, in the order asked', async () => {
    const w = small()
    const ids = await furnish(w)
    const sync = w.sync()
    const rows = await sync.statusOf(ids)
    expect(rows.map((r) => r.id)).toEqual(ids)
    for (const { id, status } of rows) expect(status, id).toEqual(await sync.status(id))
    expect(new Set(rows.map((r) => r.status?.reason)).size).toBeGreaterThan(5)
    expect(JSON.stringify(rows)).not.toContain('SECRET')
    const reversed = await sync.statusOf([...ids].reverse())
    expect([...reversed].reverse()).toEqual(rows)
  })
  it('tells what is not there, answers twice what is asked twice, and nothing for nothing', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('a'))
    await w.sync().run()
    const rows = await w.sync().statusOf(['nothing', item.id, item.id])
    expect(rows.map((r) => r.status?.transferred)).toEqual([undefined, true, true])
    expect(await w.sync().statusOf([])).toEqual([])
  })
  it('of one side, where ids of both may be the same', async () => {
    const w = small()
    w.mailbox.person.add('task', task('a'))
    await w.sync().run()
    const id = w.crm.person.list()[0]?.id ?? ''
    expect((await w.sync().statusOf([id], 'crm'))[0]?.status).toEqual(await w.sync().status(id, 'crm'))
    expect((await w.sync().statusOf([id], 'outlook'))[0]?.status).toBeNull()
  })
  it('names what is wrong with the question', async () => {
    const sync = small().sync()
    for (const [ids, side, field] of [[['a', ''], undefined, 'ids'], ['a', undefined, 'ids'], [['a'], 'left', 'side'], [Array.from({ length: 1001 }, (_, n) => `${n}`), undefined, 'ids']] as const)
      expect(await tagOf(sync.statusOf(ids as ReadonlyArray<string>, side as 'crm'))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field }] })
  })
})

describe('the number of calls', () => {
  const callsFor = async (rows: number): Promise<Counts> => {
    const w = small()
    const { person } = w.mailbox
    const ids = Array.from({ length: rows }, (_, n) => {
      const mail = person.receiveEmail(n % 3 === 0 ? email(`mail ${n}`, 'who@nowhere.example') : email(`mail ${n}`))
      person.attach(mail.id, pdf)
      return mail.id
    })
    await w.sync().run()
    const counts: Counts = new Map()
    const sync = createSync({ user: 'anna', database: 'acme', ...countPorts(w, counts), now: w.now })
    await sync.statusOf(ids)
    return counts
  }
  it('is the same for three rows and for three hundred', async () => {
    const few = await callsFor(3)
    expect([...few.values()].reduce((a, b) => a + b, 0)).toBeLessThan(25)
    expect([...(await callsFor(300))]).toEqual([...few])
  })
})

describe('on SQLite', () => {
  const opened: Array<() => void> = []
  afterEach(() => opened.splice(0).forEach((close) => close()))

  const statementsFor = async (rows: number): Promise<number> => {
    let counting = false
    let statements = 0
    class Counting implements SqliteConnection {
      private readonly connection: SqliteConnection
      constructor(file: string) {
        this.connection = new Libsql(file)
      }
      readonly prepare = (sql: string): SqliteStatement => {
        const s = this.connection.prepare(sql)
        return new Proxy(s, {
          get: (target, key) => {
            const f = Reflect.get(target, key) as unknown
            if (typeof f !== 'function') return f
            return (...args: ReadonlyArray<unknown>) => {
              if (counting && (key === 'all' || key === 'run' || key === 'get')) statements++
              return (f as (...a: ReadonlyArray<unknown>) => unknown).apply(target, args as Array<unknown>)
            }
          }
        })
      }
      readonly exec = (sql: string): unknown => this.connection.exec(sql)
      readonly close = (): unknown => this.connection.close()
    }
    const db = await openSqlite(':memory:', { driver: Counting })
    opened.push(() => db.close())
    await referenceCrm(db).addContact({ name: 'Alfa', addresses: ['info@alfa.example'] })
    const now = (): string => '2026-11-24T08:00:00.000Z'
    const mailbox = memoryMailbox({ now, address: { address: anna, name: 'Anna' } })
    const ids = Array.from({ length: rows }, (_, n) => mailbox.person.receiveEmail(email(`mail ${n}`, n % 3 === 0 ? 'who@nowhere.example' : 'info@alfa.example')).id)
    const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm: sqlCrm({ db, database: 'acme', now }), store: sqlStore({ db }), now })
    await sync.run()
    counting = true
    const answer = await sync.statusOf(ids)
    expect(answer.filter((r) => r.status?.transferred)).toHaveLength(rows - Math.ceil(rows / 3))
    return statements
  }
  it('the number of statements is the same for three rows and for a hundred', async () => {
    const few = await statementsFor(3)
    expect(few).toBeGreaterThan(0)
    expect(await statementsFor(100)).toBe(few)
  })
})
