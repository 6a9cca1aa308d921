/** B17: both sides changed the same field. */
import { epochOf } from '../core/model/time'
import type { RuleSet } from '../core/rule-set'
import type { ConflictPolicy } from '../core/settings/settings'
import { trace } from './verdict'

type Winner = ReturnType<RuleSet['decideConflict']>['winner']
type Times = Pick<Parameters<RuleSet['decideConflict']>[0], 'itemModifiedAt' | 'activityModifiedAt'>

const winners: { readonly [P in ConflictPolicy]: (times: Times) => Winner } = {
  outlook: () => 'outlook',
  crm: () => 'crm',
  ask: () => 'ask',
  // The entity's time stands for the field's, because no mailbox tells when a single field changed. A tie goes to Outlook.
  latest: ({ itemModifiedAt, activityModifiedAt }) => (epochOf(activityModifiedAt) > epochOf(itemModifiedAt) ? 'crm' : 'outlook')
}

/** Whose value counts. The policy of the field comes before the general one. */
export const decideConflict: RuleSet['decideConflict'] = ({ kind, field, itemModifiedAt, activityModifiedAt }, { settings }) => {
  const key = `${kind}.${field}`
  const own = Object.hasOwn(settings.conflict.fields, key) ? settings.conflict.fields[key] : undefined
  const policy = own ?? settings.conflict.policy
  const winner = winners[policy]({ itemModifiedAt, activityModifiedAt })
  return { winner, policy, trace: trace('conflict-policy', 'B17', { field: key, policy, policyOf: own === undefined ? 'all fields' : 'this field', itemModifiedAt, activityModifiedAt }, winner) }
}
