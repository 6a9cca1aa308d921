/** A plan of a whole pass, put together from its parts (B6). */
import type { Plan } from '../core/plan/plan'

/** Parts of one plan as one plan, in order. */
export const joinPlans = (parts: ReadonlyArray<Plan>): Plan => ({
  actions: parts.flatMap((p) => p.actions),
  remember: parts.flatMap((p) => p.remember),
  decisions: parts.flatMap((p) => p.decisions),
  skips: parts.flatMap((p) => p.skips),
  notices: parts.flatMap((p) => p.notices),
  refused: parts.flatMap((p) => p.refused),
  revisits: parts.flatMap((p) => p.revisits),
  needs: parts.flatMap((p) => p.needs)
})
