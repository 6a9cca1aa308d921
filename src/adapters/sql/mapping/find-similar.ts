/** Finding activities in the host's tables by time, subject and own key. */
import * as E from 'fp-ts/lib/Either.js'
import type { Activity } from '../../../core/model/activity'
import type { Kind } from '../../../core/model/fields'
import { epochOf, instantOf, isInstant, PlainDate } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { Probe } from '../../../core/ports/crm'
import { startOf, toInstant } from '../../../time/zones'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program } from '../program'
import { decodeActivity } from './activity'
import { allOf } from './checked-plan'
import type { CheckedPlan, Fragment } from './checked-plan'
import { columnOf } from './columns'
import type { DateColumn, InstantColumn } from './columns'
import { formatInstant } from './host-texts'
import type { AppointmentTable, EmailTable, TaskTable } from './mapping'
import type { ActivityPlan } from './plan'
import { loadByIds, loadRows, ofOwner, own, present } from './rows'
import type { HostRow } from './rows'

const hour = 3_600_000
/** Wall clocks are at most 14 hours ahead of UTC and 12 behind; old local times a little more. */
const furthest = 16 * hour

/** From an instant to another, both included, down to the milliseconds that a text without them may be written with. */
const between = (a: ActivityPlan, c: InstantColumn, from: Instant, to: Instant): Fragment => {
  const format = typeof c === 'string' ? 'datetime' : (c.format ?? 'datetime')
  const end = formatInstant(to, format)
  const name = own(a, columnOf(c))
  return { sql: `(${name} >= ? and ${name} <= ?)`, params: [formatInstant(from, format), format === 'datetime' ? `${end}.999` : end] }
}

const withinSecond = (a: ActivityPlan, c: InstantColumn, at: Instant): Fragment => between(a, c, `${at.slice(0, 19)}.000Z`, `${at.slice(0, 19)}.999Z`)

const onDates = (d: Dialect, a: ActivityPlan, c: DateColumn, dates: ReadonlyArray<string>, zone: string): ReadonlyArray<Fragment> => {
  if (dates.length === 0) return []
  if (typeof c === 'string' || c.clock === undefined) return [{ sql: d.isOneOf(own(a, columnOf(c))), params: [d.list(dates)] }]
  return dates.map((date) => between(a, c, toInstant({ local: `${date}T00:00:00`, zone }), toInstant({ local: `${date}T23:59:59`, zone })))
}

/** Conditions of which a row that stands where a probe stands fulfils one. Each is a query of its own, so that each can have its index. */
const timeConditions = (d: Dialect, p: CheckedPlan, a: ActivityPlan, instants: ReadonlyArray<Instant>, dates: ReadonlyArray<string>): ReadonlyArray<Fragment> => {
  if (a.kind === 'email') return instants.map((i) => withinSecond(a, (a.source as EmailTable).sentAt, i))
  if (a.kind === 'task') return onDates(d, a, (a.source as TaskTable).due, dates, p.zone)
  const { time } = a.source as AppointmentTable
  if (time.as === 'local') {
    const name = own(a, time.start)
    const near = instants.map((i) => ({ sql: `(${name} >= ? and ${name} <= ?)`, params: [instantOf(epochOf(i) - furthest).slice(0, 19), instantOf(epochOf(i) + furthest).slice(0, 19)] }))
    return [...near, ...onDates(d, a, time.start, dates, p.zone)]
  }
  const timed = instants.map((i) => withinSecond(a, time.start, i))
  if (time.allDay !== 'midnights' && time.allDay.start !== undefined) return [...timed, ...onDates(d, a, time.allDay.start, dates, p.zone)]
  return [...timed, ...dates.map((date) => withinSecond(a, time.start, toInstant({ local: `${date}T00:00:00`, zone: p.zone })))]
}

const decodable = (rows: Iterable<HostRow>): ReadonlyArray<Activity> =>
  [...rows].flatMap((row) => {
    const decoded = decodeActivity(row)
    return E.isRight(decoded) ? [decoded.right] : []
  })

/** The owner's activities of a kind that stand where a probe stands or, where that has no time, have its subject. */
export function* findSimilar(d: Dialect, p: CheckedPlan, owner: string, kind: Kind, probes: ReadonlyArray<Probe>): Program<ReadonlyArray<Activity>> {
  const a = p.activities.get(kind)
  const mine = a === undefined ? null : ofOwner(p, a, owner)
  if (a === undefined || mine === null) return []
  const times = [...new Set(probes.map((x) => x.at))].filter((at) => at !== null)
  const [instants, dates] = [times.filter((at) => isInstant(at)), times.filter((at) => PlainDate.is(at))]
  const subject = a.fields.find((f) => f.name === 'subject')
  const subjects = [...new Set(probes.filter((x) => x.at === null).map((x) => subject?.encode(x.subject)[0]))].filter((s) => typeof s === 'string' || typeof s === 'number')
  const conditions = [...timeConditions(d, p, a, instants, dates), ...(subjects.length === 0 ? [] : [{ sql: d.isOneOf(own(a, columnOf(a.source.subject))), params: [d.list(subjects)] }])]
  const found = new Map<string, HostRow>()
  for (const condition of conditions) for (const row of yield* loadRows(d, p, a, allOf(mine, ...present(a), condition))) found.set(row.id, row)
  // Local times were looked for in all zones at once.
  return decodable(found.values()).filter((x) => x.kind !== 'appointment' || x.fields.time.allDay || probes.some((y) => y.at === null) || instants.some((i) => i.slice(0, 19) === startOf(x.fields.time).slice(0, 19)))
}

/** The owner's present activities with any of these own keys. */
export function* findByOwnKey(d: Dialect, p: CheckedPlan, owner: string, keys: ReadonlyArray<string>): Program<ReadonlyArray<Activity>> {
  if (keys.length === 0) return []
  const rows = yield* select(`select activity_id from ocs_mapped where mapping = ? and ${d.isOneOf('own_key')}`, [p.mapping.name, d.list(keys)])
  const loaded = yield* loadByIds(d, p, rows.map((r) => String(r['activity_id'])))
  return decodable(loaded.values()).filter((x) => x.owner === owner)
}
