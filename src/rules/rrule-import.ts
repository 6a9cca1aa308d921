/**
 * The one place where `rrule` is imported. Its CommonJS build hides its names from Node's ESM loader, which then offers
 * them only on `default`, while its ESM build, which bundlers take, has them only as names. Both are looked for here.
 */
import * as rruleModule from 'rrule'

type RRuleModule = typeof rruleModule

const { default: commonJs } = rruleModule as { readonly default?: RRuleModule }
const names: RRuleModule = Object.hasOwn(rruleModule, 'RRule') ? rruleModule : (commonJs ?? rruleModule)

/** The class, whichever build was loaded. */
export const RRule = names.RRule
/** The class of `BYDAY` entries, whichever build was loaded. */
export const Weekday = names.Weekday
/** The options of {@link RRule}. */
export type RRuleOptions = rruleModule.Options
