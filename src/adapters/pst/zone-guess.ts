/** Finds an IANA zone for one that has no name: by the cities that Windows shows for it, or by its offsets through the year. */
import type { Zone } from '../../core/model/time'
import { isKnownZone, toLocal } from '../../time/zones'

/** Minutes to add to local time to get UTC, as in the TZREG structure; a month of 0 means that there is no change. */
export interface ZoneRules {
  readonly bias: number
  readonly standardBias: number
  readonly daylightBias: number
  readonly standardMonth: number
  readonly daylightMonth: number
}

/** A year without surprises in any zone's rules, long after the last change of most. */
const year = 2019

/** Minutes east of UTC in the middle of a month of {@link year}. */
const offsetIn = (zone: Zone, month: number): number => {
  const at = `${year}-${String(month).padStart(2, '0')}-15T12:00:00`
  return (Date.parse(`${toLocal(`${at}.000Z`, zone)}Z`) - Date.parse(`${at}Z`)) / 60_000
}

const candidates: ReadonlyArray<Zone> = [
  ...['UTC', 'Europe/London', 'Europe/Berlin', 'Europe/Helsinki', 'Europe/Moscow', 'Europe/Istanbul', 'Africa/Lagos', 'Africa/Johannesburg', 'Africa/Nairobi', 'Asia/Jerusalem'],
  ...['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu', 'America/Halifax', 'America/St_Johns'],
  ...['America/Bogota', 'America/Caracas', 'America/Argentina/Buenos_Aires', 'America/Santiago', 'America/Regina', 'America/Asuncion'],
  ...['Asia/Dubai', 'Asia/Karachi', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Dhaka', 'Asia/Yangon', 'Asia/Bangkok', 'Asia/Shanghai', 'Asia/Tokyo', 'Asia/Kabul'],
  ...['Australia/Perth', 'Australia/Darwin', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Sydney', 'Pacific/Auckland', 'Pacific/Noumea', 'Atlantic/Azores', 'Atlantic/Cape_Verde']
]

/**
 * A zone that has the given offsets in every month in which it does not change, `preferred` first; `null` where none of
 * the common ones has.
 */
export const zoneOfRules = (rules: ZoneRules, preferred: Zone): Zone | null => {
  const { standardMonth: back, daylightMonth: forward } = rules
  const changes = back !== 0 && forward !== 0
  const months = Array.from({ length: 12 }, (_, i) => i + 1).filter((m) => !changes || (m !== back && m !== forward))
  const summer = (m: number): boolean => changes && (forward < back ? m > forward && m < back : m > forward || m < back)
  const wanted = (m: number): number => -(rules.bias + (summer(m) ? rules.daylightBias : rules.standardBias))
  return [preferred, ...candidates].find((zone) => months.every((m) => offsetIn(zone, m) === wanted(m))) ?? null
}

/** Places that are no city of the time zone database, or one whose name there depends on its version. */
const byPlace: Readonly<Record<string, Zone>> = {
  'eastern time': 'America/New_York',
  'central time': 'America/Chicago',
  'mountain time': 'America/Denver',
  'pacific time': 'America/Los_Angeles',
  'atlantic time': 'America/Halifax',
  alaska: 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  arizona: 'America/Phoenix',
  saskatchewan: 'America/Regina',
  brasilia: 'America/Sao_Paulo',
  kyiv: 'Europe/Kiev',
  'west central africa': 'Africa/Lagos',
  kolkata: 'Asia/Kolkata',
  kathmandu: 'Asia/Kathmandu',
  yangon: 'Asia/Yangon',
  beijing: 'Asia/Shanghai',
  'coordinated universal time': 'UTC'
}

let cities: ReadonlyMap<string, Zone> | null = null

const cityZones = (): ReadonlyMap<string, Zone> =>
  (cities ??= new Map(
    Intl.supportedValuesOf('timeZone').map((zone): readonly [string, Zone] => [(zone.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase(), zone])
  ))

/** As Windows shows a zone: `(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna`. The offset is the standard one, so a city that has it not is another of its name. */
export const zoneOfDescription = (description: string): Zone | null => {
  const m = /^\((?:UTC|GMT)(?:([+-])(\d\d):(\d\d))?\)\s*(.+)$/.exec(description)
  if (m === null) return null
  const offset = (m[1] === '-' ? -1 : 1) * (Number(m[2] ?? 0) * 60 + Number(m[3] ?? 0))
  const places = (m[4] ?? '').split(',').map((s) => s.replace(/\(.*?\)/g, '').trim().toLowerCase())
  const zones = places.flatMap((p) => byPlace[p] ?? cityZones().get(p) ?? [])
  return zones.find((zone) => isKnownZone(zone) && Math.min(offsetIn(zone, 1), offsetIn(zone, 7)) === offset) ?? null
}
