/** What was done, and what lost a conflict. */
import * as t from 'io-ts'
import { nullable, oneOf } from '../codec'
import { Instant } from './time'

/** Who decided that a value loses: a policy of the settings (B17), the user's answer, or a restore or an undo that put another value in its place. */
export const DecidedBy = oneOf('outlook', 'crm', 'latest', 'answer', 'restore', 'undo')
export type DecidedBy = t.TypeOf<typeof DecidedBy>

/** A value that lost: the field, the side it stood on, the value itself. It can be restored from here. `by` is not there in entries of earlier releases. */
export const Loser = t.readonly(t.intersection([t.type({ field: t.string, side: oneOf('outlook', 'crm'), value: t.unknown }), t.partial({ by: DecidedBy })]), 'Loser')
export type Loser = t.TypeOf<typeof Loser>

/**
 * What an effect left behind, by which it is told later whether something newer has touched it. Digests, so no content.
 * Of an update, by field, the value that both sides then agreed on, as the other side holds it; of a create the new thing.
 */
export const Wrote = t.readonly(t.type({ /** Of what was made; `null` of an update, which is noted before it happens. */ version: nullable(t.string), fields: t.readonly(t.record(t.string, t.string)) }), 'Wrote')
export type Wrote = t.TypeOf<typeof Wrote>

/** One entry of the journal: one effect, or one thing that the user is told. */
export const JournalEntry = t.readonly(
  t.intersection([
    t.type({
      /** Derived from pass and action: writing an entry twice keeps one. */
      id: t.string,
      pass: t.string,
      at: Instant,
      /** The action's tag, or `Notice`, `Remember`, `SendEmail`. */
      action: t.string,
      reason: t.string,
      linkId: nullable(t.string),
      itemId: nullable(t.string),
      activityId: nullable(t.string),
      losers: t.readonlyArray(Loser),
      /** What an update replaced, by field: what an undo puts back. Empty where nothing was replaced. */
      before: t.readonly(t.record(t.string, t.unknown))
    }),
    t.partial({ /** Of creates and updates; not there in entries of earlier releases. */ wrote: Wrote })
  ]),
  'JournalEntry'
)
export type JournalEntry = t.TypeOf<typeof JournalEntry>

/** Written before an effect and dropped after it: what a crash left half done is found by it (L4). Holds no content. */
export const Intent = t.readonly(
  t.type({
    id: t.string,
    action: t.string,
    itemId: nullable(t.string),
    activityId: nullable(t.string),
    ownKey: nullable(t.string),
    linkId: nullable(t.string),
    /** Of an update the names of the fields that it writes; of the create of an activity the attachments that are to follow it. */
    fields: t.readonlyArray(t.string),
    at: Instant
  }),
  'Intent'
)
export type Intent = t.TypeOf<typeof Intent>

/** Something whose turn failed. It is tried again in a later pass, however far the cursor has moved on. */
export const Retry = t.readonly(
  t.type({ side: oneOf('outlook', 'crm'), id: t.string, attempts: t.number, notBefore: Instant, /** Tag of the last error. */ error: t.string }),
  'Retry'
)
export type Retry = t.TypeOf<typeof Retry>
