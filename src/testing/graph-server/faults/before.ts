/** Faults that strike before a request is carried out. */
import { refuse } from '../http/answer'
import { reissueIds } from '../state/items'
import type { MailboxState } from '../state/model'
import { ConnectionLost, type Fault } from './fault'

const retryAfter = (nowMs: number, ms: number, asDate: boolean): { readonly 'retry-after': string } => ({
  'retry-after': asDate ? new Date(nowMs + ms).toUTCString() : String(Math.ceil(ms / 1000))
})

export interface Struck {
  readonly mailbox: MailboxState | null
  readonly nowMs: number
  /** Where the request was to. */
  readonly url: string
  /** Answers as for an expired delta token. */
  readonly resync: (how: 'gone' | 'syncStateNotFound' | 'resyncRequired' | 'any') => void
}

/** Throws what the client is to see, or lets the request go on. */
export const strikeBefore = (fault: Fault, on: Struck): void => {
  switch (fault.kind) {
    case 'connectionLost':
      throw new ConnectionLost()
    case 'throttled':
      return refuse(429, 'ApplicationThrottled', 'Application is over its request limit.', fault.silent === true ? {} : retryAfter(on.nowMs, fault.retryAfterMs ?? 1000, fault.asDate ?? false))
    case 'status':
      return refuse(fault.status, fault.status === 500 ? 'InternalServerError' : 'ServiceUnavailable', 'The server could not process the request.', fault.retryAfterMs === undefined ? {} : retryAfter(on.nowMs, fault.retryAfterMs, false))
    case 'tokenExpired':
      return refuse(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.')
    case 'resync':
      return on.resync(fault.how ?? 'any')
    case 'redirect':
      return refuse(302, 'Redirect', 'Moved.', { location: fault.to ?? 'https://elsewhere.example/v1.0/me' })
    case 'changedIds':
      if (on.mailbox !== null) for (const item of [...on.mailbox.items.values()]) reissueIds(on.mailbox, item)
      return
    default:
      return
  }
}
