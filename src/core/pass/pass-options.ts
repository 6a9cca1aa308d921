import type { Plan } from '../plan/plan'
import type { Request } from '../rule-set'

export interface PassOptions {
  /** List everything instead of what changed. */
  readonly full: boolean
  /** Go on although a side looks empty (L6). */
  readonly allowMassDeletion: boolean
  readonly request: Request
  /** Make the plans and do nothing (B6). */
  readonly dryRun: boolean
  /** Sees each part of the plan as it is made. */
  readonly onPlan: (plan: Plan) => void
}

export const defaultPassOptions: PassOptions = { full: false, allowMassDeletion: false, request: { _tag: 'Pass' }, dryRun: false, onPlan: () => undefined }
