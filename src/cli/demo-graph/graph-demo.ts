/** `demo --graph`: a mailbox on a local Microsoft Graph server, over HTTP, and a CRM database, kept in step both ways. */
import { graphMailbox } from '../../adapters/graph'
import { decodePstConfig, pstMailbox } from '../../adapters/pst'
import { referenceCrm, sqlCrm, sqlStore, type SqlDatabase } from '../../adapters/sql'
import { isRight } from 'fp-ts/lib/Either.js'
import { epochOf, instantOf } from '../../core/model/time'
import { actionCount, type Report } from '../../core/pass/report'
import { createSync } from '../../sync/create-sync'
import { graphServer, type GraphPerson } from '../../testing/graph-server'
import { openDemoDatabase } from '../demo-database'
import { demoMailboxes } from '../demo-files'
import { collectPeople, registerOf, registerRule, type Person } from '../demo-register'
import { UsageFailure } from '../fail'
import { say, sayJson } from '../output'
import { reportLines, sumCounts } from '../report-text'
import type { RememberedMailbox } from '../remembered'
import { setState } from '../remembered'
import { fillServer } from './fill-server'
import { openCrmUser } from './crm-user'

export interface GraphDemoOptions {
  readonly database: string
  readonly files: string | undefined
  readonly json: boolean
}

/** The day on which the demonstration plays: when the mailbox was in use. */
const dayOfDemo = '2021-08-13T08:00:00.000Z'
const day = 86_400_000

const theMailbox = (files: string | undefined): RememberedMailbox => {
  const found = demoMailboxes(files).find((m) => m.user === 'pst')
  if (found === undefined || !isRight(decodePstConfig({ file: found.file, ownAddresses: found.own }))) throw new UsageFailure('--files: the mailbox of the demonstration is not there')
  return found
}

/** Two appointments of the owner's own that lie ahead: one to change, one to delete. */
const appointmentsAhead = (person: GraphPerson, now: string): ReadonlyArray<{ readonly id: string; readonly subject: string }> =>
  person
    .list()
    .flatMap((i) => (i.kind === 'event' && i.data.recurrence === null && i.exceptionOf === null && (i.data.attendees ?? []).length === 0 && i.data.span.start.local > now.slice(0, 10) ? [{ id: i.ids.immutable, subject: i.data.subject ?? '' }] : []))
    .filter((a, i, all) => a.subject !== '' && all.findIndex((b) => b.subject === a.subject) === i)
    .slice(0, 3)

interface Act {
  readonly report: Report
  /** Requests to the server, and those inside of batches. */
  readonly requests: number
  readonly operations: number
}

