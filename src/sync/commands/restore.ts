/** Restores a value that lost a conflict (B17): it is written on the side where it lost, and on the other, as far as it may go there. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortError, type RestoreRefusal, versionMismatch } from '../../core/errors'
import type { JournalEntry, Loser } from '../../core/model/journal'
import type { PassEnv } from '../../core/pass/env'
import { executePlan, type Outcome } from '../../core/pass/execute'
import { writeFenced } from '../../core/pass/fenced-write'
import { orStop, Stop } from '../../core/pass/port-call'
import { nextRetry } from '../../core/pass/retries'
import type { Action, DecisionChange, Remember } from '../../core/plan/plan'
import type { StoreWrite } from '../../core/ports/store'
import { emptyBuilder, noChange, subjectOfLink, toPlan } from '../../core/reconcile/builder'
import { asPatch, replacedBy } from '../../core/reconcile/merge'
import type { Trace } from '../../core/rule-set'
import { restorePassOf } from './conflicts'
import { baseOn, decodeValue, digestOf, digestOn, laterThan, loadPairs, mayWriteItem, otherSide, ruleContextOf, type Side, valueOn, type WholePair, wholeOf, wrote } from './pair-now'

/** What a restore did. */
export interface Restored {
  readonly entry: string
  /** The pass under which it stands in the journal: undone or restored in its turn, it brings back what it replaced. */
  readonly pass: string
  readonly linkId: string
  readonly itemId: string
  readonly activityId: string
  readonly fields: ReadonlyArray<string>
  /** The sides that were written. */
  readonly wrote: ReadonlyArray<'outlook' | 'crm'>
}

interface Value {
  readonly field: string
  readonly side: Side
  readonly value: unknown
  readonly digest: string
}

const refuse = (entry: string, because: RestoreRefusal): Stop => new Stop({ _tag: 'CannotRestore', entry, because })

/** The value as it can be written, or why it is not restored. */
const judge = (env: PassEnv, p: WholePair, e: JournalEntry, l: Loser, later: ReadonlyArray<JournalEntry>): Value | RestoreRefusal => {
  const { link } = p
  const other = otherSide(l.side)
  const decoded = decodeValue(link.kind, l.side === 'outlook' ? p.present.item.fields : p.present.activity.fields, l.field, l.value)
  if (decoded === undefined) return 'withheld'
  const lost = digestOf(env, link.kind, l.field, decoded.value)
  const [own, theirs] = [digestOn(env, p, l.side, l.field), digestOn(env, p, other, l.field)]
  const agreed = e.wrote?.fields[l.field]
  const [ownBase, theirBase] = [baseOn(link, l.side, l.field), baseOn(link, other, l.field)]
  if (own === lost && theirs === lost) return 'already-restored'
  const newer = later.some((x) => wrote(x, l.field))
  // A side may hold what a restore before this one wrote as its system made of it: cut, for example.
  const restored = p.history.some((x) => x.pass === env.passId && wrote(x, l.field))
  if (restored && !newer && own === ownBase && theirs === theirBase) return 'already-restored'
  if (newer || (agreed !== undefined && theirBase !== agreed && theirBase !== lost)) return 'touched-since'
  // Each side holds what it held when both last agreed, or what lost; after a restore that died, what won although the base
  // says otherwise. A winner that was never written to the other side stands in no base.
  const asLeft = (now: string, base: string | undefined): boolean => now === base || now === lost || (base === lost && now === agreed)
  return asLeft(own, ownBase) && (e.action === 'Remember' || asLeft(theirs, theirBase)) ? { field: l.field, side: l.side, value: decoded.value, digest: lost } : 'touched-since'
}

/** Where a value may go: back to where it lost always, if that can be written at all; to the other side as an edit may. */
const mayGo = (env: PassEnv, p: WholePair, v: Value, to: Side): boolean => {
  const direction = env.rules.directionOfField(p.link.kind, v.field, ruleContextOf(env))
  if (to === 'outlook') return mayWriteItem(env, p.present.item) && (v.side === 'outlook' || direction.toOutlook)
  return v.side === 'crm' || direction.toCrm
}

