/** A request to Graph and what comes back, free of `fetch`. */

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface GraphRequest {
  readonly method: Method
  /** Below the base (`/me/messages?$top=10`), or a link that Graph gave. */
  readonly path: string
  /** Values of `Prefer` beside those that every request carries: `outlook.body-content-type="html"`. */
  readonly prefer?: ReadonlyArray<string>
  readonly ifMatch?: string
  /** JSON. */
  readonly body?: unknown
  /** Carried out twice it does what it does once: it may be sent again when its answer was lost. Default: whether it is a GET. */
  readonly repeatable?: boolean
  /** How much of the budget it costs. Default 1. */
  readonly cost?: number
}

/** Whatever the status, once there is nothing left to try again. */
export interface GraphAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly header: (name: string) => string | null
  /** Decoded JSON, not yet checked; `null` where there is none. */
  readonly body: unknown
}

/** What the requests of a mailbox came to. */
export interface RequestCount {
  /** What went over the wire: a batch is one, and so is each attempt. */
  readonly sent: number
  /** What Graph counts against the budget: every request in a batch is one. */
  readonly operations: number
}

export const isRepeatable = (r: GraphRequest): boolean => r.repeatable ?? r.method === 'GET'
export const isSuccess = (a: GraphAnswer): boolean => a.status >= 200 && a.status < 300
