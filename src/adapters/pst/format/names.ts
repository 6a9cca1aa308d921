/** Named properties ([MS-PST] 2.4.7): which id this file gave to each name. Every file has its own. */
import { damaged } from './damage'
import { readBinary, type Properties } from './properties'

/** The property sets whose names are looked up ([MS-OXPROPS] 1.3.2). */
export const propertySets = {
  common: '00062008-0000-0000-c000-000000000046',
  appointment: '00062002-0000-0000-c000-000000000046',
  task: '00062003-0000-0000-c000-000000000046',
  meeting: '6ed8da90-450b-101b-98da-00aa003f1305'
} as const
export type PropertySet = keyof typeof propertySets

export interface Names {
  /** The id that the file gave to a numeric name, or `null` where the file has no such property. */
  readonly id: (set: PropertySet, number: number) => number | null
}

const guidText = (b: Buffer): string => {
  const h = (from: number, to: number, reverse: boolean): string => Buffer.from(reverse ? [...b.subarray(from, to)].reverse() : b.subarray(from, to)).toString('hex')
  return [h(0, 4, true), h(4, 6, true), h(6, 8, true), h(8, 10, false), h(10, 16, false)].join('-')
}

/** Reads the name-to-id map. */
export const readNames = (map: Properties): Names => {
  const guids = readBinary(map.get(2)) ?? damaged('the map of named properties')
  const entries = readBinary(map.get(3)) ?? damaged('the map of named properties')
  const byName = new Map<string, number>()
  for (let o = 0; o + 8 <= entries.length; o += 8) {
    const where = entries.readUInt16LE(o + 4)
    const guid = (where >> 1) - 3
    if ((where & 1) === 1 || guid < 0 || (guid + 1) * 16 > guids.length) continue
    byName.set(`${guidText(guids.subarray(guid * 16, guid * 16 + 16))}:${entries.readUInt32LE(o)}`, 0x8000 + entries.readUInt16LE(o + 6))
  }
  return { id: (set, number) => byName.get(`${propertySets[set]}:${number}`) ?? null }
}
