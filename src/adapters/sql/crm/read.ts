/** Reading activities by id and by own key. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import type { ActivityRead } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program, Row } from '../program'
import { decodeActivity, rowIdOf } from './activity-row'

/** Deleted activities keep their row, and are gone for everybody. */
const isGone = (row: Row): boolean => Number(row['deleted']) !== 0

/** The rows of these ids, by id, without those that are gone. */
function* selectPresent(d: Dialect, ids: ReadonlyArray<string>): Program<ReadonlyMap<string, Row>> {
  const numbers = [...new Set(ids)].map(rowIdOf).filter((n) => n !== null)
  if (numbers.length === 0) return new Map()
  const rows = yield* select(`select * from activities where ${d.isOneOf('id')}`, [d.list(numbers)])
  return new Map(rows.filter((row) => !isGone(row)).map((row) => [String(row['id']), row]))
}

/** The present state of each id, one answer an id, in the order asked. */
export function* readActivities(d: Dialect, ids: ReadonlyArray<string>): Program<ReadonlyArray<ActivityRead>> {
  const present = yield* selectPresent(d, ids)
  return ids.map((id): ActivityRead => {
    const row = present.get(id)
    if (row === undefined) return { _tag: 'Missing', id }
    const decoded = decodeActivity(row)
    return E.isRight(decoded) ? { _tag: 'Found', id, activity: decoded.right } : { _tag: 'Failed', id, error: decoded.left }
  })
}

/** The activity of one id; `null` where there is none. */
export function* readActivity(id: string): Program<E.Either<PortError, Activity> | null> {
  const number = rowIdOf(id)
  if (number === null) return null
  const [row] = yield* select('select * from activities where id = ?', [number])
  return row === undefined || isGone(row) ? null : decodeActivity(row)
}

/** The rows of the owner's activities with any of these own keys. Rows that cannot be decoded are among them. */
export function* selectByOwnKey(d: Dialect, owner: string, keys: ReadonlyArray<string>): Program<ReadonlyArray<Row>> {
  if (keys.length === 0) return []
  return inOrderOfId(yield* select(`select * from activities where owner = ? and deleted = 0 and ${d.isOneOf('own_key')}`, [owner, d.list(keys)]))
}

/** Sorted here and not by SQL: asked for an order, SQLite walks through all of the owner's activities, which have it, instead of looking up the few. */
export const inOrderOfId = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> => [...rows].sort((a, b) => Number(a['id']) - Number(b['id']))

/** The activities among the rows. One that cannot be decoded is left out here: the change feed and a read report it, and a create with its key fails instead of making a second one. */
export const decodable = (rows: ReadonlyArray<Row>): ReadonlyArray<Activity> =>
  rows.flatMap((row) => {
    const decoded = decodeActivity(row)
    return E.isRight(decoded) ? [decoded.right] : []
  })
