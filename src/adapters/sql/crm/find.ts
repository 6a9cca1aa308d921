/** Finding people by address, and activities by time and subject. */
import type { ContactMatch } from '../../../core/model/contact'
import type { Kind } from '../../../core/model/fields'
import type { Activity } from '../../../core/model/activity'
import { isInstant, PlainDate } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { Probe } from '../../../core/ports/crm'
import { isKnownZone, toInstant } from '../../../time/zones'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program, Row } from '../program'
import { decodable, inOrderOfId } from './read'

/** Everybody who has one of the addresses, in the order asked. Addresses are stored in lower case; those that a host stores otherwise are found as long as only A to Z differ. */
export function* findContacts(d: Dialect, addresses: ReadonlyArray<string>): Program<ReadonlyArray<ContactMatch>> {
  const asked = [...new Set(addresses)]
  const rows = yield* select(
    `select lower(a.address) as address, a.contact_id, a.contact_person_id, c.name from addresses a join contacts c on c.id = a.contact_id
      where ${d.isOneOf('lower(a.address)')} order by a.contact_id, coalesce(a.contact_person_id, '')`,
    [d.list([...new Set(asked.map((a) => a.toLowerCase()))])]
  )
  return asked.flatMap((address) =>
    rows
      .filter((r) => r['address'] === address.toLowerCase())
      .map((r) => ({
        address,
        contactId: String(r['contact_id']),
        contactPersonId: r['contact_person_id'] === null ? null : String(r['contact_person_id']),
        name: String(r['name'])
      }))
  )
}

/** The column by which a kind stands in time, and the condition that its indexes are made for. */
const lookup: { readonly [K in Kind]: { readonly time: string; readonly isKind: string } } = {
  email: { time: 'sent_at', isKind: "kind = 'email'" },
  appointment: { time: 'starts_at', isKind: "kind = 'appointment'" },
  task: { time: 'due_on', isKind: "kind = 'task'" }
}

const hour = 3_600_000
/** Wall clocks are at most 14 hours ahead of UTC and 12 behind; old local times a little more. */
const furthest = 16 * hour

/** Ids of the e-mails sent within the second of an instant: rows may have milliseconds, a probe has none. */
function* sentWithin(owner: string, instant: Instant): Program<ReadonlyArray<number>> {
  const second = instant.slice(0, 19)
  const rows = yield* select(`select id from activities where ${lookup.email.isKind} and owner = ? and sent_at >= ? and sent_at <= ? and deleted = 0`, [owner, `${second}.000Z`, `${second}.999Z`])
  return rows.map((r) => Number(r['id']))
}

/** Ids of the appointments that start at an instant, in whatever zone they are kept. */
function* startingAt(owner: string, instant: Instant): Program<ReadonlyArray<number>> {
  const local = (offset: number): string => new Date(Date.parse(instant) + offset).toISOString().slice(0, 19)
  const rows = yield* select(
    `select id, starts_at, start_zone from activities where ${lookup.appointment.isKind} and owner = ? and starts_at >= ? and starts_at <= ? and deleted = 0`,
    [owner, local(-furthest), local(furthest)]
  )
  return rows.flatMap((r) => {
    const [start, zone] = [String(r['starts_at']), String(r['start_zone'])]
    return isKnownZone(zone) && !Number.isNaN(Date.parse(`${start}Z`)) && toInstant({ local: start, zone }) === instant ? [Number(r['id'])] : []
  })
}

/**
 * The owner's activities of a kind that stand where a probe stands or, where that has no time, have its subject. One
 * query for each way of standing there, as each has its own index; the kind is written out in them, because only then
 * the index of that kind can be used.
 */
export function* findSimilar(d: Dialect, owner: string, kind: Kind, probes: ReadonlyArray<Probe>): Program<ReadonlyArray<Activity>> {
  const { time, isKind } = lookup[kind]
  const times = [...new Set(probes.map((p) => p.at))].filter((at) => at !== null)
  const instants = times.filter((at) => isInstant(at))
  const dates = times.filter((at) => PlainDate.is(at))
  const subjects = [...new Set(probes.filter((p) => p.at === null).map((p) => p.subject))]
  const byInstant: Array<number> = []
  if (kind === 'appointment') for (const instant of instants) byInstant.push(...(yield* startingAt(owner, instant)))
  if (kind === 'email') for (const instant of instants) byInstant.push(...(yield* sentWithin(owner, instant)))

  const found = new Map<unknown, Row>()
  const lists: ReadonlyArray<readonly [isListed: string, values: ReadonlyArray<string | number>]> = [
    [d.isOneOf(time), kind === 'email' ? [] : dates],
    [d.isSubject, subjects],
    [d.isOneOf('id'), byInstant]
  ]
  for (const [isListed, values] of lists) {
    if (values.length === 0) continue
    const rows = yield* select(`select * from activities where ${isKind} and owner = ? and deleted = 0 and ${isListed}`, [owner, d.list(values)])
    for (const row of rows) found.set(row['id'], row)
  }
  return decodable(inOrderOfId([...found.values()]))
}
