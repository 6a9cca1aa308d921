/** `demo`: two real Outlook files into one CRM database, and a second pass that finds nothing left to do. */
import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { referenceCrm, sqlStore, type SqlDatabase } from '../adapters/sql'
import { kinds } from '../core/model/fields'
import { actionCount, type Report } from '../core/pass/report'
import { reasonText } from '../core/reason'
import { collectPeople, registerOf, registerRule } from './demo-register'
import { UsageFailure } from './fail'
import { countLines, quoted, say, sayJson, selfCommand } from './output'
import { getState, rememberMailbox, type RememberedMailbox, setState } from './remembered'
import { reportLines, sumCounts } from './report-text'
import { openCrm, openSession } from './session'

export interface DemoOptions {
  readonly database: string
  readonly files: string | undefined
  readonly now: string | undefined
  readonly json: boolean
}

const company = 'acme'

/** The real files that the npm package pst-extractor brings for its own tests. */
const findFiles = (given: string | undefined): string => {
  if (given !== undefined) return given
  try {
    return join(dirname(createRequire(join(process.cwd(), 'package.json')).resolve('pst-extractor/package.json')), 'example', 'testdata')
  } catch {
    throw new UsageFailure("--files: the demonstration's Outlook files come with the npm package pst-extractor (npm install --save-dev pst-extractor); or name a folder with enron.pst and pstextractortest@outlook.com.ost")
  }
}

const mailboxesIn = (folder: string): ReadonlyArray<RememberedMailbox> => {
  const mailboxes: ReadonlyArray<RememberedMailbox> = [
    { user: 'michelle', company, file: join(folder, 'enron.pst'), own: ['michelle.lokay@enron.com', 'mlokay@enron.com'], settings: {} },
    { user: 'pst', company, file: join(folder, 'pstextractortest@outlook.com.ost'), own: ['pstextractortest@outlook.com'], settings: {} }
  ]
  for (const m of mailboxes) if (!existsSync(m.file)) throw new UsageFailure(`--files: got ${folder}, in which ${m.file} is not there`)
  return mailboxes
}

const removeDatabase = (file: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

/** A finished demonstration begins anew; one that was interrupted goes on. */
const openDemo = async (file: string): Promise<{ readonly db: SqlDatabase; readonly resumed: boolean }> => {
  if (!existsSync(file)) return { db: await openCrm(file), resumed: false }
  const db = await openCrm(file)
  if ((await getState(db, 'demo')) === 'done') {
    db.close()
    removeDatabase(file)
    return { db: await openCrm(file), resumed: false }
  }
  return { db, resumed: true }
}

const secondPassCount = (reports: ReadonlyArray<Report>): number =>
  reports.reduce((n, r) => n + actionCount(r) + Object.values(r.remembered).reduce((a, b) => a + b, 0) + r.decisions.length + r.withdrawn, 0)

export const runDemo = async (o: DemoOptions): Promise<void> => {
  const mailboxes = mailboxesIn(findFiles(o.files))
  const { db, resumed } = await openDemo(o.database)
  const print = o.json ? (): void => undefined : say
  const options = { now: o.now, bar: !o.json }
  try {
    if (resumed) print('An earlier demonstration was interrupted: going on from where it was.')
    const people: Parameters<typeof collectPeople>[2] = new Map()
    const own = new Set(mailboxes.flatMap((m) => m.own))
    for (const m of mailboxes) {
      const session = openSession(db, m, options)
      await collectPeople(session.mailbox, own, people)
      session.close()
    }
    const crm = referenceCrm(db)
    const register = registerOf(people)
    for (const c of register) await crm.addContact(c)
    print(`The contact register: ${register.length} contacts with ${register.reduce((n, c) => n + (c.persons ?? []).length, 0)} contact persons, of ${people.size} correspondents: ${registerRule}.`)

    const first: Array<Report> = []
    const second: Array<Report> = []
    for (const m of mailboxes) {
      await rememberMailbox(db, m)
      const session = openSession(db, m, options)
      first.push(await session.sync.run())
      session.close()
    }
    for (const m of mailboxes) {
      const session = openSession(db, m, options)
      second.push(await session.sync.run({ full: true }))
      session.close()
    }
    await setState(db, 'demo', 'done')

    const counts = await crm.counts()
    const open = await Promise.all(mailboxes.map((m) => sqlStore({ db }).decisions({ user: m.user, database: m.company }, {})()))
    const decisions = open.reduce((n, d) => n + (E.isRight(d) ? d.right.length : 0), 0)
    const items = sumCounts(first.map((r) => r.items))
    const errors = [...first, ...second].reduce((n, r) => n + r.errors.length, 0)
    const left = secondPassCount(second)
    if (o.json) {
      sayJson({
        items: Object.fromEntries(kinds.map((k) => [k, items[k] ?? 0])),
        activities: counts.activities,
        contacts: register.length,
        documents: counts.documents.count,
        skipped: sumCounts(first.map((r) => r.skipped)),
        decisions,
        errors,
        secondPass: { actions: left }
      })
      return
    }
    for (const line of reportLines(first)) say(line)
    say(`Attachments imported: ${counts.documents.count} (${(counts.documents.bytes / 1e6).toFixed(1)} MB)`)
    say('Contacts with most activities:')
    for (const line of countLines(counts.perContact.slice(0, 10).map((c) => [c.activities, c.name]))) say(line)
    say(`A second pass over everything: ${left === 0 ? 'nothing left to do' : `${left} things left to do, which is wrong`}.`)
    say(`The database: ${o.database} (SQLite; look at the tables contacts, activities, documents, ocs_links)`)
    await proposeCommands(db, mailboxes, o)
  } finally {
    db.close()
  }
}

/** One item that was transferred and one that was not, to ask about. */
const proposeCommands = async (db: SqlDatabase, mailboxes: ReadonlyArray<RememberedMailbox>, o: DemoOptions): Promise<void> => {
  const [m] = mailboxes
  if (m === undefined) return
  const session = openSession(db, m, { now: o.now, bar: false })
  const plan = await session.sync.preview({ items: 'all' })
  session.close()
  const linked = await sqlStore({ db }).openLinks({ user: m.user, database: m.company }, null, 1)()
  const skipped = plan.skips.find((s) => s.reason === 'no-registered-contact')
  say('Try:')
  if (E.isRight(linked) && linked.right[0] !== undefined) say(`  ${selfCommand()} status ${quoted(linked.right[0].itemId)} --crm ${quoted(o.database)}`)
  if (skipped !== undefined && skipped.subject.itemId !== null) say(`  ${selfCommand()} explain ${quoted(skipped.subject.itemId)} --crm ${quoted(o.database)}    (${reasonText(skipped.reason)})`)
}
