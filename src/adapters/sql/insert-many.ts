/** Inserting rows that are alike by as few statements as the database system is better off with. */
import type { Dialect } from './dialect'
import { execute } from './program'
import type { Param, Program } from './program'

/** An insert without its rows: `insert into t (a, b)`, and what follows them. */
export interface ManyInsert {
  readonly into: string
  readonly columns: number
  readonly tail?: string
}

/** Inserts all of them, in order. No two may be the same row where `tail` says what happens to one that is there already. */
export function* insertMany(d: Dialect, { into, columns, tail = '' }: ManyInsert, rows: ReadonlyArray<ReadonlyArray<Param>>): Program<void> {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
  let from = 0
  for (const size of [...d.rowsAtOnce, 1])
    for (; rows.length - from >= size; from += size) yield* execute(`${into} values ${Array.from({ length: size }, () => row).join(', ')}${tail}`, rows.slice(from, from + size).flat())
}
