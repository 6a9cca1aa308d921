/** `demo`: two real Outlook files into one CRM database, and a second pass that finds nothing left to do. */
import * as E from 'fp-ts/lib/Either.js'
import { type CrmCounts, type NewContact, referenceCrm, sqlStore, type SqlDatabase } from '../adapters/sql'
import type { Kind } from '../core/model/fields'
import { actionCount, type Report } from '../core/pass/report'
import { reasonText } from '../core/reason'
import { openDemoDatabase } from './demo-database'
import { demoMailboxes } from './demo-files'
import { collectPeople, type Person, registerOf, registerRule } from './demo-register'
import { countLines, quoted, say, sayJson, selfCommand } from './output'
import { rememberMailbox, type RememberedMailbox, setState } from './remembered'
import { reportLines, sumCounts } from './report-text'
import { type SessionOptions, withSession } from './session'

export interface DemoOptions {
  readonly database: string
  readonly files: string | undefined
  readonly now: string | undefined
  readonly json: boolean
}

interface Listed {
  readonly items: { readonly [K in Kind]: number }
  readonly people: number
  readonly register: ReadonlyArray<NewContact>
}

const fillRegister = async (db: SqlDatabase, mailboxes: ReadonlyArray<RememberedMailbox>, options: SessionOptions): Promise<Listed> => {
  const people = new Map<string, Person>()
  const own = new Set(mailboxes.flatMap((m) => m.own))
  const items = { email: 0, appointment: 0, task: 0 }
  for (const m of mailboxes) {
    const listed = await withSession(db, m, options, ({ mailbox }) => collectPeople(mailbox, own, people))
    items.email += listed.email
    items.appointment += listed.appointment
    items.task += listed.task
  }
  const register = registerOf(people)
  for (const c of register) await referenceCrm(db).addContact(c)
  return { items, people: people.size, register }
}

/** Everything is listed also the first time: after an interruption the cursors know nothing of what was skipped before it. */
const passOver = async (db: SqlDatabase, mailboxes: ReadonlyArray<RememberedMailbox>, options: SessionOptions): Promise<ReadonlyArray<Report>> => {
  const reports: Array<Report> = []
  for (const m of mailboxes) reports.push(await withSession(db, m, options, ({ sync }) => sync.run({ full: true })))
  return reports
}

const workOf = (reports: ReadonlyArray<Report>): number =>
  reports.reduce((n, r) => n + actionCount(r) + Object.values(r.remembered).reduce((a, b) => a + b, 0) + r.decisions.length + r.withdrawn, 0)

const openDecisions = async (db: SqlDatabase, mailboxes: ReadonlyArray<RememberedMailbox>): Promise<number> => {
  const open = await Promise.all(mailboxes.map((m) => sqlStore({ db }).decisions({ user: m.user, database: m.company }, {})()))
  return open.reduce((n, d) => n + (E.isRight(d) ? d.right.length : 0), 0)
}

export const runDemo = async (o: DemoOptions): Promise<void> => {
  const mailboxes = demoMailboxes(o.files)
  const { db, resumed } = await openDemoDatabase(o.database, mailboxes)
  const print = o.json ? (): void => undefined : say
  const options = { now: o.now, bar: !o.json }
  try {
    if (resumed) print('An earlier demonstration was interrupted: going on from where it was.')
    const listed = await fillRegister(db, mailboxes, options)
    print(`The contact register: ${listed.register.length} contacts with ${listed.register.reduce((n, c) => n + (c.persons ?? []).length, 0)} contact persons, of ${listed.people} correspondents: ${registerRule}.`)
    for (const m of mailboxes) await rememberMailbox(db, m)
    const first = await passOver(db, mailboxes, options)
    const second = await passOver(db, mailboxes, options)
    await setState(db, 'demo', 'done')

    const counts = await referenceCrm(db).counts()
    const left = workOf(second)
    const errors = [...first, ...second].reduce((n, r) => n + r.errors.length, 0)
    if (left > 0) process.exitCode = 1
    if (o.json)
      return sayJson({
        items: listed.items,
        activities: counts.activities,
        contacts: listed.register.length,
        documents: counts.documents.count,
        skipped: sumCounts(first.map((r) => r.skipped)),
        decisions: await openDecisions(db, mailboxes),
        errors,
        secondPass: { actions: left }
      })
    for (const line of reportLines(first)) say(line)
    for (const line of crmLines(counts)) say(line)
    say(`A second pass over everything: ${left === 0 ? 'nothing left to do' : `${left} things left to do, which is wrong`}.`)
    say(`The database: ${o.database} (SQLite; look at the tables contacts, activities, documents, ocs_links)`)
    await proposeCommands(db, mailboxes, o)
  } finally {
    db.close()
  }
}

const crmLines = ({ activities, perContact, documents }: CrmCounts): ReadonlyArray<string> => {
  const all = Object.values(activities).reduce((a, b) => a + b, 0)
  const onContacts = perContact.reduce((n, c) => n + c.activities, 0)
  return [
    `In the CRM: ${all} activities, ${documents.count} documents from attachments (${(documents.bytes / 1e6).toFixed(1)} MB)`,
    'Contacts with most activities:',
    ...countLines([...perContact.slice(0, 10).map((c) => [c.activities, c.name] as const), [all - onContacts, 'on no contact: appointments and tasks with nobody from the register']])
  ]
}

/** One item that was transferred and one that was not, to ask about. */
const proposeCommands = async (db: SqlDatabase, mailboxes: ReadonlyArray<RememberedMailbox>, o: DemoOptions): Promise<void> => {
  const [m] = mailboxes
  if (m === undefined) return
  const plan = await withSession(db, m, { now: o.now, bar: false, full: true }, ({ sync }) => sync.preview())
  const linked = await sqlStore({ db }).openLinks({ user: m.user, database: m.company }, null, 1)()
  const skipped = plan.skips.find((s) => s.reason === 'no-registered-contact')
  const propose = (command: string, id: string): void => say(`  ${selfCommand()} ${command} ${quoted(id)} --user ${quoted(m.user)} --crm ${quoted(o.database)}`)
  say('Try, about one that was transferred:')
  if (E.isRight(linked) && linked.right[0] !== undefined) propose('status', linked.right[0].itemId)
  if (skipped === undefined || skipped.subject.itemId === null) return
  say(`and about one that was not (${reasonText(skipped.reason)}):`)
  propose('explain', skipped.subject.itemId)
}
