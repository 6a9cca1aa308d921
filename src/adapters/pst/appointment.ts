/** Appointments and meetings in the calendar ([MS-OXOCAL]). */
import type { ShowAs } from '../../core/model/fields'
import type { AppointmentItem } from '../../core/model/item'
import { instantOf, type AppointmentTime, type PlainDate, type Zone } from '../../core/model/time'
import { toLocal } from '../../time/zones'
import { readPeople, type People } from './addresses/people'
import { readBody } from './body'
import type { Common } from './email'
import { damaged } from './format/damage'
import type { PstObject } from './format/file'
import { readBinary, readBoolean, readInteger, readTime, type Properties } from './format/properties'
import { codepageOf, namedProperty, readText, type Reading } from './reading'
import { readRecurrenceBlob } from './recurrence/blob'
import { seriesOf, type Series } from './recurrence/series'
import { tags } from './tags'
import { cleanLine, cleanSubject } from './text/text'
import { readZone } from './zone'

const statuses: ReadonlyArray<ShowAs> = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere']

const showAs = (n: number): ShowAs => statuses[n] ?? 'busy'

const halfDayMs = 43_200_000
const dayMs = 86_400_000

/** An all-day event is stored from midnight to midnight of the zone it was made in. Where that zone is not told, the nearest midnight is meant. */
const nearestDate = (epochMs: number, zone: Zone): PlainDate => toLocal(instantOf(epochMs + halfDayMs), zone).slice(0, 10)

const singleTime = (r: Reading, p: Properties, allDay: boolean): AppointmentTime => {
  const start = readTime(namedProperty(r, p, 'startWhole')) ?? damaged('the start of an appointment')
  const end = Math.max(start, readTime(namedProperty(r, p, 'endWhole')) ?? start)
  const zone = readZone(r, p, false)
  if (!allDay) return { allDay: false, start: { local: toLocal(instantOf(start), zone), zone }, end: { local: toLocal(instantOf(end), zone), zone } }
  return { allDay: true, start: nearestDate(start, zone), end: nearestDate(Math.max(end, start + dayMs), zone) }
}

const readSeries = (r: Reading, p: Properties, allDay: boolean): Series | null => {
  const blob = readBinary(namedProperty(r, p, 'recurrence'))
  return blob === null || blob.length === 0 ? null : seriesOf(readRecurrenceBlob(blob, codepageOf(p)), allDay, readZone(r, p, true), showAs)
}

const state = { meeting: 0x1, received: 0x2, cancelled: 0x4 } as const
/** PidLidResponseStatus. */
const response = { organized: 1, tentative: 2, accepted: 3, declined: 4, notResponded: 5 } as const

/** The mailbox owner's part: what the states say, and where they say too little, whose address the organizer has. */
const roleOf = (flags: number, status: number, organizer: string | null, own: ReadonlyArray<string>): AppointmentItem['role'] => {
  if ((flags & state.meeting) === 0) return 'none'
  if ((flags & state.received) !== 0) return 'attendee'
  if (organizer !== null && own.includes(organizer.toLowerCase())) return 'organizer'
  return status >= response.tentative && status <= response.notResponded ? 'attendee' : 'organizer'
}

const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase()

/** In front of a UID that another program had given ([MS-OXCICAL] 2.1.3.1.1.20.26). */
const foreignUid = Buffer.from('vCal-Uid\u0001\0\0\0', 'latin1')

/**
 * The iCalUId that all copies of a meeting share: the global object id in hexadecimal, or the UID of another program
 * within it. The clean id is the same for every occurrence.
 */
const readIdentity = (r: Reading, p: Properties): string | null => {
  const id = readBinary(namedProperty(r, p, 'cleanGlobalObjectId')) ?? readBinary(namedProperty(r, p, 'globalObjectId'))
  if (id === null || id.length === 0) return null
  const uid = id.subarray(40, 52).equals(foreignUid) ? cleanLine(id.toString('utf8', 52)) : ''
  return uid === '' ? id.toString('hex').toUpperCase() : uid
}

const organizerOf = (people: People): People['from'] => {
  const marked = people.recipients.find((x) => x.organizer)
  if (people.fromIsMailable || marked === undefined) return people.from
  return { address: marked.address, name: marked.name }
}

/** Reads an appointment, single or a series' master. */
export const readAppointment = (r: Reading, message: PstObject, common: Common): AppointmentItem => {
  const p = message.properties
  const codepage = codepageOf(p)
  const allDay = readBoolean(namedProperty(r, p, 'allDay')) === true
  const flags = readInteger(namedProperty(r, p, 'stateFlags')) ?? 0
  const series = readSeries(r, p, allDay)
  const people = readPeople(message)
  const isMeeting = (flags & state.meeting) !== 0
  const organizer = isMeeting ? organizerOf(people) : null
  return {
    kind: 'appointment',
    ...common,
    identity: readIdentity(r, p),
    organizer,
    attendees: isMeeting ? people.recipients.filter((x) => !x.organizer && !same(x.address, organizer?.address)).map(({ address, name }) => ({ address, name })) : [],
    role: roleOf(flags, readInteger(namedProperty(r, p, 'responseStatus')) ?? 0, organizer?.address ?? null, r.own),
    cancelled: (flags & state.cancelled) !== 0,
    recurrence: series?.recurrence ?? null,
    fields: {
      subject: cleanSubject(readText(p.get(tags.subject), codepage)),
      body: readBody(p),
      location: cleanLine(readText(namedProperty(r, p, 'location'), codepage)),
      time: series?.time ?? singleTime(r, p, allDay),
      showAs: showAs(readInteger(namedProperty(r, p, 'busyStatus')) ?? 2)
    }
  }
}
