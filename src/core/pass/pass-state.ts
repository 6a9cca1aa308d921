/** What the parts of a pass share, and the step that they all end in: plan, execute, remember how far it came. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortErrorTag, versionMismatch } from '../errors'
import type { Retry } from '../model/journal'
import type { Plan } from '../plan/plan'
import type { Side, StoreWrite } from '../ports/store'
import type { PassEnv } from './env'
import { executePlan, type Outcome } from './execute'
import { deferGone } from './defer-gone'
import { writeFenced } from './fenced-write'
import type { Touched } from './gather'
import { judgeDisappearance } from './guard'
import { noteOwnWrites, type OwnWrites } from './own-echo'
import type { PassOptions } from './pass-options'
import { planFor } from './plan-for'
import { orStop, Stop } from './port-call'
import type { Tally } from './report'
import { nextRetry } from './retries'

/** How many entries are planned for at a time. */
export const chunkSize = 500

/** Names an entry in the maps of a pass. */
export const keyOf = (side: Side, id: string): string => `${side} ${id}`

/** What a pass carries from one part to the next. */
export interface PassState {
  readonly tally: Tally
  readonly retries: Map<string, Retry>
  /** Reported gone by a feed, or missing from a full listing: judged at the end, all together. */
  readonly gone: { readonly outlook: Set<string>; readonly crm: Set<string> }
  readonly full: { outlook: boolean; crm: boolean }
  readonly listedNothing: { outlook: boolean; crm: boolean }
  /** In a dry run nothing is linked, so what an earlier part planned must not be planned again by a later one. */
  readonly planned: Set<string>
  /** Activities deleted so far because the settings say so. */
  policyDeletes: number
  /** What this pass wrote into the CRM, which the CRM's feed will tell. */
  readonly ownWrites: OwnWrites
  /** What is gone has been counted, and is acted upon now. */
  judging: boolean
}

/** Each turn more is another answer of the user that came while a plan was made; so many never come in a row, unless the store says so of everything. */
const turnsAtMost = 10

/** Plans for some entries, executes, and remembers what failed. `finish` is written last: cursors, intents. */
export const processTouched = async (env: PassEnv, options: PassOptions, s: PassState, touched: Touched, finish: ReadonlyArray<StoreWrite>, touchedKeys: ReadonlyArray<readonly [Side, string]>): Promise<void> => {
  for (let turn = 1; turn <= turnsAtMost; turn++) if (await planAndExecute(env, options, s, touched, finish, touchedKeys)) return
  throw new Stop({ _tag: 'PortFailed', port: 'store', during: 'remembering decisions', error: versionMismatch('decisions') })
}

/** `false`: an answer came in between, and everything has to be looked at anew. */
const planAndExecute = async (env: PassEnv, options: PassOptions, s: PassState, touched: Touched, finish: ReadonlyArray<StoreWrite>, touchedKeys: ReadonlyArray<readonly [Side, string]>): Promise<boolean> => {
  const whole = await planFor(env, options.request, touched, (itemId, error) => s.tally.fail({ itemId, activityId: null, during: 'AddDocument', error }))
  const { plan, itemIds, activityIds } = s.judging ? { plan: whole, itemIds: [], activityIds: [] } : deferGone(whole)
  for (const id of itemIds) s.gone.outlook.add(id)
  for (const id of activityIds) s.gone.crm.add(id)
  options.onPlan(plan)
  if (options.dryRun) {
    for (const e of [...plan.actions, ...plan.remember]) for (const id of [e.subject.activityId, e.subject.itemId]) if (id !== null) s.planned.add(id)
    s.tally.add(plan, [])
    return true
  }
  const deletes = await guardPolicyDeletes(env, options, s, plan)
  const outcomes = await executePlan(env, plan)
  if (outcomes === null) return false
  noteOwnWrites(s.ownWrites, outcomes)
  s.policyDeletes += deletes
  s.tally.add(plan, outcomes)
  const deferred = [...itemIds.map((id) => ['outlook', id] as const), ...activityIds.map((id) => ['crm', id] as const)].map(([side, id]): StoreWrite => ({ _tag: 'PutRetry', retry: nextRetry(undefined, side, id, 'Gone', env.now) }))
  const writes = [...retriesAfter(env, s, plan, outcomes, touchedKeys), ...deferred, ...finish]
  if (writes.length > 0) await writeFenced(env, 'recording progress', writes)
  return true
}

const failureOf = (outcomes: ReadonlyArray<Outcome>, plan: Plan): Map<string, PortErrorTag> => {
  const failed = new Map<string, PortErrorTag>()
  for (const { action, result } of outcomes) {
    if (E.isRight(result)) continue
    const { itemId, activityId } = action.subject
    if (itemId !== null && itemId !== '') failed.set(keyOf('outlook', itemId), result.left._tag)
    else if (activityId !== null) failed.set(keyOf('crm', activityId), result.left._tag)
  }
  for (const skip of plan.skips) {
    if (skip.reason !== 'could-not-be-read') continue
    if (skip.subject.itemId !== null && skip.subject.itemId !== '') failed.set(keyOf('outlook', skip.subject.itemId), 'Unavailable')
    else if (skip.subject.activityId !== null) failed.set(keyOf('crm', skip.subject.activityId), 'Unavailable')
  }
  return failed
}

const retriesAfter = (env: PassEnv, s: PassState, plan: Plan, outcomes: ReadonlyArray<Outcome>, touched: ReadonlyArray<readonly [Side, string]>): ReadonlyArray<StoreWrite> => {
  const failed = failureOf(outcomes, plan)
  const writes: Array<StoreWrite> = []
  for (const [key, tag] of failed) {
    const [side, id] = [key.slice(0, key.indexOf(' ')) as Side, key.slice(key.indexOf(' ') + 1)]
    const retry = nextRetry(s.retries.get(key), side, id, tag, env.now)
    s.retries.set(key, retry)
    writes.push({ _tag: 'PutRetry', retry })
  }
  for (const r of plan.revisits) {
    if (failed.has(keyOf(r.side, r.id))) continue
    const retry: Retry = { side: r.side, id: r.id, attempts: 0, notBefore: r.at, error: 'Revisit' }
    s.retries.set(keyOf(r.side, r.id), retry)
    failed.set(keyOf(r.side, r.id), 'Unavailable')
    writes.push({ _tag: 'PutRetry', retry })
  }
  for (const [side, id] of touched) {
    const key = keyOf(side, id)
    if (failed.has(key) || !s.retries.has(key)) continue
    s.retries.delete(key)
    writes.push({ _tag: 'DropRetry', side, id })
  }
  return writes
}

/** With the policy `always`, a mailbox that puts everything away at once must not empty the CRM (L6). Answers how many the plan deletes. */
const guardPolicyDeletes = async (env: PassEnv, options: PassOptions, s: PassState, plan: Plan): Promise<number> => {
  const more = plan.actions.filter((a) => a.reason === 'policy-delete').length
  if (more === 0 || options.allowMassDeletion) return 0
  const linked = await orStop('store', 'counting links', env.store.countOpenLinks(env.scope))
  const stop = judgeDisappearance(env.settings, { side: 'outlook', gone: s.policyDeletes + more, linked: linked + s.policyDeletes, listedNothing: false })
  if (stop !== null) throw new Stop(stop)
  return more
}
