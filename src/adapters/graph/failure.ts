/** How work against Graph gives up in the middle: one thrown value, which carries the error that the port answers with. */
import { type FieldError } from '../../core/codec'
import { invalidPayload, type PortError } from '../../core/errors'

/** Thrown inside the adapter only; the port's functions answer with its `error`. An `Error`, because the policies around a request look at nothing else. */
export class GraphFailure extends Error {
  constructor(
    readonly error: PortError,
    /** The request may be sent again: it was not carried out, or may be carried out twice. */
    readonly again: boolean = false,
    /** How long the server wants to be left alone, in ms; `null`: it does not say. */
    readonly retryAfterMs: number | null = null
  ) {
    super(error._tag)
  }
}

/** Gives up with an error. */
export const fail = (error: PortError): never => {
  throw new GraphFailure(error)
}

/** Something that came from the server is not of the form it has to be. Names the place and the form, never the content. */
export const malformed = (what: string, field: string, got: string, expected: string): GraphFailure =>
  new GraphFailure(invalidPayload(what, [{ field, got, expected } satisfies FieldError]))

/** The error that something thrown stands for. What is no failure of ours is a mistake of this adapter or of what was injected into it. */
export const portErrorOf = (thrown: unknown): PortError => (thrown instanceof GraphFailure ? thrown.error : { _tag: 'Unexpected', detail: `a failure inside the Graph adapter (${thrown instanceof Error ? thrown.name : typeof thrown})` })
