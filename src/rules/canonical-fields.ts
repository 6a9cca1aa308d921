/** The text by which two values of a field are compared. Equal texts are equal values, whatever a server did to the writing (L2). */
import * as t from 'io-ts'
import { Body, Mailbox } from '../core/model/fields'
import { AppointmentTime, isInstant } from '../core/model/time'
import type { RuleSet } from '../core/rule-set'
import { toInstant } from '../time/zones'
import { canonicalAddress } from './addresses'
import { textOfHtml } from './html-text'
import { comparableText } from './plain-text'
import { stableJson } from './stable-json'

/** The prefix keeps values apart that are of different shapes. */
const ofText = (value: unknown): string | null => (typeof value === 'string' ? `text:${comparableText(value)}` : null)

/** HTML equals the plain text that it shows; links, pictures and layout do not count. */
const ofBody = (value: unknown): string | null => (Body.is(value) ? `text:${comparableText(value.type === 'html' ? textOfHtml(value.content) : value.content)}` : null)

/** Timed: when it starts and ends, in whatever zone that was written; all-day: its dates. A zone that the runtime does not know is compared as it is written. */
const ofTime = (value: unknown): string | null => {
  if (!AppointmentTime.is(value)) return null
  if (value.allDay) return `days:${value.start}/${value.end}`
  try {
    return `time:${toInstant(value.start)}/${toInstant(value.end)}`
  } catch {
    return `wall:${value.start.local} ${value.start.zone}/${value.end.local} ${value.end.zone}`
  }
}

/** To the second: that is all that some mailboxes and databases keep of when an e-mail was sent. */
const ofSentAt = (value: unknown): string | null => (isInstant(value) ? `sent:${value.slice(0, 19)}` : null)

const Mailboxes = t.readonlyArray(Mailbox)

/** Addresses only: a display name is the address book's, and differs between servers. */
const ofMailbox = (value: unknown): string | null => (Mailbox.is(value) ? `mailbox:${canonicalAddress(value.address)}` : null)
const ofMailboxes = (value: unknown): string | null => (Mailboxes.is(value) ? `mailboxes:${JSON.stringify(value.map((m) => canonicalAddress(m.address)))}` : null)

/** A field's name means the same in every kind. */
const byField = new Map<string, (value: unknown) => string | null>([
  ['subject', ofText],
  ['location', ofText],
  ['body', ofBody],
  ['time', ofTime],
  ['sentAt', ofSentAt],
  ['from', ofMailbox],
  ['to', ofMailboxes],
  ['cc', ofMailboxes],
  ['bcc', ofMailboxes]
])

/** Every other field (dates, progress, importance, a host's own) is compared as JSON, and so is a value that is not of its field's shape: this answers for anything. */
export const canonical: RuleSet['canonical'] = (_kind, field, value) => byField.get(field)?.(value) ?? `json:${stableJson(value)}`
