/** The whole engine behind a Promise and a TaskEither face. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SyncError } from '../core/errors'
import type { PassEnv } from '../core/pass/env'
import { defaultPassOptions, type PassOptions } from '../core/pass/pass-options'
import { catchStop, orStop, Stop } from '../core/pass/port-call'
import type { Report } from '../core/pass/report'
import { runPass } from '../core/pass/run-pass'
import type { Plan } from '../core/plan/plan'
import { readActivation, switchHere } from './commands/activation'
import { listConflicts } from './commands/conflicts'
import { compose, findContacts } from './commands/contacts'
import { createContact, suggestContact } from './commands/create-contact'
import { listDecisions } from './commands/decisions'
import { checkTemplates, linksOf } from './commands/links'
import { listPasses } from './commands/passes'
import { pruneMemory } from './commands/prune'
import { restoreEntry } from './commands/restore'
import { statusOfEntities } from './commands/status-of'
import { undoPass } from './commands/undo/undo-pass'
import { answerDecision } from './decide'
import { atDoor, ConflictsQuestion, ContactValuesQuestion, Id, Ids, optional, Limit, PreviewQuestion, Recipients, RestoreQuestion, RunQuestion, SearchText, SelectionQuestion, toRequest, UndoQuestion, WhichSide } from './door'
import { ensureActive, openEnvironment } from './environment'
import { explainEntity, statusFrom } from './explain'
import { SyncFailure } from './failure'
import { decodeLeaseOptions, withLease } from './lease'
import type { SyncOptions } from './options'
import { joinPlans } from './preview'
import { sendActivity } from './send'
import type { Sync, SyncTasks } from './tasks'

export type { ConflictsOptions, RestoreOptions, RunOptions, Selection, Sync, SyncTasks, UndoOptions } from './tasks'

/** How the calls of one `createSync` take turns. */
interface Turns {
  /** Before anything else: what came in is decoded. */
  readonly queued: <A>(body: () => Promise<A>) => TaskEither<SyncError, A>
  /** Calls that only look. */
  readonly free: <A>(body: (env: PassEnv) => Promise<A>) => TaskEither<SyncError, A>
  /** Calls that act: as the only worker on this mailbox, and only where the user is active here. */
  readonly alone: <A>(body: (env: PassEnv) => Promise<A>, check?: () => void) => TaskEither<SyncError, A>
  /** The same wherever the user is active. */
  readonly aloneAnywhere: <A>(body: (env: PassEnv) => Promise<A>) => TaskEither<SyncError, A>
}

const takeTurns = (options: SyncOptions): Turns => {
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: two passes of one mailbox at once would only see each other's half-done work. */
  const queued: Turns['queued'] = (body) => () => {
    const turn = last.then(() => catchStop(body))
    last = turn.catch(() => undefined)
    return turn
  }
  const worker = options.worker ?? `worker-${Math.random().toString(36).slice(2)}`
  const aloneAnywhere: Turns['aloneAnywhere'] = (body) => queued(async () => withLease(await openEnvironment(options), worker, decodeLeaseOptions(options), body))
  return {
    queued,
    free: (body) => () => catchStop(async () => body(await openEnvironment(options))),
    aloneAnywhere,
    alone: (body) =>
      aloneAnywhere(async (env) => {
        await ensureActive(options)
        return body(env)
      })
  }
}

const runOrStop = async (env: PassEnv, o: Partial<PassOptions>): Promise<Report> => {
  const r = await runPass(env, { ...defaultPassOptions, ...o })()
  if (E.isLeft(r)) throw new Stop(r.left)
  return r.right
}

/**
 * The engine for one user's mailbox against one company database. Nothing happens until a function is called. Calls
 * that write wait for each other. `run`, `transfer`, `transferAll`, `send`, `undo`, `restore`, `createContact` and
 * `switchHere` are refused with `Busy` while another worker is at the same mailbox, wherever it runs.
 */
