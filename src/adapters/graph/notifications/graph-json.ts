/** Requests beside the mailbox port's own, by the same way: for subscriptions. */
import * as E from 'fp-ts/lib/Either.js'
import { invalidPayload } from '../../../core/errors'
import { decodeGraphConfig, type GraphMailboxConfig } from '../config'
import { answerError } from '../errors'
import { portErrorOf } from '../failure'
import { makeClient } from '../http/client'
import { isSuccess } from '../http/request'
import type { GraphJson } from './subscriptions'

/** With the token, the limits and the patience of a mailbox. Errors: as of `graphMailbox`. */
export const graphJson = (given: GraphMailboxConfig): GraphJson => {
  const decoded = decodeGraphConfig(given)
  if (E.isLeft(decoded)) return () => async () => E.left(invalidPayload('configuration of the Graph mailbox', decoded.left))
  const client = makeClient(decoded.right.client)
  return ({ method, path, body }) =>
    async () => {
      try {
        // A renewal or an end that comes twice does what it does once.
        const answer = await client.send({ method, path, repeatable: method !== 'POST', ...(body === undefined ? {} : { body }) })
        return isSuccess(answer) ? E.right(answer.body) : E.left(answerError(answer, 'subscription'))
      } catch (e) {
        return E.left(portErrorOf(e))
      }
    }
}
