/** The time zone of an appointment, from whichever of its properties names one ([MS-OXOCAL] 2.2.1.39 to 2.2.1.43). */
import type { Zone } from '../../core/model/time'
import { ianaZone } from '../../time/zones'
import { readBinary, type Properties } from './format/properties'
import { codepageOf, namedProperty, readText, type Reading } from './reading'
import { cleanLine } from './text/text'
import { zoneOfDescription, zoneOfRules, type ZoneRules } from './zone-guess'

/** A time zone definition: a version, then the zone's name in Windows. */
const nameInDefinition = (b: Buffer | null): string | null => {
  if (b === null || b.length < 8 || b.readUInt8(0) !== 2) return null
  const length = 2 * b.readUInt16LE(6)
  return 8 + length > b.length ? null : cleanLine(b.toString('utf16le', 8, 8 + length))
}

/** The structure of older versions: offsets and changes without a name. */
const rulesInStruct = (b: Buffer | null): ZoneRules | null =>
  b === null || b.length < 48
    ? null
    : {
        bias: b.readInt32LE(0),
        standardBias: b.readInt32LE(4),
        daylightBias: b.readInt32LE(8),
        // A SYSTEMTIME each, of which the month says whether there is a change at all.
        standardMonth: b.readUInt16LE(16),
        daylightMonth: b.readUInt16LE(34)
      }

const descriptionAtMost = 300

/** Reads the zone; where the item names none that is known, the one that the host gave. */
export const readZone = (r: Reading, p: Properties, recurring: boolean): Zone => {
  const binary = (name: 'zoneRecurrence' | 'zoneStartDisplay' | 'zoneStruct'): Buffer | null => readBinary(namedProperty(r, p, name))
  const fromDefinition = (b: Buffer | null): Zone | null => {
    const name = nameInDefinition(b)
    return name === null ? null : ianaZone(name)
  }
  const [first, second] = recurring ? (['zoneRecurrence', 'zoneStartDisplay'] as const) : (['zoneStartDisplay', 'zoneRecurrence'] as const)
  const description = cleanLine(readText(namedProperty(r, p, 'zoneDescription'), codepageOf(p))).slice(0, descriptionAtMost)
  const rules = rulesInStruct(binary('zoneStruct'))
  return (
    fromDefinition(binary(first)) ??
    fromDefinition(binary(second)) ??
    (description === '' ? null : (ianaZone(description) ?? zoneOfDescription(description))) ??
    (rules === null ? null : zoneOfRules(rules, r.zone)) ??
    r.zone
  )
}
