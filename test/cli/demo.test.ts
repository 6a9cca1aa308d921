/** The demonstration over the real files, judged by plain SQL and by what the mailbox port itself lists. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pstMailbox } from '../../src/adapters/pst'
import type { Item } from '../../src/core/model/item'
import { cli, dump, enron, newFolder, outlook, paste, type Ran, rowsOf } from './run-cli'

const folder = newFolder()
const database = join(folder, 'demo.db')
const now = ['--now', '2026-11-24T09:00:00.000Z']
let ran: Ran

beforeAll(async () => {
  ran = await cli('demo', '--json', '--database', database, ...now)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const itemsIn = async (file: string, own: ReadonlyArray<string>): Promise<ReadonlyArray<Item>> => {
  const mailbox = pstMailbox({ file, ownAddresses: own, pageSize: 5000 })
  const page = await mailbox.changes(null)()
  mailbox.close()
  if (E.isLeft(page) || page.right.more) throw new Error('not one whole page')
  return page.right.changes.flatMap((c) => (c._tag === 'Present' ? [c.item] : []))
}

const ofMichelle = (): Promise<ReadonlyArray<Item>> => itemsIn(enron, ['michelle.lokay@enron.com', 'mlokay@enron.com'])
const ofPst = (): Promise<ReadonlyArray<Item>> => itemsIn(outlook, ['pstextractortest@outlook.com'])
const linkedItems = (user: string): ReadonlyArray<string> => rowsOf(database, `select item_id from ocs_links where user_id = '${user}' and state = 'open'`).map((r) => String(r['item_id']))

describe('demo --json', () => {
  it('is one object with what is in both files and what became of it', () => {
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(ran.out)).toEqual({
      items: { email: 84, appointment: 169, task: 0 },
      activities: { email: 38, appointment: 169, task: 0 },
      contacts: 9,
      documents: 45,
      skipped: { 'no-registered-contact': 40, 'meeting-message': 5, 'in-deleted-items': 1 },
      decisions: 0,
      errors: 0,
      secondPass: { actions: 0 }
    })
    expect(ran.out.trim().split('\n')).toHaveLength(1)
  })

  it('agrees with the tables', () => {
    expect(rowsOf(database, 'select kind, count(*) as n from activities group by kind order by kind')).toEqual([{ kind: 'appointment', n: 169 }, { kind: 'email', n: 38 }])
    expect(rowsOf(database, 'select count(*) as n from documents')).toEqual([{ n: 45 }])
    expect(rowsOf(database, 'select count(*) as n from contacts')).toEqual([{ n: 9 }])
  })
})

describe('the database of the demonstration', () => {
  it('holds nothing twice (L4)', () => {
    expect(rowsOf(database, 'select owner, own_key from activities where own_key is not null group by owner, own_key having count(*) > 1')).toEqual([])
    expect(rowsOf(database, 'select user_id, item_id from ocs_links group by user_id, item_id having count(*) > 1')).toEqual([])
    expect(rowsOf(database, 'select activity_id from ocs_links group by activity_id having count(*) > 1')).toEqual([])
    expect(rowsOf(database, 'select owner, kind, subject, starts_at, sent_at, contact_id from activities group by 1, 2, 3, 4, 5, 6 having count(*) > 1')).toEqual([])
    expect(rowsOf(database, 'select activity_id, name, sha256 from documents group by 1, 2, 3 having count(*) > 1')).toEqual([])
    expect(rowsOf(database, 'select id from activities where cast(id as text) not in (select activity_id from ocs_links)')).toEqual([])
  })

  it('has every item of both files as an activity, or a reason why not (L11)', async () => {
    let [linked, skipped] = [0, 0]
    for (const [user, items] of [['michelle', await ofMichelle()], ['pst', await ofPst()]] as const) {
      const links = new Set(linkedItems(user))
      for (const id of links) expect(items.some((i) => i.id === id)).toBe(true)
      const mailbox = user === 'michelle' ? [enron, 'michelle.lokay@enron.com', 'mlokay@enron.com'] : [outlook, 'pstextractortest@outlook.com']
      const plan = await cli('preview', '--full', '--json', '--mailbox', mailbox[0] ?? '', '--own', ...mailbox.slice(1), '--crm', database, '--user', user, '--company', 'acme', ...now)
      const { skips, actions } = JSON.parse(plan.out) as { readonly skips: ReadonlyArray<{ readonly reason: string; readonly subject: { readonly itemId: string | null } }>; readonly actions: ReadonlyArray<unknown> }
      expect(actions).toEqual([])
      for (const item of items) {
        const reasons = skips.filter((s) => s.subject.itemId === item.id).map((s) => s.reason)
        if (links.has(item.id)) expect(new Set(reasons)).toEqual(new Set(['unchanged']))
        else expect(reasons).toEqual([expect.stringMatching(/^(no-registered-contact|meeting-message|in-deleted-items)$/)])
      }
      linked += links.size
      skipped += items.length - links.size
    }
    expect([linked, skipped]).toEqual([207, 46])
  })

  it('has one activity for each recurring appointment (B10)', async () => {
    const series = (await ofPst()).filter((i) => i.kind === 'appointment' && i.recurrence !== null)
    expect(series).toHaveLength(16)
    const perSeries = rowsOf(database, `select item_id, count(*) as n from ocs_links where user_id = 'pst' and item_id in (${series.map((s) => `'${s.id}'`).join()}) group by item_id`)
    expect(perSeries).toHaveLength(16)
    expect(perSeries.every((r) => r['n'] === 1)).toBe(true)
    expect(rowsOf(database, "select starts_at, start_zone from activities where subject = 'repeats every monday for 10 weeks'")).toEqual([{ starts_at: '2021-08-09T10:00:00', start_zone: 'America/Los_Angeles' }])
  })

  it('has nothing of what lies in Deleted Items', async () => {
    const deleted = (await ofPst()).filter((i) => i.place === 'deletedItems')
    expect(deleted).toHaveLength(1)
    expect(linkedItems('pst')).not.toContain(deleted[0]?.id)
  })

  it('is made anew when it is complete, to the same numbers', async () => {
    const again = join(folder, 'again.db')
    await cli('demo', '--json', '--database', again, ...now)
    rowsOf(again, "insert into contacts (id, name) values ('left-over', 'x') returning id")
    const third = await cli('demo', '--json', '--database', again, ...now)
    expect(JSON.parse(third.out)).toEqual(JSON.parse(ran.out))
    expect(rowsOf(again, "select id from contacts where id = 'left-over'")).toEqual([])
  })
})

describe('demo for a person', () => {
  let human: Ran
  const file = join(folder, "a person's.db")
  beforeAll(async () => {
    human = await cli('demo', '--database', file, ...now)
  }, 60_000)

  it('tells what happened, with the sentence of every reason', () => {
    expect(human).toMatchObject({ code: 0, err: '' })
    for (const said of ['84  e-mails', '169  appointments', 'no party has an address that is registered on a contact', 'executable content is not imported', '14  enron.com', 'nothing left to do', '9 contacts']) expect(human.out).toContain(said)
  })

  it('proposes commands that work when they are pasted', async () => {
    const proposed = human.out.split('\n').filter((l) => l.startsWith('  npx tsx src/cli/main.ts ')).map((l) => l.trim())
    expect(proposed).toHaveLength(2)
    const [status, explain] = await Promise.all(proposed.map(paste))
    expect(status).toMatchObject({ code: 0, err: '' })
    expect(status?.out).toMatch(/^Item \d+ \(email\): transferred: /)
    expect(explain).toMatchObject({ code: 0, err: '' })
    expect(explain?.out).toMatch(/^Item \d+ \(email\): not transferred: no party has an address/)
    expect(explain?.out).toMatch(/\n {2}B1, B3 assign-contact: saw \{.*\} -> decided skip: no-registered-contact\n/)
  })
})

describe('a database that is no demonstration', () => {
  it('is neither deleted nor filled', async () => {
    const mine = join(folder, 'mine.db')
    const synced = await cli('sync', '--json', '--mailbox', enron, '--own', 'michelle.lokay@enron.com', '--crm', mine, '--contacts-from-mailbox')
    expect(synced.code).toBe(0)
    const before = dump(mine)
    const refused = await cli('demo', '--database', mine)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toMatch(/^--database: got .*mine\.db, which holds more than a demonstration/)
    expect(dump(mine)).toBe(before)
  })
})

describe('a demonstration that was interrupted', () => {
  it('goes on and ends with the same database', async () => {
    const file = join(folder, 'interrupted.db')
    await cli('demo', '--json', '--database', file, ...now)
    // As if it had been killed while it was on its second file.
    rowsOf(file, "update cli_state set value = 'begun' where name = 'demo' returning name")
    for (const table of ['ocs_links', 'ocs_journal', 'ocs_cursors']) rowsOf(file, `delete from ${table} where user_id = 'pst' returning 1`)
    for (const table of ['documents', 'activities']) rowsOf(file, `delete from ${table} where owner = 'pst' returning 1`)
    const resumed = await cli('demo', '--database', file, ...now)
    expect(resumed).toMatchObject({ code: 0, err: '' })
    expect(resumed.out).toMatch(/^An earlier demonstration was interrupted: going on from where it was\./)
    const count = 'select owner, kind, count(*) as n, count(distinct own_key) as keys from activities group by 1, 2 order by 1, 2'
    expect(rowsOf(file, count)).toEqual(rowsOf(database, count))
    expect(rowsOf(file, 'select count(*) as n from documents')).toEqual([{ n: 45 }])
  })
})
