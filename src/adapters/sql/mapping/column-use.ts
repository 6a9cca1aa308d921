/** Which tables and columns a mapping uses and for what, as it is compiled, to be compared with the database afterwards. */
import type { FieldError } from '../../../core/codec'
import type { InstantFormat, Scalar } from './columns'
import type { Part } from './mapping'

/** What a column is to hold. */
export type Holds = 'text' | 'flag' | 'number' | 'date' | 'bytes' | 'key' | 'any' | InstantFormat

/** A column that a mapping names. */
export interface ColumnUse {
  readonly table: string
  readonly column: string
  readonly holds: Holds
  /** Where the mapping names it: `activities.task.due`. */
  readonly at: string
}

/** A table that a mapping names. */
export interface NamedTable {
  readonly table: string
  readonly at: string
  /** What has to be its primary key; `null`: it does not matter. */
  readonly key: string | null
  /** The columns that get a value when we insert; `null`: we never do. */
  readonly filled: ReadonlyArray<string> | null
}

/** Translates between our texts and what stands in a column. May throw: the row is then one that cannot be read or written. */
export interface Converter {
  readonly encode: (ours: string | null) => Scalar
  readonly decode: (theirs: Scalar) => string | null
}

/** Collects what a mapping uses, and what is wrong with it by itself. */
export interface Findings {
  readonly columns: Array<ColumnUse>
  readonly tables: Array<NamedTable>
  readonly errors: Array<FieldError>
}

/** The columns of one table and its parts. */
export interface TableUse {
  readonly table: string
  /** Notes that a column is used. `part.column` is looked for among the parts. */
  readonly column: (name: string, holds: Holds, at: string) => { readonly part: string; readonly table: string; readonly column: string }
  readonly converter: (name: string, column: string, at: string) => Converter | null
  /** Notes that something is wrong with a column. */
  readonly wrong: (column: string, got: string, expected: string) => void
}

/** Begins with a table. */
export const useTable = (findings: Findings, table: string, parts: Readonly<Record<string, Part>>, converters: Readonly<Record<string, Converter>>): TableUse => {
  const wrong = (column: string, got: string, expected: string): void => void findings.errors.push({ field: `${table}.${column}`, got, expected })
  return {
    table,
    wrong,
    column: (name, holds, at) => {
      const dot = name.indexOf('.')
      const [part, column] = dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)]
      if (part !== '' && !(part in parts)) wrong(name, `no part ${part}`, `a column of ${table} or of one of its parts, for ${at}`)
      else findings.columns.push({ table: part === '' ? table : part, column, holds, at })
      return { part, table: part === '' ? table : part, column }
    },
    converter: (name, column, at) => {
      const found = Object.hasOwn(converters, name) ? converters[name] : undefined
      if (found === undefined) wrong(column, `no converter ${name}`, `the name of one of the converters given, for ${at}`)
      return found ?? null
    }
  }
}