export const createSync = (options: SyncOptions): Sync => {
  const { queued, free, alone, aloneAnywhere } = takeTurns(options)
  const scope = { user: options.user, database: options.database }

  const task: SyncTasks = {
    run: (o) =>
      alone((env) => {
        const { full = false, allowMassDeletion = false } = atDoor('options', RunQuestion, o) ?? {}
        return runOrStop(env, { full, allowMassDeletion })
      }),
    preview: (selection, o) =>
      queued(async () => {
        const chosen = atDoor('selection', optional(SelectionQuestion), selection)
        const { full = false } = atDoor('options', PreviewQuestion, o) ?? {}
        const parts: Array<Plan> = []
        const dry: Partial<PassOptions> = { dryRun: true, full, allowMassDeletion: true, onPlan: (p) => void parts.push(p), ...(chosen === undefined ? {} : { request: toRequest(chosen) }) }
        await runOrStop(await openEnvironment(options), dry)
        return joinPlans(parts)
      }),
    transfer: (selection) => alone((env) => runOrStop(env, { request: toRequest(atDoor('selection', SelectionQuestion, selection)) })),
    transferAll: () => alone((env) => runOrStop(env, { request: toRequest({ items: 'all' }) })),
    status: (id, side) => free(async (env) => statusFrom(await explainEntity(env, atDoor('id', Id, id), atDoor('side', WhichSide, side)))),
    statusOf: (ids, side) => free((env) => statusOfEntities(env, atDoor('ids', Ids, ids), atDoor('side', WhichSide, side))),
    explain: (id, side) => free((env) => explainEntity(env, atDoor('id', Id, id), atDoor('side', WhichSide, side))),
    decisions: () => free(listDecisions),
    decide: (id, answer) => queued(async () => answerDecision(await openEnvironment(options), atDoor('id', Id, id), answer)),
    conflicts: (o) =>
      free((env) => {
        const { all = false, limit = 100 } = atDoor('options', ConflictsQuestion, o) ?? {}
        return listConflicts(env, { all, limit })
      }),
    restore: (entry, o) => alone((env) => restoreEntry(env, atDoor('entry', Id, entry), (atDoor('options', RestoreQuestion, o) ?? {}).fields ?? null)),
    passes: (limit) => free((env) => listPasses(env, atDoor('limit', optional(Limit), limit) ?? 50)),
    undo: (pass, o) => {
      const look = (env: PassEnv, dryRun: boolean) => undoPass(env, atDoor('pass', Id, pass), dryRun)
      const wanted = (): boolean => (atDoor('options', UndoQuestion, o) ?? {}).dryRun ?? false
      // A look takes no lease.
      return (typeof o === 'object' && o?.dryRun === true ? free : alone)((env) => look(env, wanted()))
    },
    prune: (o) => queued(() => pruneMemory(options, o)),
    send: (activityId) => alone((env) => sendActivity(env, atDoor('activityId', Id, activityId))),
    findContacts: (query, limit) => free((env) => findContacts(env, { _tag: 'Text', text: atDoor('query', SearchText, query) }, atDoor('limit', optional(Limit), limit) ?? 20)),
    compose: (to) => free((env) => compose(env, atDoor('to', Recipients, to))),
    suggestContact: (itemId) => free((env) => suggestContact(env, atDoor('itemId', Id, itemId))),
    createContact: (itemId, values) =>
      alone((env) => {
        const id = atDoor('itemId', Id, itemId)
        return createContact(env, id, atDoor('values', ContactValuesQuestion, values), (e) => runOrStop(e, { request: toRequest({ items: [id] }) }))
      }),
    links: (id, side) => free((env) => linksOf(env, checkTemplates(options.urls), atDoor('id', Id, id), atDoor('side', WhichSide, side))),
    activation: () => free((env) => readActivation(env.store, env.scope)),
    activate: () => queued(() => ensureActive(options)),
    deactivate: () => queued(() => orStop('store', 'deactivating', options.store.deactivate(scope))),
    switchHere: () => aloneAnywhere(switchHere)
  }
  return { ...asPromises(task), task }
}

const promised =
  <P extends ReadonlyArray<unknown>, A>(f: (...args: P) => TaskEither<SyncError, A>) =>
  async (...args: P): Promise<A> => {
    const r = await f(...args)()
    if (E.isLeft(r)) throw new SyncFailure(r.left)
    return r.right
  }

/** The second face is the first, function by function. */
const asPromises = (task: SyncTasks): Omit<Sync, 'task'> =>
  Object.fromEntries(Object.entries(task).map(([name, f]) => [name, promised(f as (...args: ReadonlyArray<unknown>) => TaskEither<SyncError, unknown>)])) as unknown as Omit<Sync, 'task'>
