/** Undoes updates, field by field: the old value is written back on the side that was written, and the other side keeps its own. */
import type { JournalEntry, Loser } from '../../../core/model/journal'
import type { PassEnv } from '../../../core/pass/env'
import type { LinkChange, Remember } from '../../../core/plan/plan'
import { noChange, subjectOfLink } from '../../../core/reconcile/builder'
import { asPatch, replacedBy } from '../../../core/reconcile/merge'
import { baseOn, decodeValue, digestOf, digestOn, mayWriteItem, otherSide, type PairNow, type Side, valueOn, type WholePair, wholeOf, wrote } from '../pair-now'
import { type LinkUndo, joinUndos, nothingToUndo, refuse, type UndoRefusal, undoTrace } from './verdict'

/** One field that the pass wrote on one side, perhaps more than once. */
interface Written {
  readonly field: string
  /** What stood there before the pass. */
  readonly before: unknown
  /** What both agreed on after it, as the other side holds it; `undefined`: not known. */
  readonly agreed: string | undefined
  /** Newest first. */
  readonly entries: ReadonlyArray<JournalEntry>
}

const writtenFields = (entries: ReadonlyArray<JournalEntry>): ReadonlyArray<Written> => {
  const fields = [...new Set(entries.flatMap((e) => Object.keys(e.before)))]
  return fields.map((field) => {
    const of = entries.filter((e) => Object.hasOwn(e.before, field))
    return { field, before: of.at(-1)?.before[field], agreed: of[0]?.wrote?.fields[field], entries: of }
  })
}

type Judged = { readonly _tag: 'Write' | 'Note' } | { readonly _tag: 'Refuse'; readonly because: UndoRefusal }

/** Whether an earlier undo of this pass has written the field, and what stands there is not what it replaced: a server may have made another text of the old value. */
const wasUndone = (env: PassEnv, p: WholePair, side: Side, { field }: Written, now: string): boolean => {
  const action = side === 'outlook' ? 'UpdateItem' : 'UpdateActivity'
  const own = p.history.find((e) => e.pass === env.passId && e.action === action && Object.hasOwn(e.before, field))
  return own !== undefined && digestOf(env, p.link.kind, field, own.before[field]) !== now
}

const judge = (env: PassEnv, p: WholePair, side: Side, w: Written, later: ReadonlyArray<JournalEntry>): Judged => {
  const other = otherSide(side)
  const before = digestOf(env, p.link.kind, w.field, w.before)
  const [now, base] = [digestOn(env, p, side, w.field), baseOn(p.link, side, w.field)]
  if (base === now && (now === before || wasUndone(env, p, side, w, now))) return { _tag: 'Refuse', because: 'already-undone' }
  const theirs = digestOn(env, p, other, w.field)
  // The other side has to be as the pass left it, and as we know it: else a newer value would be hidden behind an old one.
  if (later.some((e) => wrote(e, w.field)) || (w.agreed !== undefined && baseOn(p.link, other, w.field) !== w.agreed) || theirs !== baseOn(p.link, other, w.field)) return { _tag: 'Refuse', because: 'touched-since' }
  // An undo that died after it wrote.
  if (now === before) return { _tag: 'Note' }
  // As the pass left it, or, where an undo died before it wrote, as the other side holds it.
  if (now === base || (base === before && now === w.agreed)) return { _tag: 'Write' }
  return { _tag: 'Refuse', because: 'touched-since' }
}

const baseChange = (p: WholePair, side: Side, digests: { readonly [f: string]: string }): LinkChange => ({ ...noChange(p.link), ...(side === 'outlook' ? { itemFields: digests } : { activityFields: digests }) })

/**
 * The base is noted ahead of the write, so that after a crash in between the two sides count as what they will be:
 * agreed to differ. Noted afterwards, the old value would look like an edit, and be carried to the other side.
 */
const noteBase = (p: WholePair, side: Side, pass: string, digests: { readonly [f: string]: string }): Remember => ({
  id: `undo-base:${side}:${p.link.id}`,
  subject: subjectOfLink(p.link),
  reason: 'undone',
  trace: undoTrace(pass),
  change: baseChange(p, side, digests),
  losers: [],
  before: {}
})

