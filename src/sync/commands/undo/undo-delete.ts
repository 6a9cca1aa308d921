/** Undoes the deletion of an activity: it is made again from the journal, under a new id. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nullable } from '../../../core/codec'
import { digestId } from '../../../core/digest'
import { digestFields } from '../../../core/digest-fields'
import { Attributes, ContactRef } from '../../../core/model/activity'
import { fieldNames, type Fields, fieldsCodec } from '../../../core/model/fields'
import { formatOwnKey } from '../../../core/model/ids'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { PassEnv } from '../../../core/pass/env'
import { subjectOfLink } from '../../../core/reconcile/builder'
import { isPrivate, type PairNow } from '../pair-now'
import { type LinkUndo, nothingToUndo, refuse, undoTrace } from './verdict'

const Kept = t.type({ attributes: Attributes, contact: nullable(ContactRef) })

/** Always the same for one deletion, so that an undo that died half way finds what it made. */
const keyOf = (env: PassEnv, link: Link, entry: JournalEntry): string => formatOwnKey({ database: env.scope.database, of: 'item', id: digestId('undo', link.id, entry.id), generation: link.generation + 1 })

/** The key with which an earlier, finished undo of this entry made the activity. */
const keyBefore = (env: PassEnv, link: Link, entry: JournalEntry): string => keyOf(env, { ...link, generation: link.generation - 1 }, entry)

export const undoDeletedActivity = (env: PassEnv, pass: string, p: PairNow, entry: JournalEntry): LinkUndo => {
  const { link, activity, item } = p
  if (activity._tag === 'Failed' || item._tag === 'Failed') return refuse([entry], 'could-not-be-read')
  if (link.activityId !== entry.activityId) return refuse([entry], activity._tag === 'Found' && activity.activity.ownKey === keyBefore(env, link, entry) ? 'already-undone' : 'touched-since')
  // It was never deleted, because the CRM refused, or it is back.
  if (activity._tag === 'Found') return refuse([entry], 'already-undone')
  if (item._tag === 'Found' && isPrivate(item.item)) return refuse([entry], 'private')
  const fields = fieldsCodec[link.kind].decode(entry.before['fields'])
  const kept = Kept.decode(entry.before)
  if (E.isLeft(fields) || E.isLeft(kept)) return refuse([entry], Object.keys(entry.before).length === 0 ? 'private' : 'not-in-journal')
  const digests = digestFields(env.rules, link.kind, fields.right)
  // An edit in the CRM that was never carried over is an edit again.
  const agreed = fieldNames[link.kind].filter((f) => digests[f] === link.activity.fields[f])
  // While the item is in Deleted Items the two are left alone, as after an answer to keep the activity; when it is restored they are in step again.
  const back = item._tag === 'Found' && item.item.place === 'normal'
  const id = `undo-create:${link.id}:${link.generation + 1}`
  return {
    ...nothingToUndo,
    actions: [
      {
        _tag: 'CreateActivity',
        id,
        subject: subjectOfLink(link),
        reason: 'undone',
        trace: undoTrace(pass),
        kind: link.kind,
        ownKey: keyOf(env, link, entry),
        owner: env.scope.user,
        contact: kept.right.contact,
        contactName: null,
        attributes: kept.right.attributes,
        fields: fields.right as Fields,
        change: {
          link,
          set: { state: back ? 'open' : 'closed', closed: back ? null : 'undone', generation: link.generation + 1 },
          itemFields: {},
          activityFields: {},
          fill: agreed,
          itemVersion: null,
          activityVersion: agreed.length === fieldNames[link.kind].length ? '' : null
        }
      }
    ],
    verdicts: [{ _tag: 'Undo', entry, deed: 'made-activity', fields: [], action: id }]
  }
}
