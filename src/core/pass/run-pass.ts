/** One pass: finish what waits, read what changed on both sides, judge what is gone. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SyncError } from '../errors'
import type { PassEnv } from './env'
import { judgeGone } from './gone'
import type { PassOptions } from './pass-options'
import type { PassState } from './pass-state'
import { catchStop } from './port-call'
import { readCrm, readOutlook } from './read-sides'
import { type Report, startTally } from './report'
import { settleWaitingWork } from './waiting-work'

export const runPass = (env: PassEnv, options: PassOptions): TaskEither<SyncError, Report> => () =>
  catchStop(async () => {
    const s: PassState = { tally: startTally(), retries: new Map(), gone: { outlook: new Set(), crm: new Set() }, full: { outlook: false, crm: false }, listedNothing: { outlook: false, crm: false }, planned: new Set(), policyDeletes: 0, ownWrites: new Map(), judging: false }
    await settleWaitingWork(env, options, s)
    await readOutlook(env, options, s)
    if (options.request._tag === 'Pass') {
      await readCrm(env, options, s)
      await judgeGone(env, options, s)
    }
    return s.tally.report(env.passId, s.full)
  })
