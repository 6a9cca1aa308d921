/** The `Prefer` header (RFC 7240) as far as Outlook in Graph heeds it. Each request stands for itself. */
import type { Zone } from '../../../core/model/time'
import { ianaZone } from '../../../time/zones'
import { refuse } from './answer'

export interface Preferences {
  readonly immutableIds: boolean
  /** As asked for, and echoed; `UTC` without. */
  readonly zoneName: string
  readonly zone: Zone
  readonly bodyType: 'text' | 'html' | null
  readonly maxPageSize: number | null
  /** The parts that were heeded, for `Preference-Applied`. */
  readonly applied: ReadonlyArray<string>
}

const part = /([A-Za-z.-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]+)))?/g

export const readPrefer = (header: string | null): Preferences => {
  const given = new Map<string, string>()
  for (const [, name, quoted, plain] of (header ?? '').matchAll(part)) if (name !== undefined) given.set(name.toLowerCase(), quoted ?? plain ?? '')
  const applied: string[] = []
  const immutableIds = given.get('idtype')?.toLowerCase() === 'immutableid'
  if (immutableIds) applied.push('IdType="ImmutableId"')
  const zoneName = given.get('outlook.timezone') ?? 'UTC'
  const zone = ianaZone(zoneName) ?? refuse(400, 'TimeZoneNotSupportedException', `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zoneName}'.`)
  if (given.has('outlook.timezone')) applied.push(`outlook.timezone="${zoneName}"`)
  const bodyType = given.get('outlook.body-content-type')?.toLowerCase() ?? null
  if (bodyType !== null) applied.push(`outlook.body-content-type="${bodyType}"`)
  const size = Number(given.get('odata.maxpagesize') ?? Number.NaN)
  const maxPageSize = Number.isInteger(size) && size > 0 ? size : null
  if (maxPageSize !== null) applied.push(`odata.maxpagesize=${maxPageSize}`)
  return { immutableIds, zoneName, zone, bodyType: bodyType === 'text' || bodyType === 'html' ? bodyType : null, maxPageSize, applied }
}
