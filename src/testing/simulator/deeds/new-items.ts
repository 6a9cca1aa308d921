/** What comes into a mailbox: e-mail, appointments, tasks, meetings. */
import type { ItemDetails } from '../../../adapters/memory'
import type { FieldsOf } from '../../../core/model/fields'
import { nameOf } from '../names'
import { dayFromNow, newToken, type Seat } from '../stage'
import type { Deed, EmailShape, FileShape, ItemShape } from '../story'
import { appointmentFields, emailFields, taskFields } from '../values'
import { choose, recordThing } from './choosing'

type Of<D extends Deed['do']> = Extract<Deed, { readonly do: D }>

export const correspondentsOf = (seat: Seat): ReadonlyArray<string> => ['info@alfa.example', 'bo@beta.example', 'INFO@Gamma.example', 'stranger@nowhere.example', 'colleague@acme.se', seat.address]

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52])

interface File {
  readonly name: string
  readonly mimeType: string
  readonly bytes: Uint8Array
  readonly contentId?: string
  readonly inline?: boolean
  readonly type?: 'item'
}
const files: { readonly [F in FileShape]: File | null } = {
  none: null,
  pdf: { name: 'offer.pdf', mimeType: 'application/pdf', bytes: bytes('%PDF-1.4 a small document\n%%EOF') },
  program: { name: 'invoice.pdf', mimeType: 'application/pdf', bytes: new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]) },
  setup: { name: 'setup.exe', mimeType: 'application/octet-stream', bytes: new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]) },
  'picture-called-pdf': { name: 'scan.pdf', mimeType: 'application/pdf', bytes: png },
  text: { name: 'notes.txt', mimeType: 'text/plain', bytes: bytes('some notes') },
  embedded: { name: 'forwarded.msg', mimeType: 'message/rfc822', bytes: new Uint8Array([1, 2, 3]), type: 'item' },
  inline: { name: 'logo.png', mimeType: 'image/png', bytes: png, contentId: 'logo', inline: true }
}

const emailShapes: { readonly [S in EmailShape]: ItemDetails<'email'> } = {
  plain: {},
  draft: { folder: 'drafts' },
  junk: { folder: 'junk' },
  meeting: { messageType: 'meeting' },
  report: { messageType: 'report' }
}

/** Adds as far as the system can: details that it does not heed make another story. */
const add = async <K extends 'email' | 'appointment' | 'task'>(seat: Seat, kind: K, fields: FieldsOf[K], details: ItemDetails<K>): Promise<string | null> => {
  const { person, port } = seat.mailbox
  if (person.add === undefined || !port.capabilities.kinds.includes(kind)) return null
  if (Object.keys(details).length > 0 && person.details !== true) return null
  const id = await person.add(kind, fields, details)
  if (id !== null) seat.log.madeItems.add(id)
  return id
}

export const receiveEmail = async (seat: Seat, d: Of<'receive-email'>): Promise<string | null> => {
  const { stage } = seat
  const from = choose(correspondentsOf(seat), d.from) as string
  const token = newToken(stage)
  const there = d.everybody ? stage.seats : [seat]
  const fields = emailFields(stage, token, from, there.map((s) => s.address))
  for (const s of there) {
    const details = { ...(s.mailbox.person.details === true ? { folder: 'inbox' as const } : {}), ...emailShapes[d.shape], ...(there.length > 1 ? { identity: `<${token}@example>` } : {}) }
    const id = await add(s, 'email', fields, details)
    if (id === null) return null
    const file = files[d.attachment]
    if (file !== null) await s.mailbox.person.attach?.(id, file)
    recordThing(s, { token, kind: 'email', madeIn: 'outlook', database: null, mail: { direction: 'incoming', parties: [from], shape: d.shape, attachment: d.attachment }, shape: 'plain', organizer: null, values: { ...fields } })
  }
  return `gets ${d.shape === 'plain' ? '' : `(${d.shape}) `}e-mail ${token} from ${from}${d.attachment === 'none' ? '' : ` with ${d.attachment}`}${there.length > 1 ? ', as everybody' : ''}`
}

