/** A story: what people do to a mailbox and a CRM, when passes run, and what breaks. Plain data, so that it shrinks and replays. */

export type FileShape = 'none' | 'pdf' | 'program' | 'inline' | 'picture-called-pdf' | 'text' | 'embedded'
export type EmailShape = 'plain' | 'draft' | 'junk' | 'meeting' | 'report'
export type ItemShape = 'plain' | 'private' | 'series' | 'attendee' | 'all-day' | 'called-off' | 'dead-series' | 'far-series' | 'broken-rule' | 'broken-time'

/** Numbers named `pick` choose among what is there at that moment, modulo how many there are; where nothing is there, the step does nothing. */
export type Step =
  | { readonly do: 'receive-email'; readonly from: number; readonly attachment: FileShape; readonly shape: EmailShape }
  | { readonly do: 'send-email'; readonly to: number; readonly attachment: FileShape }
  | { readonly do: 'add-item'; readonly kind: 'appointment' | 'task'; readonly when: number; readonly shape: ItemShape }
  /** The same entry is made by hand on both sides (B22). */
  | { readonly do: 'add-twins'; readonly kind: 'appointment' | 'task'; readonly when: number }
  | { readonly do: 'edit-item'; readonly pick: number; readonly field: number; readonly value: number }
  | { readonly do: 'make-private'; readonly pick: number; readonly on: boolean }
  | { readonly do: 'trash-item' | 'restore-item' | 'purge-item' | 'change-id' | 'copy-item'; readonly pick: number }
  | { readonly do: 'add-activity'; readonly kind: 'appointment' | 'task'; readonly when: number }
  | { readonly do: 'edit-activity'; readonly pick: number; readonly field: number; readonly value: number }
  | { readonly do: 'delete-activity' | 'restore-activity' | 'give-away' | 'take-back'; readonly pick: number }
  | { readonly do: 'answer'; readonly pick: number; readonly yes: boolean }
  | { readonly do: 'transfer'; readonly pick: number; readonly without: 'nothing' | 'item' | 'attachments' }
  /** An item cannot be read for a while. */
  | { readonly do: 'spoil-item'; readonly pick: number }
  | { readonly do: 'mend-items' }
  | { readonly do: 'send-from-crm'; readonly to: number }
  | { readonly do: 'expire-cursors'; readonly side: 'outlook' | 'crm' }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'switch-database' }
  | { readonly do: 'pass'; readonly full: boolean; readonly breaks: Breaks | null }

/** What breaks during a pass: at the nth effect, before or after it. */
export interface Breaks {
  readonly at: number
  readonly how: 'crash' | 'lost' | 'throttled'
}

export interface World {
  readonly normaliseOutlook: 'none' | 'at once' | 'later'
  readonly normaliseCrm: boolean
  readonly commitsWithStore: boolean
  readonly pageSize: number
  /** Whether the mailbox can be written, and what the CRM can hold. */
  readonly mailboxWrites: boolean
  readonly crmHoldsTasks: boolean
  readonly documents: boolean
  /** Milliseconds by which the CRM's clock is ahead. */
  readonly skewMs: number
  /** Settings as a user would store them. */
  readonly settings: { readonly [key: string]: unknown }
}

export interface Story {
  readonly world: World
  readonly steps: ReadonlyArray<Step>
}

/** One line for a person. */
export const showStep = (s: Step): string => {
  const { do: verb, ...rest } = s
  const details = Object.entries(rest).map(([k, v]) => `${k}=${typeof v === 'object' ? JSON.stringify(v) : String(v)}`)
  return `${verb}${details.length === 0 ? '' : ` (${details.join(', ')})`}`
}

export const showStory = (s: Story): string => [`world: ${JSON.stringify(s.world)}`, ...s.steps.map((step, i) => `${String(i + 1).padStart(3)}. ${showStep(step)}`)].join('\n')
