/** Fields compared by what they mean: a server may rewrite HTML, trim subjects and move times to its own zone. */
import { type Body, fieldNames, type Fields, type Kind, type Mailbox } from '../../core/model/fields'
import type { AppointmentTime } from '../../core/model/time'
import { toInstant } from '../../time/zones'
import { expectEqual } from './expectations'

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const plainText = ({ type, content }: Body): string => {
  const text =
    type === 'text'
      ? content
      : content
          .replace(/<(head|style|script)[\s>][\s\S]*?<\/\1>/gi, ' ')
          .replace(/<[^>]*>/g, ' ')
          .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) =>
            name !== undefined ? (entities[name] ?? all) : String.fromCodePoint(hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal))
          )
  return text.replace(/\s+/g, ' ').trim()
}

const plainTime = (t: AppointmentTime): unknown => (t.allDay ? t : { allDay: false, start: toInstant(t.start), end: toInstant(t.end) })

const plainParty = (m: Mailbox): unknown => ({ address: m.address.toLowerCase(), name: m.name === null ? null : m.name.replace(/\s+/g, ' ').trim() })

/** A field without what a server may change of it. */
const meaningOf = (name: string, value: unknown): unknown => {
  switch (name) {
    case 'subject':
    case 'location':
      return String(value).trim()
    case 'body':
      return plainText(value as Body)
    case 'time':
      return plainTime(value as AppointmentTime)
    case 'from':
      return value === null ? null : plainParty(value as Mailbox)
    case 'to':
    case 'cc':
    case 'bcc':
      return (value as ReadonlyArray<Mailbox>).map(plainParty)
    default:
      return value
  }
}

/** Expects the named fields, or all of the kind's, to mean the same. Names the first that does not. */
export const expectSameMeaning = (what: string, kind: Kind, came: Fields, expected: Fields, names: ReadonlyArray<string> = fieldNames[kind]): void => {
  const [a, b] = [came, expected] as unknown as readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]
  for (const name of names) expectEqual(`${what}, field ${name}`, meaningOf(name, a[name]), meaningOf(name, b[name]))
}
