/** Adding documents. */
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { notFound } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Instant } from '../../../core/model/time'
import type { AddDocument } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import { insert, select } from '../program'
import type { Program } from '../program'
import { rowIdOf } from './activity-row'

const insertSql = 'insert into documents (activity_id, owner, key, name, mime_type, size, sha256, added_at, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)'

/** Adds a document to an activity, unless the owner has one with this key; answers with its id. Errors: `NotFound` where the activity is gone or another owner's. */
export function* addDocument(d: Dialect, w: AddDocument, now: Instant): Program<E.Either<PortError, string>> {
  const activity = rowIdOf(w.activity)
  const [found] = activity === null ? [] : yield* select(`select owner from activities where id = ? and deleted = 0${d.keepRows}`, [activity])
  if (found === undefined || found['owner'] !== w.owner) return E.left(notFound(`activity ${w.activity}`))
  const [first] = yield* select('select id from documents where owner = ? and key = ?', [w.owner, w.key])
  if (first !== undefined) return E.right(String(first['id']))
  const digest = createHash('sha256').update(w.bytes).digest('hex')
  return E.right(yield* insert(insertSql, [activity, w.owner, w.key, w.name, w.mimeType, w.bytes.byteLength, digest, now, w.bytes]))
}
