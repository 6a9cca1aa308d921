/** B19 within B4 and B5: where a field may go. */
import type { Kind } from '../core/model/fields'
import type { RuleSet } from '../core/rule-set'
import { directionOf, type Direction, type Settings } from '../core/settings/settings'

const ways: { readonly [D in Direction]: ReturnType<RuleSet['directionOfField']> } = {
  none: { toCrm: false, toOutlook: false },
  toCrm: { toCrm: true, toOutlook: false },
  toOutlook: { toCrm: false, toOutlook: true },
  both: { toCrm: true, toOutlook: true }
}

/** A field without a setting of its own goes where its kind goes. */
const overrideOf = (settings: Settings, kind: Kind, field: string): Direction => {
  const overrides: { readonly [field: string]: Direction } = settings.fields[kind]
  return (Object.hasOwn(overrides, field) ? overrides[field] : undefined) ?? 'both'
}

/** A field goes where both its kind and its own setting let it; never where its kind does not. */
export const directionOfField: RuleSet['directionOfField'] = (kind, field, { settings }) => {
  const byKind = ways[directionOf(settings, kind)]
  const byField = ways[overrideOf(settings, kind, field)]
  return { toCrm: byKind.toCrm && byField.toCrm, toOutlook: byKind.toOutlook && byField.toOutlook }
}