export const sendEmail = async (seat: Seat, d: Of<'send-email'>): Promise<string | null> => {
  const token = newToken(seat.stage)
  const to = [choose(correspondentsOf(seat), d.to + 1) as string, choose(correspondentsOf(seat), d.to) as string]
  const fields = emailFields(seat.stage, token, seat.address, to)
  const id = await add(seat, 'email', fields, { folder: 'sentItems' })
  if (id === null) return null
  const file = files[d.attachment]
  if (file !== null) await seat.mailbox.person.attach?.(id, file)
  recordThing(seat, { token, kind: 'email', madeIn: 'outlook', database: null, mail: { direction: 'outgoing', parties: to, shape: 'plain', attachment: d.attachment }, shape: 'plain', organizer: null, values: { ...fields } })
  return `sends e-mail ${token} to ${to.join(', ')}`
}

const series = (rule: string, cancelled: ReadonlyArray<string> = []): ItemDetails<'appointment'> => ({ recurrence: { rule, cancelled, exceptions: [] } })

const appointmentShape = (seat: Seat, shape: ItemShape, fields: FieldsOf['appointment']): ItemDetails<'appointment'> => {
  const local = fields.time.allDay ? `${fields.time.start}T00:00:00` : fields.time.start.local
  switch (shape) {
    case 'series':
      return series('FREQ=WEEKLY;COUNT=6')
    case 'dead-series':
      return series('FREQ=DAILY;COUNT=1', [local])
    case 'far-series':
      return series('FREQ=YEARLY;COUNT=3', [local])
    case 'broken-rule':
      return series('FREQ=SECONDLY')
    case 'called-off':
      return { cancelled: true }
    case 'attendee':
      return { role: 'attendee', organizer: { address: 'bo@beta.example', name: 'Bo' }, attendees: [{ address: seat.address, name: null }] }
    case 'private':
      return { sensitivity: 'private' }
    case 'plain':
    case 'all-day':
    case 'broken-time':
      return {}
  }
}

export const addItem = async (seat: Seat, d: Of<'add-item'>): Promise<string | null> => {
  const { stage } = seat
  const token = newToken(stage)
  const secret = d.shape === 'private'
  const common = { token, madeIn: 'outlook', database: null, mail: null } as const
  if (d.kind === 'task') {
    const fields = taskFields(stage, token, d.when)
    if ((await add(seat, 'task', fields, secret ? { sensitivity: 'private' } : {})) === null) return null
    if (secret) seat.log.alwaysPrivate.add(token)
    recordThing(seat, { ...common, kind: 'task', shape: secret ? 'private' : 'plain', organizer: null, values: { ...fields } })
    return `adds ${secret ? 'private ' : ''}task ${token} in Outlook`
  }
  const fields = appointmentFields(stage, token, d.when, d.shape === 'all-day')
  const broken = d.shape === 'broken-time' && !fields.time.allDay ? { ...fields, time: { ...fields.time, start: fields.time.end, end: fields.time.start } } : fields
  if ((await add(seat, 'appointment', broken, appointmentShape(seat, d.shape, fields))) === null) return null
  if (secret) seat.log.alwaysPrivate.add(token)
  recordThing(seat, { ...common, kind: 'appointment', shape: d.shape, organizer: d.shape === 'attendee' ? 'bo@beta.example' : null, values: { ...broken } })
  return `adds ${d.shape === 'plain' ? '' : `(${d.shape}) `}appointment ${token} in Outlook`
}

/** The organizer's meeting, and an attendee's copy in every other mailbox, all with one iCalUId. */
export const invite = async (seat: Seat, d: Of<'invite'>): Promise<string | null> => {
  const { stage } = seat
  const token = newToken(stage)
  const fields = appointmentFields(stage, token, d.when, false)
  const organizer = { address: seat.address, name: nameOf(seat.user) }
  const guest = { address: 'bo@beta.example', name: 'Bo' }
  const attendees = [...stage.seats.filter((s) => s !== seat).map((s) => ({ address: s.address, name: null })), guest]
  for (const s of stage.seats) {
    const id = await add(s, 'appointment', fields, { identity: `uid-${token}`, role: s === seat ? 'organizer' : 'attendee', organizer, attendees })
    if (id === null) return null
    recordThing(s, { token, kind: 'appointment', madeIn: 'outlook', database: null, mail: null, shape: s === seat ? 'plain' : 'attendee', organizer: guest.address, values: { ...fields } })
  }
  return `invites everybody and Bo to meeting ${token} on ${dayFromNow(stage, d.when - 2)}`
}
