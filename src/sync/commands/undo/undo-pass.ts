/** Undoes a pass (B21): reads the journal, looks at how things are, and writes back what nothing newer has touched. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { PassEnv } from '../../../core/pass/env'
import { executePlan, type Outcome } from '../../../core/pass/execute'
import { writeFenced } from '../../../core/pass/fenced-write'
import { inChunks, orStop, Stop } from '../../../core/pass/port-call'
import { nextRetry } from '../../../core/pass/retries'
import { versionMismatch } from '../../../core/errors'
import { emptyBuilder, toPlan } from '../../../core/reconcile/builder'
import type { StoreWrite } from '../../../core/ports/store'
import { loadPairs, wholeJournal } from '../pair-now'
import { undoLink } from './undo-link'
import { type EntryVerdict, joinUndos, type LinkUndo, refuse, type UndoDeed, type UndoRefusal, undoRefusalText } from './verdict'

interface AboutEntry {
  /** The id of the journal's entry, and its action. */
  readonly entry: string
  readonly action: string
  readonly linkId: string | null
  readonly itemId: string | null
  readonly activityId: string | null
  /** The fields that it is about; empty: the whole. */
  readonly fields: ReadonlyArray<string>
}

export interface Undone extends AboutEntry {
  readonly did: UndoDeed
}
export interface NotUndone extends AboutEntry {
  readonly reason: UndoRefusal
  readonly text: string
}
export interface UndoFailure extends AboutEntry {
  readonly error: PortError
}

/** What an undo did, or with `dryRun` would do. No content of items. */
export interface UndoReport {
  readonly pass: string
  /** The pass under which it stands in the journal: it can be undone in its turn. */
  readonly undoPass: string
  readonly dryRun: boolean
  readonly undone: ReadonlyArray<Undone>
  readonly notUndone: ReadonlyArray<NotUndone>
  /** What a port refused. Undo again, and it is tried again. */
  readonly errors: ReadonlyArray<UndoFailure>
}

/** The pass under which the undo of a pass writes: always the same, so that an undo that died goes on as itself. */
export const undoPassOf = (pass: string): string => `undo:${pass}`

/** So few at a time that a crash leaves little half done. */
const linksAtATime = 100
const turnsAtMost = 10

const about = (entry: JournalEntry, fields: ReadonlyArray<string>): AboutEntry => ({ entry: entry.id, action: entry.action, linkId: entry.linkId, itemId: entry.itemId, activityId: entry.activityId, fields })

const notUndone = (v: Extract<EntryVerdict, { readonly _tag: 'Refuse' }>): NotUndone => ({ ...about(v.entry, v.fields), reason: v.because, text: undoRefusalText(v.because) })

const groupByLink = (entries: ReadonlyArray<JournalEntry>): ReadonlyMap<string, ReadonlyArray<JournalEntry>> => {
  const groups = new Map<string, Array<JournalEntry>>()
  for (const e of entries) {
    if (e.linkId === null || e.action === 'Notice' || e.action === 'SendEmail') continue
    const group = groups.get(e.linkId)
    if (group === undefined) groups.set(e.linkId, [e])
    else group.push(e)
  }
  return groups
}

/** What was noted ahead of an effect that then failed is taken back, so that the next pass sees the pair as it is. */
const takeBack = async (env: PassEnv, before: ReadonlyMap<string, Link>, failed: ReadonlyArray<Outcome>): Promise<void> => {
  const now = await orStop('store', 'loading links', env.store.links(env.scope, { ids: [...new Set(failed.map((o) => o.action.change.link.id))], itemIds: [], activityIds: [], identities: [] }))
  const writes: Array<StoreWrite> = []
  for (const { action, result } of failed) {
    const was = before.get(action.change.link.id)
    const at = now.findIndex((l) => l.id === action.change.link.id)
    const link = now[at]
    if (was === undefined || link === undefined || E.isRight(result)) continue
    const next: Link =
      action._tag === 'UpdateActivity'
        ? { ...link, activity: { ...link.activity, fields: { ...link.activity.fields, ...pick(was.activity.fields, action.patch) } } }
        : action._tag === 'UpdateItem'
          ? { ...link, item: { ...link.item, fields: { ...link.item.fields, ...pick(was.item.fields, action.patch) } } }
          : { ...link, state: was.state, closed: was.closed }
    writes.push({ _tag: 'PutLink', link: next })
    if (was.activityId !== '') writes.push({ _tag: 'PutRetry', retry: nextRetry(undefined, 'crm', was.activityId, result.left._tag, env.now) })
  }
  if (writes.length > 0) await writeFenced(env, 'noting what was not undone', writes)
}