const trace = (entry: string): ReadonlyArray<Trace> => [{ rule: 'restore', behaviour: 'B17', saw: { entry }, decided: 'restored' }]

const planRestore = (env: PassEnv, p: WholePair, e: JournalEntry, values: ReadonlyArray<Value>): { readonly actions: ReadonlyArray<Action>; readonly remember: ReadonlyArray<Remember>; readonly decisions: ReadonlyArray<DecisionChange> } => {
  const { link } = p
  const { item, activity, view } = p.present
  const of = (to: Side): ReadonlyArray<Value> => values.filter((v) => digestOn(env, p, to, v.field) !== v.digest && mayGo(env, p, v, to))
  const [toOutlook, toCrm] = [of('outlook'), of('crm')]
  const patchOf = (vs: ReadonlyArray<Value>): { readonly [f: string]: unknown } => Object.fromEntries(vs.map((v) => [v.field, v.value]))
  /** What wins no more, on record where it stood; each once, with the write that replaces it there, or else with the only write. */
  const losersOn = (to: Side, vs: ReadonlyArray<Value>): ReadonlyArray<Loser> =>
    vs.flatMap((v) => {
      const stood = otherSide(v.side)
      const only = !(to === 'outlook' ? toCrm : toOutlook).some((x) => x.field === v.field)
      return to === stood || only ? [{ field: v.field, side: stood, value: valueOn(p, stood, v.field), by: 'restore' as const }] : []
    })
  const digestsOn = (side: Side, written: ReadonlyArray<Value>): { readonly [f: string]: string } =>
    Object.fromEntries(values.filter((v) => !written.includes(v) && digestOn(env, p, side, v.field) === v.digest).map((v) => [v.field, v.digest]))
  const agreed = { itemFields: digestsOn('outlook', toOutlook), activityFields: digestsOn('crm', toCrm) }
  const versions = { itemVersion: item.version === link.item.version ? item.version : null, activityVersion: activity.version === link.activity.version ? activity.version : null }
  const change = (vs: ReadonlyArray<Value>) => ({ link, set: {}, ...agreed, fill: vs.map((v) => v.field), ...versions })
  const common = { subject: subjectOfLink(link), reason: 'restored' as const, trace: trace(e.id), kind: link.kind }
  const actions: Array<Action> = []
  if (toCrm.length > 0) {
    const patch = patchOf(toCrm)
    actions.push({ _tag: 'UpdateActivity', id: `restore-activity:${link.id}`, ...common, activityId: activity.id, version: activity.version, patch: asPatch(patch), losers: losersOn('crm', toCrm), before: replacedBy(activity.fields, patch), change: change(toCrm) })
  }
  if (toOutlook.length > 0) {
    const patch = patchOf(toOutlook)
    actions.push({ _tag: 'UpdateItem', id: `restore-item:${link.id}`, ...common, itemId: item.id, version: item.version, patch: asPatch(patch), losers: losersOn('outlook', toOutlook), before: replacedBy(view.fields, patch), change: change(toOutlook) })
  }
  // Ahead of the writes, as an undo does: what a crash leaves in between then counts as agreed, and not as an edit.
  const ahead = (side: Side, vs: ReadonlyArray<Value>): { readonly [f: string]: string } => ({ ...(side === 'outlook' ? agreed.itemFields : agreed.activityFields), ...Object.fromEntries(vs.map((v) => [v.field, v.digest])) })
  const remember: ReadonlyArray<Remember> = [
    { id: `restore-base:${link.id}`, ...common, losers: [], before: {}, change: { ...noChange(link), itemFields: ahead('outlook', toOutlook), activityFields: ahead('crm', toCrm) } }
  ]
  // A question about the same field has its answer: this value.
  const fields = new Set(values.map((v) => v.field))
  const decisions = p.decisions.flatMap((d): ReadonlyArray<DecisionChange> => (d._tag === 'Conflict' && fields.has(d.field) ? [{ _tag: 'Withdraw', decision: { ...d, state: 'withdrawn' }, subject: common.subject, reason: 'settled-meanwhile', trace: common.trace }] : []))
  return { actions, remember, decisions }
}

