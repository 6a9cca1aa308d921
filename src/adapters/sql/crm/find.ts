/** Finding people by address, and activities by time and subject. */
import type { ContactMatch } from '../../../core/model/contact'
import type { Kind } from '../../../core/model/fields'
import type { Activity } from '../../../core/model/activity'
import { isInstant, PlainDate } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { Probe } from '../../../core/ports/crm'
import { isKnownZone, toInstant, wallTimesAt } from '../../../time/zones'
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

/** Ids of the e-mails sent within the seconds of these instants: rows may have milliseconds, a probe has none. Each second is looked up in the index of its own. */
function* sentWithin(d: Dialect, owner: string, instants: ReadonlyArray<Instant>): Program<ReadonlyArray<number>> {
  if (instants.length === 0) return []
  const rows = yield* select(
    `select a.id from ${d.listed} cross join activities a
      where a.${lookup.email.isKind} and a.owner = ? and a.sent_at >= listed.value || '.000Z' and a.sent_at <= listed.value || '.999Z' and a.deleted = 0`,
    [d.list([...new Set(instants.map((instant) => instant.slice(0, 19)))]), owner]
  )
  return rows.map((r) => Number(r['id']))
}

// Each zone is found by one step in the index, however many appointments there are in it.
const zonesOfOwner = `with recursive zones (zone) as (
    select min(start_zone) from activities where ${lookup.appointment.isKind} and owner = ? and start_zone > ''
    union all
    select (select min(a.start_zone) from activities a where a.${lookup.appointment.isKind} and a.owner = ? and a.start_zone > zones.zone) from zones where zones.zone is not null
  ) select zone from zones where zone is not null`

/** The wall times at which the owner's appointments may start that start at these instants, in whatever zones they are kept. */
function* wallTimesOf(owner: string, instants: ReadonlyArray<Instant>): Program<ReadonlyArray<string>> {
  if (instants.length === 0) return []
  const zones = (yield* select(zonesOfOwner, [owner, owner])).map((r) => String(r['zone'])).filter(isKnownZone)
  return [...new Set(zones.flatMap((zone) => instants.flatMap((instant) => wallTimesAt(instant, zone))))]
}

/** Whether an appointment that was looked up by its wall time starts at one of the times: in another zone the same wall time is another instant. */
const startsAtOneOf = (times: ReadonlySet<string>) => (row: Row): boolean => {
  const [start, zone] = [String(row['starts_at']), String(row['start_zone'])]
  return times.has(start) || (isKnownZone(zone) && !Number.isNaN(Date.parse(`${start}Z`)) && times.has(toInstant({ local: start, zone })))
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
  const wallTimes = kind === 'appointment' ? yield* wallTimesOf(owner, instants) : []
  const stands = kind === 'appointment' ? startsAtOneOf(new Set([...dates, ...instants])) : () => true
  const byInstant = kind === 'email' ? yield* sentWithin(d, owner, instants) : []

  const found = new Map<unknown, Row>()
  const lists: ReadonlyArray<readonly [isListed: string, values: ReadonlyArray<string | number>, counts: (row: Row) => boolean]> = [
    [d.isOneOf(time), kind === 'email' ? [] : [...dates, ...wallTimes], stands],
    [d.isSubject, subjects, () => true],
    [d.isOneOf('id'), byInstant, () => true]
  ]
  for (const [isListed, values, counts] of lists) {
    if (values.length === 0) continue
    const rows = yield* select(`select * from activities where ${isKind} and owner = ? and deleted = 0 and ${isListed}`, [owner, d.list(values)])
    for (const row of rows) if (counts(row)) found.set(row['id'], row)
  }
  return decodable(inOrderOfId([...found.values()]))
}
