/** `status`, `explain`, `decisions`, `decide`: about one entry, in a database that a sync or a demonstration has filled. */
import type { SqlDatabase } from '../adapters/sql'
import type { Decision } from '../core/model/decision'
import type { Explanation, Status } from '../sync/explain'
import { SyncFailure } from '../sync/failure'
import type { Sync } from '../sync/create-sync'
import { CommandFailure, UsageFailure } from './fail'
import { say, sayJson } from './output'
import { rememberedMailboxes, type RememberedMailbox } from './remembered'
import { openCrm, openSession } from './session'

export interface EntityFlags {
  readonly crm: string
  readonly user?: string
  readonly json?: boolean
  readonly now?: string
}

/** Opens each mailbox that was synchronised into the database, in turn, until `ask` has an answer. */
const askMailboxes = async <A>(f: EntityFlags, ask: (sync: Sync, m: RememberedMailbox) => Promise<A | null>): Promise<ReadonlyArray<A>> => {
  const db: SqlDatabase = await openCrm(f.crm, true)
  try {
    const all = (await rememberedMailboxes(db)).filter((m) => f.user === undefined || m.user === f.user)
    if (all.length === 0) throw new UsageFailure(f.user === undefined ? `${f.crm}: no mailbox was synchronised into it yet` : `--user: got ${f.user}, of whom no mailbox was synchronised into ${f.crm}`)
    const answers: Array<A> = []
    for (const m of all) {
      const session = openSession(db, m, { now: f.now, bar: false })
      try {
        const answer = await ask(session.sync, m)
        if (answer !== null) answers.push(answer)
      } finally {
        session.close()
      }
    }
    return answers
  } finally {
    db.close()
  }
}

const unlessUnknown = async <A>(id: string, call: Promise<A>): Promise<A | null> => {
  try {
    return await call
  } catch (e) {
    if (e instanceof SyncFailure && e.error._tag === 'NoSuchEntity' && e.error.id === id) return null
    throw e
  }
}

const statusLines = (s: Status): ReadonlyArray<string> => [
  `${s.side === 'outlook' ? 'Item' : 'Activity'} ${s.id}${s.kind === null ? '' : ` (${s.kind})`}: ${s.transferred ? 'transferred' : 'not transferred'}: ${s.text} (${s.reason})`,
  ...(s.activityId === null || s.activityId === '' ? [] : [`  activity ${s.activityId}${s.contact === null ? '' : ` on ${s.contact.contactId}${s.contact.contactPersonId === null ? '' : `, ${s.contact.contactPersonId}`}`}`]),
  ...(s.side === 'crm' && s.itemId !== null ? [`  item ${s.itemId}`] : []),
  ...s.documents.map((d) => `  attachment ${d.attachmentId}: ${d.documentId === null ? 'selected, not imported yet' : `document ${d.documentId}`}`),
  ...s.refused.map((r) => `  attachment ${r.attachmentId} ${JSON.stringify(r.name)}: not imported: ${r.text} (${r.reason})`),
  ...s.openDecisions.map((d) => `  waits for an answer: ${d.id}`),
  ...(s.conflicts.length === 0 ? [] : [`  ${s.conflicts.length} conflicts in the journal`]),
  ...(s.lastPass === null ? [] : [`  last touched by a pass at ${s.lastPass.at}`])
]

const explanationLines = (e: Explanation): ReadonlyArray<string> => [
  ...statusLines(e),
  'Rules, in order:',
  ...e.trace.map((t) => `  ${t.behaviour} ${t.rule}: saw ${JSON.stringify(t.saw)}: ${t.decided}`),
  ...(e.history.length === 0 ? [] : ['What was done, newest first:', ...e.history.map((h) => `  ${h.at} ${h.action}: ${h.reason}`)])
]

const single = <A>(id: string, found: ReadonlyArray<A>): ReadonlyArray<A> => {
  if (found.length === 0) throw new CommandFailure(`no item or activity ${id}`)
  return found
}

export const runStatus = async (id: string, f: EntityFlags): Promise<void> => {
  const found = single(id, await askMailboxes(f, (sync) => unlessUnknown(id, sync.status(id))))
  if (f.json === true) return sayJson(found.length === 1 ? found[0] : found)
  for (const s of found) for (const line of statusLines(s)) say(line)
}

export const runExplain = async (id: string, f: EntityFlags): Promise<void> => {
  const found = single(id, await askMailboxes(f, (sync) => unlessUnknown(id, sync.explain(id))))
  if (f.json === true) return sayJson(found.length === 1 ? found[0] : found)
  for (const e of found) for (const line of explanationLines(e)) say(line)
}

export const runDecisions = async (f: EntityFlags): Promise<void> => {
  const all = (await askMailboxes(f, (sync) => sync.decisions())).flat()
  if (f.json === true) return sayJson(all)
  if (all.length === 0) say('No decisions to answer.')
  for (const d of all) say(`${d.id}: ${d.kind} ${d.itemId}, activity ${d.activityId}: ${d._tag === 'Deletion' ? 'delete the activity too? (delete-activity, keep-activity)' : `which value of ${d.field} counts? (outlook, crm)`}`)
}

export const runDecide = async (id: string, answer: string, f: EntityFlags): Promise<void> => {
  const answered = await askMailboxes(f, async (sync): Promise<Decision | null> => {
    try {
      return await sync.decide(id, answer)
    } catch (e) {
      if (e instanceof SyncFailure && e.error._tag === 'NoSuchDecision') return null
      throw e
    }
  })
  if (answered.length === 0) throw new CommandFailure(`no decision ${id}`)
  if (f.json === true) sayJson(answered[0])
  else say(`Noted: the next pass carries it out.`)
}