export const runGraphDemo = async (o: GraphDemoOptions): Promise<void> => {
  const m = theMailbox(o.files)
  const { db } = await openDemoDatabase(o.database, [m], false)
  const print = o.json ? (): void => undefined : (line = ''): void => say(line)
  const begun = performance.now()
  const nowMs = (): number => epochOf(dayOfDemo) + Math.floor(performance.now() - begun)
  const now = (): string => instantOf(nowMs())
  const server = graphServer({ now })
  const listening = await server.listen()
  try {
    const [address = ''] = m.own
    server.addUser({ id: m.user, mail: address, displayName: m.user })
    const outlook = server.person(m.user)
    const file = pstMailbox({ file: m.file, ownAddresses: m.own })
    const items = await fillServer(file, outlook).finally(() => file.close())
    print(`A local Microsoft Graph server at ${listening.baseUrl} holds the mailbox ${address}: ${items.email} e-mails, ${items.appointment} appointments, ${items.task} tasks. There it is ${dayOfDemo.slice(0, 10)}.`)

    const mailbox = graphMailbox({ user: 'me', baseUrl: listening.baseUrl, getToken: async () => server.token(m.user), now: nowMs })
    const register = await fillRegister(db, mailbox, new Set(m.own))
    print(`The contact register: ${register.length} contacts: ${registerRule}.`)
    const sync = createSync({ user: m.user, database: m.company, mailbox, crm: sqlCrm({ db, database: m.company, now }), store: sqlStore({ db }), now })
    const act = async (): Promise<Act> => {
      server.resetLog()
      const report = await sync.run()
      return { report, requests: server.requests(), operations: server.requests() + server.batchItems() }
    }
    const show = (title: string, { report, requests, operations }: Act): void => {
      print()
      print(title)
      for (const line of reportLines([report])) print(`  ${line}`)
      print(`  Requests to Graph: ${requests} (${operations} with those inside of batches)`)
    }

    const first = await act()
    show('First pass:', first)

    const [changed, trashed, other] = appointmentsAhead(outlook, now())
    const crm = await openCrmUser(o.database, m.user)
    print()
    print('Then, in Outlook:')
    if (changed !== undefined) {
      outlook.edit(changed.id, { subject: `${changed.subject} (new title)` })
      print(`  "${changed.subject}" is renamed`)
    }
    if (trashed !== undefined) {
      outlook.moveToDeletedItems(trashed.id)
      print(`  "${trashed.subject}" is moved to Deleted Items`)
    }
    print('and in the CRM, with plain SQL:')
    try {
      const contact = register[0]?.id ?? ''
      crm.addAppointment('Demonstration of the new release', contact, instantOf(nowMs() + 7 * day).slice(0, 10))
      crm.addTask('Send the offer', contact, instantOf(nowMs() + 3 * day).slice(0, 10))
      print('  an appointment and a task are made')
      if (other !== undefined && crm.setLocation(other.subject, 'Meeting room 4')) print(`  "${other.subject}" gets another location`)
    } finally {
      crm.close()
    }
    const second = await act()
    show('Second pass:', second)

    const decisions = await sync.decisions()
    for (const d of decisions) await sync.decide(d.id, d._tag === 'Deletion' ? 'delete-activity' : 'outlook')
    if (decisions.length > 0) print(`\n${decisions.length} decision${decisions.length === 1 ? ' is' : 's are'} answered: delete the activity too.`)
    const third = await act()
    show('Third pass:', third)
    const fourth = await act()
    const left = actionCount(fourth.report) + fourth.report.decisions.length + Object.values(fourth.report.remembered).reduce((a, b) => a + b, 0)
    const inOutlook = outlook.list().filter((i) => (i.kind === 'event' && i.data.subject === 'Demonstration of the new release') || (i.kind === 'task' && i.data.title === 'Send the offer')).length
    print(`\nA fourth pass: ${left === 0 ? 'nothing left to do' : `${left} things left to do, which is wrong`}, with ${fourth.requests} request${fourth.requests === 1 ? '' : 's'} to Graph.`)
    print(`What the CRM made is in Outlook: ${inOutlook} of 2. Messages that the synchronisation sent: ${server.mailed(m.user)}.`)
    await setState(db, 'demo', 'done')
    const wrong = left > 0 || inOutlook !== 2 || server.mailed(m.user) > 0
    if (wrong) process.exitCode = 1
    if (o.json)
      sayJson({
        items,
        contacts: register.length,
        activities: (await referenceCrm(db).counts()).activities,
        passes: [first, second, third, fourth].map(({ report, requests, operations }) => ({ actions: report.actions, decisions: report.decisions.length, errors: report.errors.length, skipped: sumCounts([report.skipped]), requests, operations })),
        madeInOutlook: inOutlook,
        mailed: server.mailed(m.user),
        lastPass: { actions: left }
      })
    else print(`The database: ${o.database} (SQLite; look at the tables contacts, activities, documents, ocs_links)`)
  } finally {
    await listening.close()
    db.close()
  }
}

const fillRegister = async (db: SqlDatabase, mailbox: Parameters<typeof collectPeople>[0], own: ReadonlySet<string>): Promise<ReturnType<typeof registerOf>> => {
  const people = new Map<string, Person>()
  await collectPeople(mailbox, own, people)
  const register = registerOf(people)
  for (const c of register) await referenceCrm(db).addContact(c)
  return register
}
