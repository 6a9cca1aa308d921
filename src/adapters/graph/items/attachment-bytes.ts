/** The bytes of an attachment, streamed: a file may be larger than anybody wants in memory. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound } from '../../../core/errors'
import type { ItemId } from '../../../core/model/ids'
import { answerError, isGone } from '../errors'
import { fail, GraphFailure, malformed } from '../failure'
import { segment } from '../http/link'
import { isSuccess } from '../http/request'
import { isGraphId, parseItemId } from '../resources/item-id'
import type { MailboxContext } from './mailbox-context'
import { itemPath } from './read-items'

/** Throws `NotFound`, and `InvalidPayload` for a file that is asked for whole and is larger than the mailbox's limit. */
export const readAttachmentBytes = async (ctx: MailboxContext, item: ItemId, attachment: string, atMost: number | null): Promise<Uint8Array> => {
  const what = 'an attachment'
  const id = parseItemId(item)
  if (E.isLeft(id) || id.right.kind !== 'email' || !isGraphId(attachment)) return fail(notFound(what))
  const { maxAttachmentBytes, root } = ctx.config
  const path = `${itemPath(root, id.right)}/attachments/${segment(attachment)}/$value`
  const { answer, bytes, whole } = await ctx.client.download({ method: 'GET', path }, Math.min(atMost ?? maxAttachmentBytes, maxAttachmentBytes))
  if (isGone(answer)) return fail(notFound(what))
  if (!isSuccess(answer)) throw new GraphFailure(answerError(answer, what))
  if (!whole && (atMost === null || atMost > maxAttachmentBytes)) throw malformed('attachment', 'size', `more than ${maxAttachmentBytes} bytes`, `at most ${maxAttachmentBytes} bytes`)
  return bytes
}
