/** A story: what people do in their mailboxes and in the CRM, when passes run, and what breaks. Plain data, so that it shrinks and replays. */

export type FileShape = 'none' | 'pdf' | 'program' | 'setup' | 'inline' | 'picture-called-pdf' | 'text' | 'embedded'
export type EmailShape = 'plain' | 'draft' | 'junk' | 'meeting' | 'report'
export type ItemShape = 'plain' | 'private' | 'series' | 'attendee' | 'all-day' | 'called-off' | 'dead-series' | 'far-series' | 'broken-rule' | 'broken-time'

/**
 * What one person does, outside of any pass. Numbers named `pick` choose among what is there at that moment, modulo how
 * many there are; where nothing is there, or the system cannot do it, nothing happens.
 */
export type Deed =
  /** `everybody`: the same message lies in all mailboxes. */
  | { readonly do: 'receive-email'; readonly from: number; readonly attachment: FileShape; readonly shape: EmailShape; readonly everybody: boolean }
  | { readonly do: 'send-email'; readonly to: number; readonly attachment: FileShape }
  | { readonly do: 'add-item'; readonly kind: 'appointment' | 'task'; readonly when: number; readonly shape: ItemShape }
  /** The same entry is made by hand on both sides (B22). */
  | { readonly do: 'add-twins'; readonly kind: 'appointment' | 'task'; readonly when: number }
  /** A meeting: the organizer's in this mailbox, an attendee's copy in every other. */
  | { readonly do: 'invite'; readonly when: number }
  | { readonly do: 'edit-item'; readonly pick: number; readonly field: number; readonly value: number }
  /** The same field of an item and of its activity, one right after the other. */
  | { readonly do: 'edit-both'; readonly pick: number; readonly field: number; readonly value: number; readonly first: 'outlook' | 'crm' }
  /** One occurrence of a series is moved by some hours, or cancelled. */
  | { readonly do: 'reschedule-occurrence'; readonly pick: number; readonly occurrence: number; readonly how: 'move' | 'cancel' }
  | { readonly do: 'make-private'; readonly pick: number; readonly on: boolean }
  | { readonly do: 'trash-item' | 'restore-item' | 'purge-item' | 'change-id' | 'copy-item' | 'complete-item' | 'decline' | 'call-off'; readonly pick: number }
  | { readonly do: 'purge-everything' | 'delete-every-activity' | 'mend-items' }
  | { readonly do: 'add-activity'; readonly kind: 'appointment' | 'task'; readonly when: number }
  | { readonly do: 'edit-activity'; readonly pick: number; readonly field: number; readonly value: number }
  | { readonly do: 'delete-activity' | 'restore-activity' | 'give-away' | 'take-back' | 'complete-activity'; readonly pick: number }
  /** An item cannot be read for a while. */
  | { readonly do: 'spoil-item'; readonly pick: number }
  | { readonly do: 'expire-cursors'; readonly side: 'outlook' | 'crm' }
  /** Settings are exchanged for others, by number; some are not valid. */
  | { readonly do: 'change-settings'; readonly to: number }
  | { readonly do: 'wait'; readonly days: number }

/** A call of the library, in which things may break. `worker`: which process makes it. */
export type Call =
  | { readonly do: 'pass'; readonly full: boolean; readonly worker?: number; readonly breaks: Breaks | null; readonly careful?: boolean }
  /** A notification arrives, perhaps late or twice, and a pass is run; which one is told by `pick`. */
  | { readonly do: 'notification'; readonly pick: number; readonly again: boolean; readonly breaks: Breaks | null }
  | { readonly do: 'answer'; readonly pick: number; readonly yes: boolean; readonly twice?: boolean }
  | { readonly do: 'transfer'; readonly pick: number; readonly without: 'nothing' | 'item' | 'attachments' }
  | { readonly do: 'send-from-crm'; readonly to: number; readonly breaks?: Breaks | null }
  /** One of the latest passes is undone (B21). */
  | { readonly do: 'undo'; readonly pick: number; readonly breaks: Breaks | null }
  /** What lost in one of the latest conflicts is restored (B17). */
  | { readonly do: 'restore'; readonly pick: number; readonly breaks: Breaks | null }
  /** The status of everything in the mailbox, as a list. */
  | { readonly do: 'status-of'; readonly pick: number }
  /** Properly: deactivated first; otherwise only tried, which is refused (B12). */
  | { readonly do: 'switch-database'; readonly properly?: boolean }
  /** Questions about what is not there, and calls that make no sense. */
  | { readonly do: 'nonsense'; readonly which: number }

/** One step; `who`: in whose seat, modulo how many there are; absent: the first. */
export type Step = (Deed | Call) & { readonly who?: number }

/**
 * What breaks during a call of the library. In the first kind `at` counts effects, before and after each: 2n is before
 * effect n, 2n + 1 after it; an answer is lost, or an effect fails or is throttled, from there on as soon as there is one. In the others it counts the calls of ports: that one fails, or the process pauses before it
 * and wakes up when other things have happened.
 */
export type Breaks =
  | { readonly at: number; readonly how: 'crash' | 'lost' | 'fails' | 'throttled' }
  | { readonly at: number; readonly how: 'unavailable' | 'unauthorized' | 'odd' | 'expired' }
  | { readonly at: number; readonly how: 'meanwhile'; readonly steps: ReadonlyArray<Step> }

export interface World {
  /** How many people have a mailbox; default 1. */
  readonly seats?: number
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
  /** Every nth notification gets lost; 0: none. */
  readonly losesNotifications?: number
  /** As the first user stored them, and all who have none of their own in `otherSettings`. */
  readonly settings: { readonly [key: string]: unknown }
  readonly otherSettings?: ReadonlyArray<{ readonly [key: string]: unknown }>
}

export interface Story {
  readonly world: World
  readonly steps: ReadonlyArray<Step>
}
