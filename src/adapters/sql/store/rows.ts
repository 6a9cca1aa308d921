/** Reads rows of our memory. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { PortError } from '../../../core/errors'
import { Decision } from '../../../core/model/decision'
import { Kind } from '../../../core/model/fields'
import { Intent, JournalEntry, Loser, Retry, Wrote } from '../../../core/model/journal'
import { Link } from '../../../core/model/link'
import type { OpenLink } from '../../../core/ports/store'
import { checkRow, decodeRow, Integer, jsonOf, orElse } from '../column'
import type { Row } from '../program'

type Decoded<A> = (rows: ReadonlyArray<Row>) => E.Either<PortError, ReadonlyArray<A>>

const Rest = t.type({ rest: jsonOf(t.UnknownRecord) })
/** What the JSON of "rest" holds, as a record of the caller's own. */
const rest = (table: string): ((row: Row) => E.Either<PortError, Record<string, unknown>>) => {
  const decode = decodeRow(Rest, `row of ${table}`)
  return (row) => pipe(row, decode, E.map((r) => r.rest as Record<string, unknown>))
}
const linkRest = rest('ocs_links')
const decisionRest = rest('ocs_decisions')

const checkLink = checkRow(Link, 'row of ocs_links')

/** Rows of `ocs_links`. Errors, as of all here: `InvalidPayload`, naming table and column. */
export const decodeLinks: Decoded<Link> = E.traverseArray((row: Row) =>
  pipe(
    linkRest(row),
    // Added to the record that was parsed: to copy it and add to the copy takes four times as long as to parse it.
    E.map((more) => Object.assign(more, { id: row['id'], kind: row['kind'], itemId: row['item_id'], activityId: row['activity_id'], identity: row['identity'], state: row['state'], reviewAt: row['review_at'] })),
    E.chain(checkLink)
  )
)

const Open = t.type({ id: t.string, kind: Kind, item_id: t.string, activity_id: t.string })

/** The looked-up part of rows of `ocs_links`. */
export const decodeOpenLinks: Decoded<OpenLink> = E.traverseArray((row: Row) =>
  pipe(
    row,
    decodeRow(Open, 'row of ocs_links'),
    E.map((r) => ({ id: r.id, kind: r.kind, itemId: r.item_id, activityId: r.activity_id }))
  )
)

/** Rows of `ocs_decisions`. */
export const decodeDecisions: Decoded<Decision> = E.traverseArray((row: Row) =>
  pipe(
    decisionRest(row),
    E.map((more) => ({ ...more, id: row['id'], linkId: row['link_id'], state: row['state'], openedAt: row['opened_at'] })),
    E.chain(checkRow(Decision, 'row of ocs_decisions'))
  )
)

const Values = t.type({ losers: orElse(jsonOf(t.readonlyArray(Loser)), []), before: orElse(jsonOf(t.record(t.string, t.unknown)), {}), wrote: orElse(jsonOf(t.union([Wrote, t.null])), null) })

/** Rows of `ocs_journal`. */
export const decodeEntries: Decoded<JournalEntry> = E.traverseArray((row: Row) =>
  pipe(
    row,
    decodeRow(Values, 'row of ocs_journal'),
    E.map(({ losers, before, wrote }) => ({
      id: row['id'],
      pass: row['pass'],
      at: row['at'],
      action: row['action'],
      reason: row['reason'],
      linkId: row['link_id'],
      itemId: row['item_id'],
      activityId: row['activity_id'],
      losers,
      before,
      ...(wrote === null ? {} : { wrote })
    })),
    E.chain(checkRow(JournalEntry, 'row of ocs_journal'))
  )
)

const Names = t.type({ fields: jsonOf(t.readonlyArray(t.string)) })

/** Rows of `ocs_intents`. */
export const decodeIntents: Decoded<Intent> = E.traverseArray((row: Row) =>
  pipe(
    row,
    decodeRow(Names, 'row of ocs_intents'),
    E.map(({ fields }) => ({ id: row['id'], action: row['action'], itemId: row['item_id'], activityId: row['activity_id'], ownKey: row['own_key'], linkId: row['link_id'], fields, at: row['at'] })),
    E.chain(checkRow(Intent, 'row of ocs_intents'))
  )
)

const Attempts = t.type({ attempts: Integer })

/** Rows of `ocs_retries`. */
export const decodeRetries: Decoded<Retry> = E.traverseArray((row: Row) =>
  pipe(
    row,
    decodeRow(Attempts, 'row of ocs_retries'),
    E.map(({ attempts }) => ({ side: row['side'], id: row['id'], attempts: Number(attempts), notBefore: row['not_before'], error: row['error'] })),
    E.chain(checkRow(Retry, 'row of ocs_retries'))
  )
)
