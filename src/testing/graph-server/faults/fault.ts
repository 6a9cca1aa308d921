/** What can go wrong between a client and the server. */

export type Fault =
  /** Acts, and then the connection dies. */
  | { readonly kind: 'lostAnswer' }
  /** The connection dies before anything is done. */
  | { readonly kind: 'connectionLost' }
  | { readonly kind: 'throttled'; readonly retryAfterMs?: number; /** `Retry-After` as a date. */ readonly asDate?: boolean; /** No `Retry-After` at all. */ readonly silent?: boolean }
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 | 504; readonly retryAfterMs?: number }
  /** The token is too old, as in the middle of paging. */
  | { readonly kind: 'tokenExpired' }
  /** The delta token is. Only where there is one. */
  | { readonly kind: 'resync'; readonly how?: 'gone' | 'syncStateNotFound' | 'resyncRequired' }
  /** The connection dies in the middle of the body. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Half of the JSON, as if it were all. */
  | { readonly kind: 'truncatedJson' }
  | { readonly kind: 'wrongContentType'; readonly type?: string }
  /** Every id of the mailbox is another from now on, in both forms. */
  | { readonly kind: 'changedIds' }
  /** Entries of a delta page come twice and in another order. */
  | { readonly kind: 'duplicates' }
  /** A link to the next page on another host. */
  | { readonly kind: 'foreignLink'; readonly origin?: string }
  | { readonly kind: 'redirect'; readonly to?: string }
  /** A link to the next page, which is this page. */
  | { readonly kind: 'endlessPaging' }
  /** So many bytes of JSON, streamed. */
  | { readonly kind: 'hugeBody'; readonly bytes: number }
  /** `__proto__` and `constructor` keys in the JSON. */
  | { readonly kind: 'protoKeys' }
  /** A `Date` header that is off. */
  | { readonly kind: 'dateOff'; readonly ms?: number }

export type FaultKind = Fault['kind']

/** The request that a fault may strike. */
export interface FaultRequest {
  readonly method: string
  /** Below `/v1.0`, without its query. */
  readonly path: string
  /** As the log has it. */
  readonly template: string
  readonly params: URLSearchParams
  readonly user: string | null
  readonly inBatch: boolean
}

export interface FaultScript {
  readonly match?: (request: FaultRequest) => boolean
  readonly fault: Fault
  /** How many requests it strikes. Default 1. */
  readonly times?: number
}

/** The connection died: in process as `fetch` reports it, on a socket by its end. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }) })
  }
}
