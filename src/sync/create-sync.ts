/** The whole engine behind a Promise and a TaskEither face. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SyncError } from '../core/errors'
import type { Decision } from '../core/model/decision'
import type { PassEnv } from '../core/pass/env'
import { defaultPassOptions, type PassOptions } from '../core/pass/pass-options'
import { catchStop, orStop, Stop } from '../core/pass/port-call'
import type { Report } from '../core/pass/report'
import { runPass } from '../core/pass/run-pass'
import type { Plan } from '../core/plan/plan'
import type { Request } from '../core/rule-set'
import { answerDecision } from './decide'
import { ensureActive, openEnvironment } from './environment'
import { type Explanation, explainEntity, type Status } from './explain'
import { SyncFailure } from './failure'
import { decodeLeaseOptions, withLease } from './lease'
import type { SyncOptions } from './options'
import { joinPlans } from './preview'
import { sendActivity } from './send'

export interface RunOptions {
  /** List both sides whole instead of what changed. Default false. */
  readonly full?: boolean
  /** Go on although one side suddenly looks empty (L6). Default false. */
  readonly allowMassDeletion?: boolean
}

export interface Selection {
  /** Item ids; `all`: whatever the settings select. */
  readonly items: ReadonlyArray<string> | 'all'
  /** Left out: items by id, or single attachments. Default none. */
  readonly without?: ReadonlyArray<string | { readonly item: string; readonly attachment: string }>
}

/** Every function in the TaskEither face; errors are data. */
export interface SyncTasks {
  readonly run: (options?: RunOptions) => TaskEither<SyncError, Report>
  /** What a pass, or a transfer of the selection, would do. With `full`, of everything on both sides and not only of what changed. */
  readonly preview: (selection?: Selection, options?: Pick<RunOptions, 'full'>) => TaskEither<SyncError, Plan>
  readonly transfer: (selection: Selection) => TaskEither<SyncError, Report>
  readonly transferAll: () => TaskEither<SyncError, Report>
  readonly status: (id: string, side?: 'outlook' | 'crm') => TaskEither<SyncError, Status>
  readonly explain: (id: string, side?: 'outlook' | 'crm') => TaskEither<SyncError, Explanation>
  readonly decisions: () => TaskEither<SyncError, ReadonlyArray<Decision>>
  readonly decide: (id: string, answer: string) => TaskEither<SyncError, Decision>
  readonly send: (activityId: string) => TaskEither<SyncError, void>
  readonly activate: () => TaskEither<SyncError, void>
  readonly deactivate: () => TaskEither<SyncError, void>
}

/** The same as Promises, which reject with a `SyncFailure`. */
export type Sync = { readonly [K in keyof SyncTasks]: (...args: Parameters<SyncTasks[K]>) => Promise<ReturnType<SyncTasks[K]> extends TaskEither<SyncError, infer A> ? A : never> } & {
  /** The TaskEither face. */
  readonly task: SyncTasks
}

const toRequest = (s: Selection): Request => {
  const without = s.without ?? []
  return {
    _tag: 'Transfer',
    items: s.items,
    withoutItems: without.filter((w) => typeof w === 'string'),
    withoutAttachments: without.flatMap((w) => (typeof w === 'string' ? [] : [`${w.item}/${w.attachment}`]))
  }
}

/**
 * The engine for one user's mailbox against one company database. Nothing happens until a function is called. Calls
 * that write wait for each other. `run`, `transfer`, `transferAll` and `send` are refused with `Busy` while another
 * worker is at the same mailbox, wherever it runs.
 */
export const createSync = (options: SyncOptions): Sync => {
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: two passes of one mailbox at once would only see each other's half-done work. */
  const queued = <A>(body: () => Promise<A>): TaskEither<SyncError, A> => () => {
    const turn = last.then(() => catchStop(body))
    last = turn.catch(() => undefined)
    return turn
  }
  const free = <A>(body: (env: PassEnv) => Promise<A>): TaskEither<SyncError, A> => () => catchStop(async () => body(await openEnvironment(options)))

  const worker = options.worker ?? `worker-${Math.random().toString(36).slice(2)}`
  /** Calls that act: as the only worker on this mailbox, and only where the user is active here. */
  const alone = <A>(body: (env: PassEnv) => Promise<A>): TaskEither<SyncError, A> =>
    queued(async () =>
      withLease(await openEnvironment(options), worker, decodeLeaseOptions(options), async (env) => {
        await ensureActive(options)
        return body(env)
      })
    )

  const runOrStop = async (env: PassEnv, o: Partial<PassOptions>): Promise<Report> => {
    const r = await runPass(env, { ...defaultPassOptions, ...o })()
    if (E.isLeft(r)) throw new Stop(r.left)
    return r.right
  }
  const pass = (o: Partial<PassOptions>): TaskEither<SyncError, Report> => alone((env) => runOrStop(env, o))
  const scope = { user: options.user, database: options.database }

  const task: SyncTasks = {
    run: (o = {}) => pass({ full: o.full ?? false, allowMassDeletion: o.allowMassDeletion ?? false }),
    preview: (selection, o = {}) => async () => {
      const parts: Array<Plan> = []
      const dry: Partial<PassOptions> = { dryRun: true, full: o.full ?? false, allowMassDeletion: true, onPlan: (p) => void parts.push(p), ...(selection === undefined ? {} : { request: toRequest(selection) }) }
      const r = await queued(async () => runOrStop(await openEnvironment(options), dry))()
      return E.isLeft(r) ? r : E.right(joinPlans(parts))
    },
    transfer: (selection) => pass({ request: toRequest(selection) }),
    transferAll: () => pass({ request: toRequest({ items: 'all' }) }),
    status: (id, side) =>
      free(async (env) => {
        const { trace: _trace, history: _history, ...status } = await explainEntity(env, id, side)
        return status
      }),
    explain: (id, side) => free((env) => explainEntity(env, id, side)),
    decisions: () => free((env) => orStop('store', 'loading decisions', env.store.decisions(env.scope, {}))),
    decide: (id, answer) => queued(async () => answerDecision(await openEnvironment(options), id, answer)),
    send: (activityId) => alone((env) => sendActivity(env, activityId)),
    activate: () => queued(() => ensureActive(options)),
    deactivate: () => queued(() => orStop('store', 'deactivating', options.store.deactivate(scope)))
  }

  const promised =
    <P extends ReadonlyArray<unknown>, A>(f: (...args: P) => TaskEither<SyncError, A>) =>
    async (...args: P): Promise<A> => {
      const r = await f(...args)()
      if (E.isLeft(r)) throw new SyncFailure(r.left)
      return r.right
    }
  return {
    run: promised(task.run),
    preview: promised(task.preview),
    transfer: promised(task.transfer),
    transferAll: promised(task.transferAll),
    status: promised(task.status),
    explain: promised(task.explain),
    decisions: promised(task.decisions),
    decide: promised(task.decide),
    send: promised(task.send),
    activate: promised(task.activate),
    deactivate: promised(task.deactivate),
    task
  }
}
