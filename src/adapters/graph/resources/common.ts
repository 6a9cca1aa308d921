/** What the resources of all kinds have in common. */
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { decodeWith, type FieldError } from '../../../core/codec'
import { invalidPayload, type PortError } from '../../../core/errors'
import type { Item } from '../../../core/model/item'
import type { Instant } from '../../../core/model/time'

/** Decoded, or what is wrong with which field. Holds types and no values, because any value may be content. */
export type Read<A> = E.Either<ReadonlyArray<FieldError>, A>

/** Something that a codec of one field cannot see: it is missing where another field asks for it. */
export const wrong = (field: string, got: string, expected: string): E.Either<ReadonlyArray<FieldError>, never> => E.left([{ field, got, expected }])

/** Decodes a resource. Errors: `InvalidPayload`, naming fields, never values. */
export const decodeResource =
  <A, B>(what: string, codec: t.Type<A, unknown, unknown>, build: (resource: A) => Read<B>) =>
  (raw: unknown): E.Either<PortError, B> => {
    const decoded = decodeWith(codec, false)(raw)
    const built = E.isLeft(decoded) ? decoded : build(decoded.right)
    return E.isLeft(built) ? E.left(invalidPayload(what, built.left)) : built
  }

/** The properties that tell versions and times of a resource. */
interface Versioned {
  readonly changeKey?: string | null
  readonly '@odata.etag': string | null
  readonly lastModifiedDateTime: Instant | null
  readonly createdDateTime: Instant | null
}

/** Version and time of change. The change key is the version where there is one: an entity tag is the same in other clothes. */
export const readVersion = (r: Versioned): Read<Pick<Item, 'version' | 'modifiedAt'>> => {
  const version = r.changeKey ?? r['@odata.etag']
  const modifiedAt = r.lastModifiedDateTime ?? r.createdDateTime
  if (version === null || version === '') return wrong('changeKey' in r ? 'changeKey' : '@odata.etag', 'nothing', 'the version')
  return modifiedAt === null ? wrong('lastModifiedDateTime', 'nothing', 'a time like 2026-11-24T08:30:00Z') : E.right({ version, modifiedAt })
}

const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const

/** A sensitivity that is not known is taken for private: what it guards must not leak. */
export const readSensitivity = (s: string | null): Item['sensitivity'] => (s === null || s === '' ? 'normal' : (sensitivities.find((known) => known === s) ?? 'private'))
