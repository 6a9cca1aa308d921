/** The error vocabulary. Errors are data: no `Error`, no stack, no content of items, no tokens. */
import type { FieldError } from './codec'
import type { DatabaseId } from './model/ids'
import type { Instant } from './model/time'

/** What a port answers when it cannot do as asked. Every adapter translates its vendor's errors into these. */
export type PortError =
  | { readonly _tag: 'NotFound'; readonly what: string }
  | { readonly _tag: 'AlreadyExists'; readonly what: string }
  /** The version given is not the present one: somebody else wrote in between. Read again. */
  | { readonly _tag: 'VersionMismatch'; readonly what: string }
  | { readonly _tag: 'Throttled'; readonly retryAfterMs: number }
  | { readonly _tag: 'Unauthorized'; readonly detail: string }
  /** The cursor is too old. List everything again; what that listing does not mention is not thereby deleted. */
  | { readonly _tag: 'CursorExpired' }
  /** What came, or what was sent, is not of the right form. */
  | { readonly _tag: 'InvalidPayload'; readonly what: string; readonly errors: ReadonlyArray<FieldError> }
  | { readonly _tag: 'Unavailable'; readonly detail: string }
  /** The port does not do this at all, as its capabilities say. */
  | { readonly _tag: 'Unsupported'; readonly what: string }
  | { readonly _tag: 'Unexpected'; readonly detail: string }

export type PortErrorTag = PortError['_tag']

export const notFound = (what: string): PortError => ({ _tag: 'NotFound', what })
export const alreadyExists = (what: string): PortError => ({ _tag: 'AlreadyExists', what })
export const versionMismatch = (what: string): PortError => ({ _tag: 'VersionMismatch', what })
/** @param retryAfterMs milliseconds to wait, 0 or more */
export const throttled = (retryAfterMs: number): PortError => ({ _tag: 'Throttled', retryAfterMs })
export const unauthorized = (detail: string): PortError => ({ _tag: 'Unauthorized', detail })
export const cursorExpired: PortError = { _tag: 'CursorExpired' }
export const invalidPayload = (what: string, errors: ReadonlyArray<FieldError>): PortError => ({ _tag: 'InvalidPayload', what, errors })
export const unavailable = (detail: string): PortError => ({ _tag: 'Unavailable', detail })
export const unsupported = (what: string): PortError => ({ _tag: 'Unsupported', what })
export const unexpected = (detail: string): PortError => ({ _tag: 'Unexpected', detail })

/** Whether the whole pass has to stop, because every further call would fail the same way; otherwise only the one item waits. */
export const stopsThePass: { readonly [K in PortErrorTag]: boolean } = {
  NotFound: false,
  AlreadyExists: false,
  VersionMismatch: false,
  InvalidPayload: false,
  Unsupported: false,
  Unexpected: false,
  CursorExpired: false,
  Throttled: true,
  Unauthorized: true,
  Unavailable: true
}

/** One line for a person. */
export const showPortError = (e: PortError): string => {
  switch (e._tag) {
    case 'NotFound':
      return `not found: ${e.what}`
    case 'AlreadyExists':
      return `already exists: ${e.what}`
    case 'VersionMismatch':
      return `changed by somebody else meanwhile: ${e.what}`
    case 'Throttled':
      return `throttled: try again in ${e.retryAfterMs} ms`
    case 'Unauthorized':
      return `not authorised: ${e.detail}`
    case 'CursorExpired':
      return 'the cursor has expired: a full listing is needed'
    case 'InvalidPayload':
      return `invalid ${e.what}: ${e.errors.map((f) => `${f.field}: got ${f.got}, expected ${f.expected}`).join('; ')}`
    case 'Unavailable':
      return `unavailable: ${e.detail}`
    case 'Unsupported':
      return `not supported: ${e.what}`
    case 'Unexpected':
      return `unexpected: ${e.detail}`
  }
}

/** Why a value that lost is not restored. */
export type RestoreRefusal =
  /** Nothing lost in this entry. */
  | 'nothing-lost'
  /** It was restored, or stands on both sides for another reason. */
  | 'already-restored'
  /** Somebody, or a later pass, has written the field since. */
  | 'touched-since'
  /** The two are kept in step no more, or one of them is gone, in Deleted Items, or another user's. */
  | 'link-closed'
  /** The journal does not have it, because it was private. */
  | 'withheld'
  /** The settings, the mailbox or the kind of item let it go to neither side. */
  | 'not-carried'
  /** One of the two cannot be read at the moment. */
  | 'could-not-be-read'

