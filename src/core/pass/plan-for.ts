/** Gathers and reconciles; looks at attachments where reconcile asks for it, and reconciles again. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortError, stopsThePass } from '../errors'
import type { Plan } from '../plan/plan'
import type { LookedAt, ReconcileInput } from '../reconcile/input'
import { reconcile } from '../reconcile/reconcile'
import type { FileType, Request } from '../rule-set'
import type { PassEnv } from './env'
import { gather, type Touched } from './gather'
import { Stop } from './port-call'

/** An attachment whose first bytes can never be had is treated as one without a signature: the claimed type and the other filters still apply. */
const unknownType: FileType = { mimeType: null, extension: null, executable: false }

/** Errors after which asking again gives the same. */
const isLasting = (e: PortError): boolean => e._tag === 'NotFound' || e._tag === 'InvalidPayload' || e._tag === 'Unsupported'

const without = (items: ReconcileInput['items'], failed: ReadonlyMap<string, PortError>): ReconcileInput['items'] =>
  failed.size === 0 ? items : items.map((i) => ({ id: i.id, error: failed.get(i.id), read: i })).map(({ id, error, read }) => (error === undefined ? read : { _tag: 'Failed', id, error }))

/** @param onFailed is told of items that wait because an attachment could not be looked at */
export const planFor = async (env: PassEnv, request: Request, touched: Touched, onFailed: (itemId: string, error: PortError) => void = () => undefined): Promise<Plan> => {
  const input = await gather(env, request, touched)
  const plan = reconcile(env.rules)(input)
  if (plan.needs.length === 0) return plan
  const fileTypes: Array<LookedAt> = []
  // Whose attachments could not be looked at this time waits: judged by a type that is not known, they would be refused for good.
  const failed = new Map<string, PortError>()
  for (const { itemId, attachmentId } of plan.needs) {
    const head = await env.mailbox.attachment(itemId, attachmentId, env.headBytes)()
    if (E.isLeft(head) && stopsThePass[head.left._tag]) throw new Stop({ _tag: 'PortFailed', port: 'mailbox', during: 'looking at an attachment', error: head.left })
    if (E.isLeft(head) && !isLasting(head.left)) failed.set(itemId, head.left)
    fileTypes.push({ itemId, attachmentId, type: E.isRight(head) ? await env.detectFileType(head.right)() : unknownType })
  }
  failed.forEach((error, itemId) => onFailed(itemId, error))
  return reconcile(env.rules)({ ...input, items: without(input.items, failed), fileTypes })
}
