/** What Graph answers, as the ports tell it. Messages of Graph's are never passed on: they quote addresses and ids. */
import * as t from 'io-ts'
import { alreadyExists, cursorExpired, notFound, type PortError, throttled, unauthorized, unavailable, unexpected, versionMismatch } from '../../core/errors'
import type { GraphAnswer } from './http/request'

const ErrorBody = t.type({ error: t.type({ code: t.string }) })

/** The code of Graph's error, or `''`. Only what looks like one: it may end up in a log. */
export const errorCodeOf = (body: unknown): string => {
  if (!ErrorBody.is(body)) return ''
  return /^[A-Za-z][A-Za-z0-9._]{0,79}$/.test(body.error.code) ? body.error.code : ''
}

/** In the field they come with 400, 404 and 410, and in different letters. */
const expiredCodes: ReadonlySet<string> = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired', 'fullsyncrequired', 'errorinvalidsyncstatedata'])

/** Whether an answer says that a delta token serves no longer. */
export const isExpired = (a: GraphAnswer): boolean => a.status === 410 || (a.status >= 400 && a.status < 500 && expiredCodes.has(errorCodeOf(a.body).toLowerCase()))

/** An id that could not be one of the mailbox's stands for nothing, like one that is gone. */
const goneCodes: ReadonlySet<string> = new Set(['ErrorItemNotFound', 'ErrorInvalidIdMalformed', 'ErrorInvalidIdEmpty', 'ErrorInvalidId', 'ErrorInvalidMailboxItemId', 'ErrorInvalidUser', 'itemNotFound', 'RequestBroker--ParseUri', 'invalidIdMalformed'])

/** Whether what was asked for is not there. */
export const isGone = (a: GraphAnswer): boolean => a.status === 404 || (a.status === 400 && goneCodes.has(errorCodeOf(a.body)))

/** Translates an answer that is no success. `what` names the thing asked for: `item …`. */
export const answerError = (a: GraphAnswer, what: string, retryAfterMs: number | null = null): PortError => {
  const code = errorCodeOf(a.body)
  const told = `${a.status}${code === '' ? '' : ` ${code}`}`
  if (isExpired(a)) return cursorExpired
  if (isGone(a)) return notFound(what)
  switch (a.status) {
    case 401:
      return unauthorized(`Graph does not accept the token (${told})`)
    case 403:
      return unauthorized(`Graph does not allow it (${told})`)
    case 409:
      return /irresolvable|changekey|conflict/i.test(code) ? versionMismatch(what) : alreadyExists(what)
    case 412:
      return versionMismatch(what)
    case 423:
    case 429:
      return throttled(retryAfterMs ?? 30_000)
    default:
      return a.status >= 500 ? unavailable(`Graph answered ${told}`) : unexpected(`Graph answered ${told} for ${what}`)
  }
}
