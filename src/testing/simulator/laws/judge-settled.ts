/** L2, L10: after a pass with no new change the next plan is empty, and costs nothing to make. */
import { isSettled, type Plan } from '../../../core/plan/plan'
import type { Performance } from '../performance'
import { type Seat, tokenOf, type Violation } from '../stage'

const show = (plan: Plan): string =>
  [...plan.actions.map((a) => `${a._tag} ${a.reason} ${tokenOf({ subject: JSON.stringify(a) })}`), ...plan.remember.map((r) => `Remember ${r.reason}`), ...plan.decisions.map((x) => `${x._tag} ${x.reason}`)].slice(0, 5).join('; ')

export const judgeSettled = (seat: Seat, plan: Plan, perf: Performance): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  // A server that rewrites later gives new versions for old values; noting them is no effect.
  const later = seat.stage.world.normaliseOutlook === 'later'
  const settled = later ? plan.actions.length === 0 && plan.decisions.length === 0 : isSettled(plan)
  seat.stage.figures.checks += 2
  if (!settled) out.push({ law: 'L2', what: `the next plan is not empty: ${show(plan)}` })
  if (perf.told === 0 && perf.asked > 0) out.push({ law: 'L10', what: `nothing changed, and ${perf.asked} ids were asked for` })
  return out
}

/** L10: what a pass asks for grows with what it is told and what it does, and not with what there is. */
export const judgeCost = (perf: Performance): ReadonlyArray<Violation> =>
  perf.asked > 24 * (perf.told + perf.written.size) + 48 ? [{ law: 'L10', what: `a pass that was told of ${perf.told} changes asked for ${perf.asked} ids` }] : []
