/** Our statements in the form of Postgres, and its answers in the form of ours. */
import { encodeParam } from '../text'
import type { Statement } from '../program'
import type { PostgresQuery, ReadColumn } from './client'

const known = new Map<string, string>()
const eachPart = /'[^']*'|"[^"]*"|\?/g

/** Writes `$1`, `$2`… for each `?` that stands neither in a text nor in a name. */
export const numberPlaceholders = (sql: string): string => {
  const before = known.get(sql)
  if (before !== undefined) return before
  let n = 0
  const numbered = sql.replace(eachPart, (part) => (part === '?' ? `$${(n += 1)}` : part))
  known.set(sql, numbered)
  return numbered
}

const asText: ReadColumn = (text) => text
const readers: { readonly [type: number]: ReadColumn } = {
  // bool, int8, int2, int4: ids and counts stay far below 2^53.
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  // bytea, which comes as \x and hexadecimal digits.
  17: (text) => Buffer.from(text.slice(2), 'hex')
}

/** Everything else is read as the text that it is: times and JSON are decoded by us, as on every database. */
export const columnTypes = { getTypeParser: (type: number): ReadColumn => readers[type] ?? asText }

/** What to send. The generated key of a row is its `id`, in every table that has one. */
export const queryOf = ({ sql, params, wants }: Statement): PostgresQuery => ({
  text: `${numberPlaceholders(sql)}${wants === 'id' ? ' returning id' : ''}`,
  values: params.map(encodeParam),
  types: columnTypes
})
