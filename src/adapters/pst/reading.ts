/** How the parts of an item are read: the open file, what the host told, and shorthands for properties. */
import type { Instant, Zone } from '../../core/model/time'
import { instantOf } from '../../core/model/time'
import type { PstFile } from './format/file'
import { readInteger, type Properties, type RawProperty } from './format/properties'
import { named, tags } from './tags'
import { decodeBytes } from './text/text'

/** What every reader of a part is given. */
export interface Reading {
  readonly file: PstFile
  /** Where an appointment names no zone. */
  readonly zone: Zone
  /** The mailbox owner's addresses, in lower case; the first is the main one. */
  readonly own: ReadonlyArray<string>
}

/** A property under the file's own id for it. */
export const namedProperty = (r: Reading, p: Properties, name: keyof typeof named): RawProperty | undefined => {
  const [set, number] = named[name]
  const id = r.file.names.id(set, number)
  return id === null ? undefined : p.get(id)
}

/** The code page of an object's 8-bit text. */
export const codepageOf = (p: Properties): number => readInteger(p.get(tags.messageCodepage)) ?? readInteger(p.get(tags.internetCodepage)) ?? 1252

/** A text property, not cleaned; `''` where there is none. */
export const readText = (property: RawProperty | undefined, codepage: number): string => {
  if (property?.type === 0x001f) return property.bytes().toString('utf16le')
  if (property?.type === 0x001e) return decodeBytes(property.bytes(), codepage)
  return ''
}

/** The first of some times that is there. */
export const firstInstant = (...times: ReadonlyArray<number | null>): Instant => instantOf(times.find((t) => t !== null) ?? 0)
