/** What reconcile asks of the rules. The rules themselves are in src/rules; a host may replace or add any. */
import type { Activity, Attributes, ContactRef } from './model/activity'
import type { ContactMatch } from './model/contact'
import type { Fields, Kind } from './model/fields'
import type { Scope } from './model/ids'
import type { Attachment, EmailItem, Item } from './model/item'
import type { Link } from './model/link'
import type { Instant } from './model/time'
import type { CrmCapabilities, Probe } from './ports/crm'
import type { MailboxCapabilities } from './ports/mailbox'
import type { AttachmentReason, SkipReason } from './reason'
import type { ConflictPolicy, Settings } from './settings/settings'

/** One rule's testimony: which rule, of which behaviour, what it saw, what it decided (B20). Holds no bodies, and nothing of private items but that they are private. */
export interface Trace {
  readonly rule: string
  /** `B3`, or what a host calls its own. */
  readonly behaviour: string
  readonly saw: { readonly [name: string]: string | number | boolean | null }
  readonly decided: string
}

/** Go on with a value, or skip for a reason. */
export type Verdict<A> = { readonly _tag: 'Go'; readonly value: A; readonly trace: Trace } | { readonly _tag: 'Skip'; readonly reason: SkipReason; readonly trace: Trace }

/** What a pass was asked for. A `transfer` is by hand: it creates also in manual mode and also what was skipped for want of a contact before. */
export type Request =
  | { readonly _tag: 'Pass' }
  | {
      readonly _tag: 'Transfer'
      /** `all`: whatever the settings select. */
      readonly items: ReadonlyArray<string> | 'all'
      readonly withoutItems: ReadonlyArray<string>
      /** Attachments left out, as `itemId/attachmentId`. */
      readonly withoutAttachments: ReadonlyArray<string>
    }

/** What a file is, judged by its first bytes. */
export interface FileType {
  /** MIME type by content, or `null` where the content has no signature (text, unknown). */
  readonly mimeType: string | null
  /** Extension by content, without the dot. */
  readonly extension: string | null
  /** A program, a script or a shortcut. */
  readonly executable: boolean
}

/** What every rule may look at besides the item or activity at hand. */
export interface RuleContext {
  readonly scope: Scope
  readonly settings: Settings
  readonly now: Instant
  /** The mailbox owner's addresses, as given. */
  readonly ownAddresses: ReadonlyArray<string>
  readonly mailbox: MailboxCapabilities
  readonly crm: CrmCapabilities
  readonly request: Request
  /** Register entries for one address, canonical forms included; empty where nobody has it. */
  readonly contactsOf: (address: string) => ReadonlyArray<ContactMatch>
}

/** A rule that lets an item, an activity or a linked pair through, or skips it. Gates are asked in order; the first skip counts. */
export interface Gate<S> {
  readonly name: string
  readonly behaviour: string
  readonly judge: (subject: S, context: RuleContext) => Verdict<null>
}

/** An item, or one occurrence of it, as it is to stand in the CRM. */
export interface View {
  readonly kind: Kind
  /** As in Link: `''` for the whole item. */
  readonly occurrence: string
  readonly fields: Fields
  /** When this view will be another although nothing changes. */
  readonly reviewAt: Instant | null
  /** Content was left out for privacy (B18). */
  readonly redacted: boolean
}

/** The views of an item. */
export interface Views {
  readonly views: ReadonlyArray<View>
  /** Linked occurrences that do not take place any more. */
  readonly gone: ReadonlyArray<string>
  /** When there will be more views although nothing changes. */
  readonly reviewAt: Instant | null
}

/** A linked item and its activity, both there. */
export interface Pair {
  readonly link: Link
  readonly item: Item
  readonly activity: Activity
}

export interface AttachmentVerdict {
  readonly attachment: Attachment
  /** `selected`, the reason of its refusal, or `needs-type`: its first bytes have to be looked at first. */
  readonly outcome: 'selected' | 'needs-type' | { readonly refused: AttachmentReason }
  readonly trace: Trace
}

/** The rules, one function a question. All pure. */
export interface RuleSet {
  /** May this unlinked item become an activity? */
  readonly itemGates: ReadonlyArray<Gate<Item>>
  /** May this unlinked activity become an item? */
  readonly activityGates: ReadonlyArray<Gate<Activity>>
  /** May this linked pair be kept in step? */
  readonly pairGates: ReadonlyArray<Gate<Pair>>
  /** May edits in the CRM be written into this item? (a series, an attendee's copy, an e-mail, a file: no) */
  readonly writeBackGates: ReadonlyArray<Gate<Item>>
  /** B10, B18: how the item is to stand in the CRM. `linked` are the occurrences that have a link already. */
  readonly viewItem: (item: Item, linked: ReadonlyArray<string>, context: RuleContext) => Verdict<Views>
  /** B1 to B3: on which contact. `null` for a kind that needs none. */
  readonly assignContact: (item: Item, context: RuleContext) => Verdict<ContactRef | null>
  /** All the forms under which this item's parties may be registered: what is looked up before reconcile. */
  readonly addressesOf: (item: Item, context: Pick<RuleContext, 'settings' | 'ownAddresses'>) => ReadonlyArray<string>
  /** B7. `typeOf` is `undefined` for what has not been looked at. */
  readonly selectAttachments: (item: EmailItem, typeOf: (attachmentId: string) => FileType | undefined, context: RuleContext) => ReadonlyArray<AttachmentVerdict>
  /** Under which name and MIME type a selected attachment goes to the document module. The name is harmless: no folders, no control characters, never empty. */
  readonly nameDocument: (attachment: Attachment, type: FileType | undefined) => { readonly name: string; readonly mimeType: string }
  /** B8. */
  readonly applyDefaults: (item: Item, fields: Fields, contact: ContactRef | null, context: RuleContext) => { readonly attributes: Attributes; readonly fields: Fields; readonly trace: Trace }
  /** B13. */
  readonly onItemDeleted: (kind: Kind, context: RuleContext) => { readonly policy: 'ask' | 'always' | 'never'; readonly trace: Trace }
  /** B14. */
  readonly onActivityDeleted: (link: Link, item: Item, context: RuleContext) => { readonly policy: 'trash' | 'leave'; readonly trace: Trace }
  /** B4, B5, B19: where a field may go. */
  readonly directionOfField: (kind: Kind, field: string, context: RuleContext) => { readonly toCrm: boolean; readonly toOutlook: boolean }
  /** B17. */
  readonly decideConflict: (conflict: { readonly kind: Kind; readonly field: string; readonly itemModifiedAt: Instant; readonly activityModifiedAt: Instant }, context: RuleContext) => { readonly winner: 'outlook' | 'crm' | 'ask'; readonly policy: ConflictPolicy; readonly trace: Trace }
  /** B22: where to look for an activity that is the same; only activities with the same `at` are compared. */
  readonly probeOf: (kind: Kind, fields: Fields) => Probe
  /** B22: which of these unlinked activities is the same as this view, if any. */
  readonly matchActivity: (view: View, candidates: ReadonlyArray<Activity>, context: RuleContext) => { readonly activity: Activity | null; readonly trace: Trace }
  /** The text by which two values of a field are compared: equal texts are equal values, whatever a server did to the writing. */
  readonly canonical: (kind: Kind, field: string, value: unknown) => string
}

