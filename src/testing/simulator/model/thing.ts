/** A thing that a person made: what the model of what people expect goes by. */
import type { EmailShape, FileShape, ItemShape } from '../story'

export interface Thing {
  readonly token: string
  readonly user: string
  readonly kind: 'email' | 'appointment' | 'task'
  readonly madeIn: 'outlook' | 'crm'
  /** Where it was made in the CRM; `null` in Outlook. */
  readonly database: string | null
  /** The step at which it was made. */
  readonly step: number
  /** The clock when it was made, in milliseconds. */
  readonly at: number
  /** Of an e-mail: who it is from or to, in order, and what hangs on it. */
  readonly mail: { readonly direction: 'incoming' | 'outgoing'; readonly parties: ReadonlyArray<string>; readonly shape: EmailShape; readonly attachment: FileShape } | null
  readonly shape: ItemShape
  readonly organizer: string | null
  /** The values with which it was made, by field. */
  readonly values: { readonly [field: string]: unknown }
  /** Fields that somebody has edited since, by side, `crm subject`: those are judged as edits. */
  readonly edited: Set<string>
  /** It got a new id, so that what differs may be an old copy. */
  moved: boolean
  /** Something other than an edit has happened to it since: nothing simple can be said of it any more. */
  disturbed: boolean
}
