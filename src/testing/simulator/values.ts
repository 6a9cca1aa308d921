/** Values that people write, each of them recognisable wherever it ends up, and when two of them are the same to a person. */
import type { FieldsOf, Kind } from '../../core/model/fields'
import type { AppointmentTime, ZonedTime } from '../../core/model/time'
import { instantOf } from '../../core/model/time'
import { dayFromNow, newText, nowOf, type Stage } from './stage'

const nextDay = (date: string): string => instantOf(Date.parse(`${date}T00:00:00Z`) + 86_400_000).slice(0, 10)

export const appointmentTime = (stage: Stage, when: number, allDay: boolean): AppointmentTime => {
  const day = dayFromNow(stage, when - 2)
  if (allDay) return { allDay: true, start: day, end: nextDay(day) }
  const minute = String(stage.used.values % 60).padStart(2, '0')
  // 02:30 on the last Sunday of March falls into a gap, in October it comes twice.
  const hour = when % 3 === 0 ? '02' : '10'
  return { allDay: false, start: { local: `${day}T${hour}:${minute}:00`, zone: 'Europe/Stockholm' }, end: { local: `${day}T${hour === '02' ? '05' : '11'}:${minute}:30`, zone: 'Europe/Stockholm' } }
}

/** Now and then longer than some systems keep. */
const newSubject = (stage: Stage, token: string): string => {
  const text = newText(stage, token)
  return stage.used.values % 9 === 0 ? `${text} ${'so long that it is cut '.repeat(10)}` : text
}

export const taskFields = (stage: Stage, token: string, when: number): FieldsOf['task'] => ({
  subject: newSubject(stage, token),
  body: { type: 'html', content: `<p>${token}&nbsp;body</p>` },
  start: null,
  due: when % 3 === 0 ? null : dayFromNow(stage, when),
  progress: { status: 'notStarted', percent: 0, completedOn: null },
  importance: 'normal'
})

export const appointmentFields = (stage: Stage, token: string, when: number, allDay: boolean): FieldsOf['appointment'] => ({
  subject: newSubject(stage, token),
  body: { type: 'html', content: `<div>${token} agenda</div>` },
  location: '',
  time: appointmentTime(stage, when, allDay),
  showAs: 'busy'
})

export const emailFields = (stage: Stage, token: string, from: string, to: ReadonlyArray<string>): FieldsOf['email'] => ({
  subject: newSubject(stage, token),
  body: { type: 'html', content: `<html><body>${token} <img src="cid:logo"></body></html>` },
  sentAt: nowOf(stage),
  from: { address: from, name: null },
  to: to.map((address) => ({ address, name: 'Somebody' })),
  cc: [],
  bcc: []
})

export const completed = (stage: Stage): FieldsOf['task']['progress'] => ({ status: 'completed', percent: 100, completedOn: dayFromNow(stage, 0) })

/** A value that nobody has written before where the field allows one. */
export const editedValue = (stage: Stage, token: string, field: string, value: number): unknown => {
  switch (field) {
    case 'subject':
      return newSubject(stage, token)
    case 'location':
      return newText(stage, token)
    case 'body':
      return { type: 'text', content: newText(stage, token) }
    case 'time':
      ++stage.used.values
      return appointmentTime(stage, value, value === 5)
    case 'due':
    case 'start':
      return dayFromNow(stage, ++stage.used.values % 300)
    case 'progress':
      return value % 2 === 0 ? completed(stage) : { status: 'inProgress', percent: 1 + (++stage.used.values % 98), completedOn: null }
    case 'importance':
      return (['low', 'normal', 'high'] as const)[value % 3]
    default:
      return (['free', 'tentative', 'busy', 'oof'] as const)[value % 4]
  }
}

/** What can be edited, in the order that a story's numbers mean. */
export const editableFields = (kind: Kind, series: boolean): ReadonlyArray<string> =>
  kind === 'email' ? ['subject', 'body'] : kind === 'task' ? ['subject', 'body', 'start', 'due', 'progress', 'importance'] : series ? ['subject', 'body', 'location'] : ['subject', 'body', 'location', 'time', 'showAs']

/** Wall time as an instant, by the rules of the one zone in which these stories take place, and of those to which servers move times. */
const instantIn = (t: ZonedTime): number => {
  const asUtc = Date.parse(`${t.local}Z`)
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: t.zone, dateStyle: 'short', timeStyle: 'medium' })
  const offsetAt = (ms: number): number => Date.parse(`${shown.format(ms).replace(' ', 'T')}Z`) - ms
  // A wall time in a gap is read with the offset before it, one that comes twice as the first.
  const [early, late] = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)]
  return offsetAt(asUtc - early) === early || offsetAt(asUtc - late) !== late ? asUtc - early : asUtc - late
}

const instants = new Map<string, number>()
const instantOfWall = (t: ZonedTime): number => {
  const key = `${t.local} ${t.zone}`
  const known = instants.get(key)
  if (known !== undefined) return known
  const made = instantIn(t)
  instants.set(key, made)
  return made
}

const textOf = (body: unknown): string => (body as { readonly content: string }).content.replace(/<[^>]*>|&[a-z#0-9]+;/gi, ' ')
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** One is the beginning of the other, and as long as a system would keep. */
const isCut = (a: string, b: string): boolean => Math.min(a.length, b.length) >= 49 && (a.startsWith(b.trim()) || b.startsWith(a.trim()))

/** Two values of a field that mean the same to a person: text that shows the other's words, the same moments, the same data. */
export const sameToAPerson = (field: string, held: unknown, written: unknown): boolean => {
  if (field === 'location') return held === written
  if (field === 'subject') return held === written || isCut(held as string, written as string)
  if (field === 'body') return plain(textOf(held)).includes(plain(textOf(written)))
  if (field === 'time') {
    const [a, b] = [held as AppointmentTime, written as AppointmentTime]
    if (a.allDay && b.allDay) return a.start === b.start && a.end === b.end
    return !a.allDay && !b.allDay && instantOfWall(a.start) === instantOfWall(b.start) && instantOfWall(a.end) === instantOfWall(b.end)
  }
  return JSON.stringify(held) === JSON.stringify(written)
}

/** Something that ends before it begins can be shown in no other calendar. */
export const endsBeforeItBegins = (time: AppointmentTime): boolean => (time.allDay ? time.end < time.start : instantOfWall(time.end) < instantOfWall(time.start))

export const fieldOf = (fields: object, field: string): unknown => (fields as { readonly [f: string]: unknown })[field]
