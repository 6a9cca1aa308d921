/** Every step of the schema as it was released: text that never changes, whatever becomes of the code. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteDialect } from '../../../src/adapters/sql/dialect'
import { postgresDialect } from '../../../src/adapters/sql/postgres/dialect'
import type { Migration } from '../../../src/adapters/sql/schema/migration'

export const folder = join(import.meta.dirname, 'released')

export type System = 'sqlite' | 'postgres'
export const systems: ReadonlyArray<System> = ['sqlite', 'postgres']

/** The steps of the code. */
export const stepsOf: { readonly [S in System]: ReadonlyArray<Migration> } = { sqlite: sqliteDialect.migrations, postgres: postgresDialect.migrations }

/** `store-1`. */
export const nameOf = ({ part, version }: Pick<Migration, 'part' | 'version'>): string => `${part}-${version}`

/** What is frozen of a system, by name. */
export const frozen = (system: System): ReadonlyMap<string, string> =>
  new Map(readdirSync(join(folder, system)).map((file) => [file.replace(/\.sql$/, ''), readFileSync(join(folder, system, file), 'utf8')]))

/**
 * The steps in the order in which they came about. A database of an earlier release, or of a state between two, has the
 * first so many of them. A new step comes at the end.
 */
export const history: ReadonlyArray<string> = ['store-1', 'crm-1', 'store-2', 'mapping-1', 'store-3', 'crm-2', 'store-4', 'crm-3']

/** Rows of the tables that a step made, as they were written then; on SQLite and Postgres alike. `{{4142}}` is two bytes. */
export const rowsOf = (step: string, system: System): string =>
  readFileSync(join(folder, 'rows', `${step}.sql`), 'utf8').replace(/\{\{([0-9a-f]+)\}\}/g, (_, hex: string) => (system === 'sqlite' ? `x'${hex}'` : `'\\x${hex}'`))

/** SQL text as single statements: a trigger of SQLite and a function of Postgres have semicolons of their own. */
export const statementsOf = (sql: string): ReadonlyArray<string> => {
  const statements: Array<string> = []
  let text = ''
  for (const line of sql.split('\n')) {
    const code = line.replace(/--.*$/, '').trimEnd()
    if (code.trim() === '') continue
    text += `${code}\n`
    const inFunction = text.split('$$').length % 2 === 0
    const inTrigger = /^\s*create trigger [^;]* begin\s/.test(text) && !/\bend;\s*$/.test(text)
    if (!/;\s*$/.test(text) || inFunction || inTrigger) continue
    statements.push(text)
    text = ''
  }
  if (text !== '') statements.push(text)
  return statements
}
