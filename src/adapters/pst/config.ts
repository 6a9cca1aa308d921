/** What a host gives for a data file. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { checked, decodeWith, integerBetween, NonEmpty, stringWhere, type FieldError } from '../../core/codec'
import type { Zone } from '../../core/model/time'
import { ianaZone } from '../../time/zones'

/** How far a listing is. `itemsTotal` is what the file states, corrected as folders are read; entries that are no items (contacts, notes) count too. */
export interface PstProgress {
  /** The name of the folder being read. */
  readonly folder: string
  readonly foldersDone: number
  readonly foldersTotal: number
  readonly itemsDone: number
  readonly itemsTotal: number
}

/** The configuration of a {@link PstMailbox}. */
export interface PstConfig {
  /** Path of the .pst or .ost file. */
  readonly file: string
  /** The owner's addresses, the main one first: they tell an organizer from an attendee, and who sent what lies in Sent Items without an address. */
  readonly ownAddresses: ReadonlyArray<string>
  /** Told while a listing runs. What it throws is not let through. */
  readonly onProgress?: ((progress: PstProgress) => void) | undefined
  /** The zone of appointments that name none: an IANA or a Windows name. Default `UTC`. */
  readonly zone?: string | undefined
  /** Entries a page of `changes`, 1 to 5,000. Default 500. */
  readonly pageSize?: number | undefined
}

/** A configuration that was checked, with its defaults. */
export interface CheckedPstConfig {
  readonly file: string
  /** In lower case. */
  readonly own: ReadonlyArray<string>
  readonly onProgress: (progress: PstProgress) => void
  readonly zone: Zone
  readonly pageSize: number
}

const Address = stringWhere('an e-mail address', (s) => /^\S+@\S+$/.test(s))
const ZoneName = stringWhere('an IANA or Windows time zone like Europe/Stockholm', (s) => ianaZone(s) !== null)
const Callback = checked('a function', (u): u is (progress: PstProgress) => void => typeof u === 'function')

const Config = t.intersection([
  t.type({ file: NonEmpty, ownAddresses: t.readonlyArray(Address, 'a list of e-mail addresses') }),
  t.partial({ onProgress: Callback, zone: ZoneName, pageSize: integerBetween(1, 5000) })
])

/** Checks a configuration; `Left` says what is wrong with each field. */
export const decodePstConfig = (u: unknown): E.Either<ReadonlyArray<FieldError>, CheckedPstConfig> =>
  pipe(
    decodeWith(Config)(u),
    E.map((c) => ({
      file: c.file,
      own: c.ownAddresses.map((a) => a.toLowerCase()),
      onProgress: c.onProgress ?? ((): void => undefined),
      zone: (c.zone === undefined ? null : ianaZone(c.zone)) ?? 'UTC',
      pageSize: c.pageSize ?? 500
    }))
  )
