/** What stories can reach, so that no law holds only because nothing happened. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortErrorTag, SyncError } from '../../core/errors'
import type { Report } from '../../core/pass/report'
import { actionTags, type Plan } from '../../core/plan/plan'
import { reasons } from '../../core/reason'
import { reach, type Stage } from './stage'

export const reachPlan = (stage: Stage, plan: Plan): void => {
  for (const a of plan.actions) {
    reach(stage, `action ${a._tag}`)
    reach(stage, `reason ${a.reason}`)
  }
  for (const r of [...plan.remember, ...plan.skips, ...plan.notices]) reach(stage, `reason ${r.reason}`)
  for (const d of plan.decisions) {
    reach(stage, `decision ${d._tag} ${d.decision._tag}`)
    reach(stage, `reason ${d.reason}`)
  }
  for (const r of plan.refused) reach(stage, `refused ${r.reason}`)
}

export const reachError = (stage: Stage, error: SyncError): void => {
  reach(stage, `error ${error._tag}`)
  if (error._tag === 'PortFailed') reach(stage, `port error ${error.error._tag}`)
}

export const reachReport = (stage: Stage, report: Report): void => {
  for (const e of report.errors) reach(stage, `port error ${e.error._tag}`)
}

export const reachAnswer = (stage: Stage, r: E.Either<SyncError, unknown>): void => {
  if (E.isLeft(r)) reachError(stage, r.left)
}

const syncErrors: { readonly [T in SyncError['_tag']]: true } = { InvalidSettings: true, InvalidInput: true, ActiveElsewhere: true, Busy: true, LeaseLost: true, SideLooksEmpty: true, DecisionNotOpen: true, NoSuchDecision: true, NoSuchEntity: true, NoSuchPass: true, NoSuchEntry: true, CannotRestore: true, PortFailed: true }
/** `AlreadyExists` and `Unsupported`: an engine that never asks for what cannot be is never answered so. After `CursorExpired` a pass lists anew, and does not fail. */
const portErrors: { readonly [T in PortErrorTag]: boolean } = { NotFound: true, AlreadyExists: false, VersionMismatch: true, Throttled: true, Unauthorized: true, CursorExpired: false, InvalidPayload: true, Unavailable: true, Unsupported: false, Unexpected: true }

/** A transfer of single items looks at no others, but for an occurrence of a copy of a series: test/rules/gates has it, and no world in a hundred thousand. */
const outOfReach: ReadonlySet<string> = new Set(['reason not-selected'])

/** Everything that a long enough run with the memory adapters has to reach: each action, reason, decision and error. */
export const reachable: ReadonlyArray<string> = [
  ...actionTags.map((t) => `action ${t}`),
  ...actionTags.map((t) => `effect ${t}`),
  'effect SendEmail',
  ...[...reasons.action, ...reasons.decision, ...reasons.skip, ...reasons.notice].map((r) => `reason ${r}`),
  ...reasons.attachment.map((r) => `refused ${r}`),
  ...['Open', 'Withdraw', 'Done'].flatMap((d) => ['Deletion', 'Conflict'].map((q) => `decision ${d} ${q}`)),
  ...Object.keys(syncErrors).map((t) => `error ${t}`),
  ...Object.entries(portErrors).flatMap(([t, can]) => (can ? [`port error ${t}`] : [])),
  ...['email', 'appointment', 'task'].flatMap((k) => [`expected ${k} from outlook: yes`, `expected ${k} from outlook: no`]),
  ...['appointment', 'task'].flatMap((k) => [`expected ${k} from crm: yes`, `expected ${k} from crm: no`])
].filter((what) => !outOfReach.has(what))

export const missingFrom = (reached: ReadonlyMap<string, number>): ReadonlyArray<string> => reachable.filter((k) => !reached.has(k))