/** Why a whole call failed. What a pass did before it failed is committed, and the next pass goes on from there. */
export type SyncError =
  | { readonly _tag: 'InvalidSettings'; readonly errors: ReadonlyArray<FieldError> }
  | { readonly _tag: 'InvalidInput'; readonly errors: ReadonlyArray<FieldError> }
  /** The user's integration is active against another company database (B12). */
  | { readonly _tag: 'ActiveElsewhere'; readonly database: DatabaseId }
  /** Another worker is at this mailbox: its lease runs until then, unless it ends or extends it. Nothing was done; try again later. */
  | { readonly _tag: 'Busy'; readonly until: Instant }
  /** Another worker has taken over the lease, because it ran out or because both have the same name. This call stopped before its next effect; the other one goes on from there. */
  | { readonly _tag: 'LeaseLost' }
  /** So much of one side is gone at once that the pass stopped instead of emptying the other (L6). Look at that side; if it is right, run with `allowMassDeletion`. */
  | { readonly _tag: 'SideLooksEmpty'; readonly side: 'outlook' | 'crm'; readonly gone: number; readonly linked: number }
  | { readonly _tag: 'DecisionNotOpen'; readonly decision: string; readonly state: string }
  | { readonly _tag: 'NoSuchDecision'; readonly decision: string }
  | { readonly _tag: 'NoSuchEntity'; readonly id: string }
  /** The journal has no entry of such a pass. */
  | { readonly _tag: 'NoSuchPass'; readonly pass: string }
  /** The journal has no such entry. */
  | { readonly _tag: 'NoSuchEntry'; readonly entry: string }
  /** The value that lost is not written back, because something would be lost by it, or nothing would come of it. */
  | { readonly _tag: 'CannotRestore'; readonly entry: string; readonly because: RestoreRefusal }
  | { readonly _tag: 'PortFailed'; readonly port: 'mailbox' | 'crm' | 'store'; readonly during: string; readonly error: PortError }

const restoreRefusals: { readonly [R in RestoreRefusal]: string } = {
  'nothing-lost': 'nothing lost in it',
  'already-restored': 'it is restored already',
  'touched-since': 'the field was written again since',
  'link-closed': 'the item and the activity are not kept in step any more',
  withheld: 'the journal does not have the value, because it was private',
  'not-carried': 'it may be written on neither side',
  'could-not-be-read': 'the item or the activity cannot be read at the moment'
}

/** One or a few lines for a person. */
export const showSyncError = (e: SyncError): string => {
  switch (e._tag) {
    case 'InvalidSettings':
      return `the settings are not valid\n${e.errors.map((f) => `  ${f.field}: got ${f.got}, expected ${f.expected}`).join('\n')}`
    case 'InvalidInput':
      return `the input is not valid\n${e.errors.map((f) => `  ${f.field}: got ${f.got}, expected ${f.expected}`).join('\n')}`
    case 'ActiveElsewhere':
      return `the integration is active against database ${JSON.stringify(e.database)}: deactivate it there first`
    case 'Busy':
      return `another worker is at this mailbox, until ${e.until} if it does not end or go on: try again later`
    case 'LeaseLost':
      return 'another worker has taken over this mailbox: stopped before the next effect, and the other one goes on from there'
    case 'SideLooksEmpty':
      return `${e.side === 'outlook' ? 'Outlook' : 'the CRM'} suddenly misses ${e.gone} of ${e.linked} linked entries: stopped before deleting anything. If that is right, run again with allowMassDeletion`
    case 'DecisionNotOpen':
      return `decision ${e.decision} is not open: it is ${e.state}`
    case 'NoSuchDecision':
      return `no decision ${e.decision}`
    case 'NoSuchEntity':
      return `no item or activity ${e.id}`
    case 'NoSuchPass':
      return `the journal knows no pass ${e.pass}`
    case 'NoSuchEntry':
      return `the journal has no entry ${e.entry}`
    case 'CannotRestore':
      return `${e.entry} is not restored: ${restoreRefusals[e.because]}`
    case 'PortFailed':
      return `${e.port}, ${e.during}: ${showPortError(e.error)}`
  }
}
