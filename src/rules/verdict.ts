/** Small constructors for what a rule answers. */
import type { Trace, Verdict } from '../core/rule-set'
import type { SkipReason } from '../core/reason'

/** A rule's testimony (B20). `saw` must hold no content of an item, and of a private item nothing but that it is private. */
export const trace = (rule: string, behaviour: string, saw: Trace['saw'], decided: string): Trace => ({ rule, behaviour, saw, decided })

/** The rule lets its subject go on, with a value for what comes next. */
export const go = <A>(testimony: Trace, value: A): Verdict<A> => ({ _tag: 'Go', value, trace: testimony })

/** The rule skips its subject. */
export const skip = (reason: SkipReason, testimony: Trace): Verdict<never> => ({ _tag: 'Skip', reason, trace: testimony })
