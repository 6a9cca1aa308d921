/** How a gate is written: it looks at its subject, says what it saw and, if it stops the subject, why. */
import type { Gate, RuleContext, Trace } from '../../core/rule-set'
import type { SkipReason } from '../../core/reason'
import { go, skip, trace } from '../verdict'

/** What a gate found. `stop: null` lets the subject through. `saw` is bound by what is said of Trace. */
export interface Finding {
  readonly saw: Trace['saw']
  readonly stop: SkipReason | null
}

/** Makes a {@link Gate} whose traces carry its name and behaviour. */
export const makeGate = <S>(name: string, behaviour: string, look: (subject: S, context: RuleContext) => Finding): Gate<S> => ({
  name,
  behaviour,
  judge: (subject, context) => {
    const { saw, stop } = look(subject, context)
    return stop === null ? go(trace(name, behaviour, saw, 'goes on'), null) : skip(stop, trace(name, behaviour, saw, `skip: ${stop}`))
  }
})
