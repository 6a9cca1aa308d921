/** What somebody asked to be told. */
import type { MailboxState } from '../state/model'
import type { ChangeType, StoredKind } from '../state/model'

export interface Subscription {
  readonly id: string
  readonly mailbox: MailboxState
  /** As the request had it. */
  readonly resource: string
  readonly kind: StoredKind
  /** The key of a folder; `null`: all. */
  readonly folder: string | null
  readonly changeTypes: ReadonlyArray<ChangeType>
  readonly notificationUrl: string
  readonly lifecycleUrl: string | null
  readonly clientState: string | null
  readonly expiresMs: number
  readonly immutableIds: boolean
  /** Who made it: nobody else sees it. */
  readonly application: string
  /** The lifecycle event `reauthorizationRequired` was sent. */
  readonly warned: boolean
}
