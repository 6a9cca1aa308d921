/** Gathers and reconciles; looks at attachments where reconcile asks for it, and reconciles again. */
import * as E from 'fp-ts/lib/Either.js'
import type { Plan } from '../plan/plan'
import type { LookedAt } from '../reconcile/input'
import { reconcile } from '../reconcile/reconcile'
import type { FileType, Request } from '../rule-set'
import type { PassEnv } from './env'
import { gather, type Touched } from './gather'

/** An attachment whose first bytes cannot be had is treated as one without a signature: the claimed type and the other filters still apply. */
const unknownType: FileType = { mimeType: null, extension: null, executable: false }

export const planFor = async (env: PassEnv, request: Request, touched: Touched): Promise<Plan> => {
  const input = await gather(env, request, touched)
  const plan = reconcile(env.rules)(input)
  if (plan.needs.length === 0) return plan
  const fileTypes: Array<LookedAt> = []
  for (const { itemId, attachmentId } of plan.needs) {
    const head = await env.mailbox.attachment(itemId, attachmentId, env.headBytes)()
    fileTypes.push({ itemId, attachmentId, type: E.isRight(head) ? await env.detectFileType(head.right)() : unknownType })
  }
  return reconcile(env.rules)({ ...input, fileTypes })
}