/**
 * After a write that failed: where none succeeded, what was noted ahead is taken back. Where one did, the next pass finds
 * the other side as an edit, and carries that over: nothing is restored then, and nothing is lost.
 */
const takeBack = async (env: PassEnv, p: WholePair, outcomes: ReadonlyArray<Outcome>, error: PortError): Promise<void> => {
  const writes: ReadonlyArray<StoreWrite> = outcomes.some((o) => E.isRight(o.result)) ? [] : [{ _tag: 'PutLink', link: p.link }]
  await writeFenced(env, 'noting what was not restored', [...writes, { _tag: 'PutRetry', retry: nextRetry(undefined, 'crm', p.link.activityId, error._tag, env.now) }])
}

/** What can be restored of the entry, or a stop that says why nothing is. */
const valuesOf = (env: PassEnv, p: WholePair, e: JournalEntry, fields: ReadonlyArray<string> | null): ReadonlyArray<Value> => {
  // The pass that decided may have written the other side after this one.
  const later = laterThan(p, new Set([e.id]), env.passId).filter((x) => x.pass !== e.pass)
  const judged = e.losers.filter((l) => fields === null || fields.includes(l.field)).map((l) => judge(env, p, e, l, later))
  if (judged.length === 0) throw refuse(e.id, 'nothing-lost')
  const because = judged.find((v) => typeof v === 'string' && v !== 'already-restored')
  if (typeof because === 'string') throw refuse(e.id, because)
  const values = judged.filter((v) => typeof v !== 'string')
  if (values.length === 0) throw refuse(e.id, 'already-restored')
  return values
}

const turnsAtMost = 10

/**
 * Writes what lost in one entry back, all of it or nothing; or only some of its fields. Errors: `NoSuchEntry`,
 * `CannotRestore`, and what a port refuses.
 */
export const restoreEntry = async (given: PassEnv, entry: string, fields: ReadonlyArray<string> | null): Promise<Restored> => {
  const env: PassEnv = { ...given, passId: restorePassOf(entry) }
  for (let turn = 1; turn <= turnsAtMost; turn++) {
    const [e] = await orStop('store', 'loading the journal', env.store.journal(env.scope, { ids: [entry], limit: 1 }))
    if (e === undefined) throw new Stop({ _tag: 'NoSuchEntry', entry })
    if (e.losers.length === 0 || e.linkId === null) throw refuse(entry, 'nothing-lost')
    const p = (await loadPairs(env, [e.linkId])).get(e.linkId)
    if (p === undefined || p.link.state === 'closed') throw refuse(entry, 'link-closed')
    const whole = wholeOf(env, p)
    if (typeof whole === 'string') throw refuse(entry, whole === 'could-not-be-read' ? whole : whole === 'private' ? 'withheld' : 'link-closed')
    const values = valuesOf(env, whole, e, fields)
    const plan = planRestore(env, whole, e, values)
    if (plan.actions.length === 0) throw refuse(entry, p.history.some((x) => x.pass === env.passId) ? 'already-restored' : 'not-carried')
    const outcomes = await executePlan(env, { ...toPlan(emptyBuilder()), ...plan })
    // An answer came in between: everything is looked at anew.
    if (outcomes === null) continue
    for (const { action, result } of outcomes) {
      if (E.isRight(result)) continue
      await takeBack(env, whole, outcomes, result.left)
      throw new Stop({ _tag: 'PortFailed', port: action._tag === 'UpdateItem' ? 'mailbox' : 'crm', during: 'restoring a value', error: result.left })
    }
    return {
      entry,
      pass: env.passId,
      linkId: p.link.id,
      itemId: p.link.itemId,
      activityId: p.link.activityId,
      fields: values.map((v) => v.field),
      wrote: [...new Set(plan.actions.map((a) => (a._tag === 'UpdateItem' ? ('outlook' as const) : ('crm' as const))))]
    }
  }
  throw new Stop({ _tag: 'PortFailed', port: 'store', during: 'withdrawing questions', error: versionMismatch('decisions') })
}
