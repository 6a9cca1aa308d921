/** The bodies of requests, and why one cannot be made. */
import * as E from 'fp-ts/lib/Either.js'
import { invalidPayload, type PortError, unsupported } from '../../../core/errors'

/** The JSON body of a request, in the form of a resource of Graph. */
export type GraphBody = Readonly<Record<string, unknown>>

/** A body, or a part of one, or why there is none. */
export type Encoded<A = GraphBody> = E.Either<PortError, A>

/** What was to be written is not of the right form. Names the field, never its value. */
export const refuse = (what: string, field: string, got: string, expected: string): E.Either<PortError, never> => E.left(invalidPayload(what, [{ field, got, expected }]))

/** What Graph has no way to say. */
export const cannot = (what: string): E.Either<PortError, never> => E.left(unsupported(`${what}, on Microsoft Graph`))
