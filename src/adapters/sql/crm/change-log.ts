/** The log of changes, as the feed reads it. How a position in it is written down is each database system's own matter. */
import type { Either } from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Program } from '../program'

/** Some entries of the log, one owner's. */
export interface LogPage {
  /** The activities that they mention, each once. */
  readonly ids: ReadonlyArray<string>
  /** The position behind these entries. */
  readonly next: string
  /** Whether there may be more of them now. */
  readonly more: boolean
}

/**
 * Every change that is committed after `end` was read is in the pages from that position on, whenever its transaction
 * began. Errors of `check` and `page`: `CursorExpired` where entries after the position are gone, or the database is an
 * earlier or another state than the one in which it was given out; `InvalidPayload` for what is no position.
 */
export interface ChangeLog {
  /** The present end. */
  readonly end: () => Program<string>
  /** Whether the log still holds everything from a position on. */
  readonly check: (position: string) => Program<Either<PortError, void>>
  /** At most `size` entries behind a position. */
  readonly page: (owner: string, position: string, size: number) => Program<Either<PortError, LogPage>>
}

/** What is said of a text that is no position. */
export const notAPosition = (cursor: string): PortError => invalidPayload('cursor', [{ field: '(root)', got: describeType(cursor), expected: 'a cursor that this CRM gave' }])

/** Each activity once, where it is mentioned last, so that changes stand in the order of the log. */
export const lastMentions = (ids: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set([...ids].reverse())].reverse()