const undoFields = (env: PassEnv, pass: string, p: WholePair, side: Side, written: ReadonlyArray<Written>, later: ReadonlyArray<JournalEntry>): LinkUndo => {
  const { item, activity, view } = p.present
  const { link } = p
  const parts: Array<LinkUndo> = []
  const patch: Record<string, unknown> = {}
  const digests: Record<string, string> = {}
  const losers: Array<Loser> = []
  const id = `undo-update:${side}:${link.id}`
  const able = side === 'crm' || mayWriteItem(env, item)
  for (const w of written) {
    const value = decodeValue(link.kind, side === 'outlook' ? item.fields : activity.fields, w.field, w.before)
    const judged: Judged = value === undefined ? { _tag: 'Refuse', because: 'not-in-journal' } : judge(env, p, side, w, later)
    if (judged._tag === 'Refuse') {
      parts.push(refuse(w.entries, judged.because, [w.field]))
      continue
    }
    if (judged._tag === 'Write' && !able) {
      parts.push(refuse(w.entries, 'port-cannot', [w.field]))
      continue
    }
    digests[w.field] = digestOf(env, link.kind, w.field, w.before)
    const deed = side === 'outlook' ? ('wrote-item' as const) : ('wrote-activity' as const)
    parts.push({ ...nothingToUndo, verdicts: w.entries.map((entry) => ({ _tag: 'Undo', entry, deed, fields: [w.field], action: judged._tag === 'Write' ? id : null })) })
    if (judged._tag === 'Note') continue
    patch[w.field] = value?.value
    // The edit that the pass carried over stands on its own side alone from now on: on record, it can be carried over again (L3).
    losers.push({ field: w.field, side: otherSide(side), value: valueOn(p, otherSide(side), w.field), by: 'undo' })
  }
  const names = Object.keys(patch)
  const versions = { itemVersion: item.version === link.item.version ? item.version : null, activityVersion: activity.version === link.activity.version ? activity.version : null }
  const common = { id, subject: subjectOfLink(link), reason: 'undone' as const, trace: undoTrace(pass), kind: link.kind, patch: asPatch(patch), losers, change: { link, set: {}, itemFields: {}, activityFields: {}, fill: names, ...versions } }
  const remember = Object.keys(digests).length === 0 ? [] : [noteBase(p, side, pass, digests)]
  if (names.length === 0) return joinUndos([{ ...nothingToUndo, remember }, ...parts])
  const action =
    side === 'outlook'
      ? ({ _tag: 'UpdateItem', ...common, itemId: item.id, version: item.version, before: replacedBy(view.fields, patch) } as const)
      : ({ _tag: 'UpdateActivity', ...common, activityId: activity.id, version: activity.version, before: replacedBy(activity.fields, patch) } as const)
  return joinUndos([{ ...nothingToUndo, actions: [action], remember }, ...parts])
}

/** A restore and an undo write one value on both sides, and are undone on both. */
const together: ReadonlySet<string> = new Set(['restored', 'undone'])

const reasonOf = (entry: JournalEntry): UndoRefusal => (Object.keys(entry.wrote?.fields ?? {}).length > 0 ? 'private' : 'not-in-journal')

/** Undoes the updates of one link, on both sides. */
export const undoUpdates = (env: PassEnv, pass: string, p: PairNow, entries: ReadonlyArray<JournalEntry>, later: ReadonlyArray<JournalEntry>): LinkUndo => {
  if (entries.length === 0) return nothingToUndo
  if (p.link.state === 'closed') return refuse(entries, 'link-closed')
  const whole = wholeOf(env, p)
  if (typeof whole === 'string') return refuse(entries, whole)
  const known = entries.filter((e) => Object.keys(e.before).length > 0)
  const of = (action: string): ReadonlyArray<JournalEntry> => known.filter((e) => e.action === action)
  /** What one side was given is touched where the pass took the field back from there afterwards: only the newer of the two writes is undone. */
  const laterOf = (action: string): ReadonlyArray<JournalEntry> => {
    const newest = known.findIndex((e) => e.action === action)
    return [...known.slice(0, Math.max(0, newest)).filter((e) => e.action !== action && !together.has(e.reason)), ...later]
  }
  return joinUndos([
    ...entries.filter((e) => !known.includes(e)).map((e) => refuse([e], reasonOf(e))),
    undoFields(env, pass, whole, 'crm', writtenFields(of('UpdateActivity')), laterOf('UpdateActivity')),
    undoFields(env, pass, whole, 'outlook', writtenFields(of('UpdateItem')), laterOf('UpdateItem'))
  ])
}
