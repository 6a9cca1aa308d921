/** What servers make of what they are given: the same meaning, other characters. A synchroniser that mistakes it for an edit never settles (L2). */
import type { AppointmentFields, Body, EmailFields, Mailbox, Patch, TaskFields } from '../../core/model/fields'
import type { AppointmentTime, Zone, ZonedTime } from '../../core/model/time'
import { inZone, toInstant } from '../../time/zones'
import { rewriteHtml, textOfHtml } from './rewrite-html'

type SomeFields = Partial<EmailFields & AppointmentFields & TaskFields>

/** Cuts to so many UTF-16 units without halving a character. */
const cutAt = (limit: number, s: string): string => {
  if (s.length <= limit) return s
  const half = /[\ud800-\udbff]/.test(s[limit - 1] as string)
  return s.slice(0, half ? limit - 1 : limit)
}

const crlf = (s: string): string => {
  const lines = s.replace(/\r\n|\r|\n/g, '\r\n')
  return lines.endsWith('\r\n') ? lines : `${lines}\r\n`
}

const outlookBody = (b: Body): Body => ({ type: b.type, content: b.type === 'html' ? rewriteHtml(b.content) : crlf(b.content) })

const rezone = (time: ZonedTime, zone: Zone): ZonedTime => {
  const moved = inZone(time, zone)
  // The second of a repeated hour has no wall time in the model; such a time stays in its own zone.
  return toInstant(moved) === toInstant(time) ? moved : time
}

const outlookTime = (time: AppointmentTime, zone: Zone): AppointmentTime =>
  time.allDay ? time : { allDay: false, start: rezone(time.start, zone), end: rezone(time.end, zone) }

const outlookName = (m: Mailbox): Mailbox => (m.name === null ? m : { address: m.address, name: m.name.replace(/\s+/g, ' ').trim() })

const normaliseWith = <F extends Patch>(fields: F, change: (f: SomeFields) => SomeFields): F => ({ ...fields, ...change(fields as SomeFields) })

/** What Outlook stores: HTML wrapped and respelt, text with CRLF, subjects trimmed and cut at 255, times in the mailbox's zone, names with single blanks. Applied twice it changes nothing more. */
export const normaliseForOutlook = <F extends Patch>(fields: F, zone: Zone): F =>
  normaliseWith(fields, (f) => ({
    ...(f.subject === undefined ? {} : { subject: cutAt(255, f.subject.trim()).trimEnd() }),
    ...(f.body === undefined ? {} : { body: outlookBody(f.body) }),
    ...(f.time === undefined ? {} : { time: outlookTime(f.time, zone) }),
    ...(f.from === undefined ? {} : { from: f.from === null ? null : outlookName(f.from) }),
    ...(f.to === undefined ? {} : { to: f.to.map(outlookName) }),
    ...(f.cc === undefined ? {} : { cc: f.cc.map(outlookName) }),
    ...(f.bcc === undefined ? {} : { bcc: f.bcc.map(outlookName) })
  }))

/** What a plain CRM stores: text only, subjects trimmed and cut at 200. Applied twice it changes nothing more. */
export const normaliseForCrm = <F extends Patch>(fields: F): F =>
  normaliseWith(fields, (f) => ({
    ...(f.subject === undefined ? {} : { subject: cutAt(200, f.subject.trim()).trimEnd() }),
    ...(f.body === undefined ? {} : { body: f.body.type === 'html' ? { type: 'text' as const, content: textOfHtml(f.body.content) } : f.body })
  }))
