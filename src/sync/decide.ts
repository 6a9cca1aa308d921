/** Answers to decisions (B13, B17). */
import * as E from 'fp-ts/lib/Either.js'
import type { Answer, Decision } from '../core/model/decision'
import { ConflictAnswer, DeletionAnswer } from '../core/model/decision'
import type { PassEnv } from '../core/pass/env'
import { orStop, Stop } from '../core/pass/port-call'

/** Notes an answer; the next pass carries it out. Answering twice, or too late, is an error and changes nothing. */
export const answerDecision = async (env: PassEnv, id: string, answer: string): Promise<Decision> => {
  const [decision] = await orStop('store', 'loading a decision', env.store.decisions(env.scope, { ids: [id] }))
  if (decision === undefined) throw new Stop({ _tag: 'NoSuchDecision', decision: id })
  if (decision.state !== 'open') throw new Stop({ _tag: 'DecisionNotOpen', decision: id, state: decision.state })
  const codec = decision._tag === 'Deletion' ? DeletionAnswer : ConflictAnswer
  if (!codec.is(answer)) throw new Stop({ _tag: 'InvalidInput', errors: [{ field: 'answer', got: JSON.stringify(answer).slice(0, 40), expected: codec.name }] })
  const answered = { ...decision, state: 'answered', answer: answer as Answer } as Decision
  const r = await env.store.write(env.scope, [{ _tag: 'PutDecision', decision: answered }])()
  if (E.isRight(r)) return answered
  if (r.left._tag !== 'VersionMismatch') throw new Stop({ _tag: 'PortFailed', port: 'store', during: 'noting an answer', error: r.left })
  // A pass, or another answer, came first.
  const [present] = await orStop('store', 'loading a decision', env.store.decisions(env.scope, { ids: [id] }))
  throw new Stop({ _tag: 'DecisionNotOpen', decision: id, state: present?.state ?? 'gone' })
}