const pick = (digests: { readonly [f: string]: string }, patch: object): { readonly [f: string]: string } => Object.fromEntries(Object.keys(patch).flatMap((f) => (digests[f] === undefined ? [] : [[f, digests[f]]])))

interface Turn {
  readonly verdicts: ReadonlyArray<EntryVerdict>
  readonly failed: ReadonlyMap<string, PortError>
}

const undoSome = async (env: PassEnv, pass: string, groups: ReadonlyMap<string, ReadonlyArray<JournalEntry>>, linkIds: ReadonlyArray<string>, dryRun: boolean): Promise<Turn> => {
  for (let turn = 1; turn <= turnsAtMost; turn++) {
    const pairs = await loadPairs(env, linkIds)
    const undo: LinkUndo = joinUndos(linkIds.map((id) => {
      const [mine, pair] = [groups.get(id) ?? [], pairs.get(id)]
      return pair === undefined ? refuse(mine, 'link-closed') : undoLink(env, pass, env.passId, pair, mine)
    }))
    if (dryRun) return { verdicts: undo.verdicts, failed: new Map() }
    // Intents that an undo left when it died: what they announced has been looked at just now.
    const ours = (await orStop('store', 'loading waiting work', env.store.due(env.scope, env.now))).intents.filter((i) => i.id.startsWith('undo-') && i.linkId !== null && groups.has(i.linkId))
    const plan = { ...toPlan(emptyBuilder()), actions: undo.actions, remember: undo.remember, decisions: undo.decisions }
    const outcomes = await executePlan(env, plan)
    // An answer came in between: everything is looked at anew.
    if (outcomes === null) continue
    const acted = new Set(undo.actions.map((a) => a.id))
    const stale = ours.filter((i) => i.linkId !== null && linkIds.includes(i.linkId) && !acted.has(i.id))
    if (stale.length > 0) await writeFenced(env, 'dropping intents', stale.map((i) => ({ _tag: 'DropIntent', id: i.id })))
    const failed = outcomes.filter((o) => E.isLeft(o.result))
    if (failed.length > 0) await takeBack(env, new Map([...pairs.values()].map((p) => [p.link.id, p.link])), failed)
    return { verdicts: undo.verdicts, failed: new Map(failed.flatMap((o) => (E.isLeft(o.result) ? [[o.action.id, o.result.left] as const] : []))) }
  }
  throw new Stop({ _tag: 'PortFailed', port: 'store', during: 'withdrawing questions', error: versionMismatch('decisions') })
}

/**
 * Undoes what a pass did, as far as nothing newer has touched it. Undone again, it does nothing; where it died half way,
 * undone again it goes on. The work is one lease's, as a pass is.
 */
export const undoPass = async (given: PassEnv, pass: string, dryRun: boolean): Promise<UndoReport> => {
  const env: PassEnv = { ...given, passId: undoPassOf(pass) }
  const entries = await orStop('store', 'loading the journal', env.store.journal(env.scope, { passes: [pass], limit: wholeJournal }))
  if (entries.length === 0) throw new Stop({ _tag: 'NoSuchPass', pass })
  const groups = groupByLink(entries)
  const undone: Array<Undone> = []
  const refused: Array<NotUndone> = entries.filter((e) => e.action === 'SendEmail').map((entry) => notUndone({ _tag: 'Refuse', entry, because: 'sent-mail', fields: [] }))
  const errors: Array<UndoFailure> = []
  for (const linkIds of inChunks([...groups.keys()], linksAtATime)) {
    const { verdicts, failed } = await undoSome(env, pass, groups, linkIds, dryRun)
    for (const v of verdicts) {
      const error = v._tag === 'Undo' && v.action !== null ? failed.get(v.action) : undefined
      if (v._tag === 'Refuse') refused.push(notUndone(v))
      else if (error === undefined) undone.push({ ...about(v.entry, v.fields), did: v.deed })
      else errors.push({ ...about(v.entry, v.fields), error })
    }
  }
  return { pass, undoPass: env.passId, dryRun, undone, notUndone: refused, errors }
}
