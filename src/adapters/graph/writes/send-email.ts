/** Sends in two steps, a draft and its sending, so that a send whose answer was lost is found again by its key. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { SendEmail } from '../../../core/ports/mailbox'
import { GraphFailure, malformed } from '../failure'
import { orFail } from '../http/collect'
import type { Fetched } from '../items/items-of'
import type { MailboxContext } from '../items/mailbox-context'
import { itemPath } from '../items/read-items'
import { draftRequest } from './payload-requests'

const Draft = t.type({ id: t.string, isDraft: t.boolean })

type Found = Extract<Fetched, { readonly _tag: 'Found' }>

const waitsToBeSent = (found: Found): string | null => (Draft.is(found.raw) && found.raw.isDraft && found.item.kind === 'email' && found.item.folder !== 'outbox' ? found.raw.id : null)

const makeDraft = async (ctx: MailboxContext, w: SendEmail): Promise<string> => {
  const request = draftRequest(ctx.config.root, w.ownKey, w.fields)
  if (E.isLeft(request)) throw new GraphFailure(request.left)
  const { body } = orFail(await ctx.client.send(request.right), 'a draft')
  if (!Draft.is(body)) throw malformed('draft', 'id', 'something else', 'a message')
  return body.id
}

/**
 * Sends unless what has the key was sent. `found`: what has it. A message on its way may for a moment be found nowhere, so
 * this process remembers what it has sent; another one that is given the same key within that moment would send again.
 */
export const sendEmail = async (ctx: MailboxContext, w: SendEmail, found: Found | null): Promise<null> => {
  if (ctx.sent.has(w.ownKey)) return null
  const draft = found === null ? null : waitsToBeSent(found)
  if (found !== null && draft === null) return null
  const id = draft ?? (await makeDraft(ctx, w))
  orFail(await ctx.client.send({ method: 'POST', path: `${itemPath(ctx.config.root, { kind: 'email', id })}/send` }), 'a draft to send')
  ctx.sent.add(w.ownKey)
  return null
}
