/** `status`, `explain`, `decisions`, `decide`: about one entry, in a database that a sync or a demonstration has filled. */
import type { SqlDatabase } from '../adapters/sql'
import type { Decision } from '../core/model/decision'
import type { Sync } from '../sync/create-sync'
import type { Explanation, Status } from '../sync/explain'
import { SyncFailure } from '../sync/failure'
import { openCrm, shownDatabase } from './crm-database'
import { decisionLine, explanationLines, statusLines } from './entity-text'
import { CommandFailure, UsageFailure } from './fail'
import { say, sayJson } from './output'
import { rememberedMailboxes, type RememberedMailbox } from './remembered'
import { withSession } from './session'
import { mailboxOf } from './sync-command'

/** With `mailbox` and `own`, that mailbox; otherwise those that were synchronised into the database. */
export interface EntityFlags {
  readonly crm: string
  readonly user?: string
  readonly mailbox?: string
  readonly own?: ReadonlyArray<string>
  readonly company?: string
  readonly settings?: string
  readonly json?: boolean
  readonly now?: string
}

type Of<A> = A & { readonly user: string }

const mailboxesOf = async (db: SqlDatabase, f: EntityFlags): Promise<ReadonlyArray<RememberedMailbox>> => {
  const all = (await rememberedMailboxes(db)).filter((m) => (f.user === undefined || m.user === f.user) && (f.company === undefined || m.company === f.company))
  if (all.length > 0) return all
  const told = [f.user === undefined ? '' : ` of user ${f.user}`, f.company === undefined ? '' : ` with the company database ${f.company}`].join('')
  throw new UsageFailure(`${shownDatabase(f.crm)}: no mailbox${told} was synchronised into it yet: name one with --mailbox and --own, or run sync first`)
}

/** Asks each mailbox in turn; `null` is no answer. */
const askMailboxes = async <A>(f: EntityFlags, ask: (sync: Sync) => Promise<A | null>): Promise<ReadonlyArray<{ readonly user: string; readonly answer: A }>> => {
  if ((f.mailbox === undefined) !== (f.own === undefined)) throw new UsageFailure('--mailbox and --own go together')
  const given = f.mailbox === undefined || f.own === undefined ? null : mailboxOf({ ...f, mailbox: f.mailbox, own: f.own, company: f.company ?? 'default' })
  const db = await openCrm(f.crm, true)
  try {
    const answers: Array<{ readonly user: string; readonly answer: A }> = []
    for (const m of given === null ? await mailboxesOf(db, f) : [given]) {
      const answer = await withSession(db, m, { now: f.now, bar: false }, ({ sync }) => ask(sync))
      if (answer !== null) answers.push({ user: m.user, answer })
    }
    return answers
  } finally {
    db.close()
  }
}

const unlessUnknown = async <A>(call: Promise<A>): Promise<A | null> => {
  try {
    return await call
  } catch (e) {
    if (e instanceof SyncFailure && (e.error._tag === 'NoSuchEntity' || e.error._tag === 'NoSuchDecision')) return null
    throw e
  }
}

/** Items of two files may have the same id, and everybody can look at an activity: whoever has it transferred comes first. */
const rank = (s: Status): number => (s.transferred ? 0 : s.reason === 'owned-by-other' ? 2 : 1)

const findEntity = async <A extends Status>(id: string, f: EntityFlags, ask: (sync: Sync) => Promise<A>): Promise<readonly [best: Of<A>, others: ReadonlyArray<Of<A>>]> => {
  const found = (await askMailboxes(f, (sync) => unlessUnknown(ask(sync)))).map(({ user, answer }) => ({ user, ...answer })).sort((a, b) => rank(a) - rank(b))
  const [best, ...others] = found
  if (best === undefined) throw new CommandFailure(`no item or activity ${id}`)
  return [best, others.filter((o) => o.reason !== 'owned-by-other')]
}

const tell = <A extends Status>(f: EntityFlags, [best, others]: readonly [Of<A>, ReadonlyArray<Of<A>>], lines: (a: A) => ReadonlyArray<string>): void => {
  if (f.json === true) return sayJson({ ...best, others })
  const all = [best, ...others]
  if (all.length > 1) say(`${all.length} mailboxes have this id; --user names one.`)
  for (const a of all) {
    if (all.length > 1) say(`${a.user}:`)
    for (const line of lines(a)) say(line)
  }
}

export const runStatus = async (id: string, f: EntityFlags): Promise<void> => tell<Status>(f, await findEntity(id, f, (sync) => sync.status(id)), statusLines)

export const runExplain = async (id: string, f: EntityFlags): Promise<void> => tell<Explanation>(f, await findEntity(id, f, (sync) => sync.explain(id)), explanationLines)

export const runDecisions = async (f: EntityFlags): Promise<void> => {
  const all = (await askMailboxes(f, (sync) => sync.decisions())).flatMap(({ user, answer }) => answer.map((d: Decision) => ({ user, ...d })))
  if (f.json === true) return sayJson(all)
  if (all.length === 0) say('No decisions to answer.')
  for (const d of all) say(`${d.user}: ${decisionLine(d)}`)
}

export const runDecide = async (id: string, answer: string, f: EntityFlags): Promise<void> => {
  const [noted] = await askMailboxes(f, (sync) => unlessUnknown(sync.decide(id, answer)))
  if (noted === undefined) throw new CommandFailure(`no decision ${id}`)
  if (f.json === true) sayJson({ user: noted.user, ...noted.answer })
  else say('Noted: the next pass carries it out.')
}
