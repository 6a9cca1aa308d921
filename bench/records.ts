/** The records of the benchmarks, each computed from its number. */
import type { AppointmentFields, Mailbox } from '../src/core/model/fields'
import type { AppointmentItem } from '../src/core/model/item'

const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa'.split(' ')

/** How long a body is: about 500 characters, or one line, for a million of them. */
export type BodyLength = 'usual' | 'short'

const bodies = (count: number): ReadonlyArray<string> => Array.from({ length: 256 }, (_, n) => Array.from({ length: count }, (_, i) => words[(n * 31 + i * 7 + (i >> 2)) % words.length]).join(' '))
const texts: { readonly [L in BodyLength]: ReadonlyArray<string> } = { usual: bodies(80), short: bodies(6) }

const days = Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))

export const idOf = (n: number): string => String(n).padStart(7, '0')

/** The fields of appointment n. A busy calendar, but a calendar: some things at the same time, not thousands. No two bodies are the same text. */
export const fieldsOf = (n: number, length: BodyLength = 'usual'): AppointmentFields => {
  const id = idOf(n)
  const [date, hour, quarter] = [days[n % 365] ?? '', 7 + (Math.floor(n / 365) % 11), String((n % 4) * 15).padStart(2, '0')]
  const clock = (h: number): string => `${date}T${String(h).padStart(2, '0')}:${quarter}:00`
  return {
    subject: `Meeting ${id} ${words[n % words.length]}`,
    body: { type: 'text', content: `${texts[length][n % 256]} ${id}` },
    location: `Room ${n % 200}`,
    time: { allDay: false, start: { local: clock(hour), zone: 'Europe/Stockholm' }, end: { local: clock(hour + 1), zone: 'Europe/Stockholm' } },
    showAs: 'busy'
  }
}

const attendeesOf = (n: number): ReadonlyArray<Mailbox> => [n * 3, n * 5 + 1, n * 7 + 2].map((of) => ({ address: `user${of % 5000}@example.com`, name: null }))

/** Appointment n as a mailbox holds it. */
export const itemOf = (n: number, length: BodyLength = 'usual', version = 'v1', edited: Partial<AppointmentFields> = {}): AppointmentItem => ({
  kind: 'appointment',
  id: `item-${idOf(n)}`,
  version,
  identity: `uid-${idOf(n)}`,
  ownKey: null,
  place: 'normal',
  sensitivity: 'normal',
  modifiedAt: version === 'v1' ? '2026-03-01T08:00:00.000Z' : '2026-03-02T07:00:00.000Z',
  organizer: null,
  attendees: attendeesOf(n),
  role: 'none',
  cancelled: false,
  recurrence: null,
  fields: { ...fieldsOf(n, length), ...edited }
})
