/**
 * Row-level security, for hosts that want the database itself to confine the synchronisation (L8): a mistake in a
 * statement then reaches nobody else's rows. Optional; run once by whoever owns the tables.
 */
import type { Scope } from '../../../core/model/ids'
import { encodeText } from '../text'
import { quoteName } from './migrate'

/** Whom to confine. */
export interface RowSecurity {
  /** The role as which the synchronisation connects: neither a superuser nor one with `bypassrls`. All other roles see and do what they did before. */
  readonly role: string
  /** The schema of the tables, as given to `openPostgres`. Default: what the search path says. */
  readonly schema?: string
}

const user = "current_setting('ocs.user_id', true)"
const ofUser = `user_id = ${user}`
const ofScope = `${ofUser} and database_id = current_setting('ocs.database_id', true)`
const ofOwner = `owner = ${user}`

const scoped = ['ocs_links', 'ocs_cursors', 'ocs_decisions', 'ocs_journal', 'ocs_intents', 'ocs_retries']
const perUser = ['ocs_activation', 'ocs_leases']
/** What is read whoever owns it, as an activity given to somebody else is not thereby gone; and written only by its owner. */
const owned = ['activities', 'documents']

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * SQL text that confines a role to the user and company database that `openPostgres({ confineTo })` names: our memory
 * can be seen and changed only there, activities and documents can be changed only by their owner, and the log of changes
 * can be seen only by the owner told of. Without `confineTo` the role sees and changes nothing of it. To be run again after an update
 * of this library that adds tables: it begins by removing what it made.
 */
export const postgresRowSecurity = ({ role, schema }: RowSecurity): string => {
  const confined = quoteName(role)
  const on = (table: string, ...rules: ReadonlyArray<string>): string => {
    const name = schema === undefined ? table : `${quoteName(schema)}.${table}`
    const names = ['ocs_everybody', ...rules.map((_, i) => `ocs_confined_${i + 1}`)]
    return [
      ...names.map((n) => `drop policy if exists ${n} on ${name};`),
      `create policy ocs_everybody on ${name} using (true) with check (true);`,
      ...rules.map((rule, i) => `create policy ocs_confined_${i + 1} on ${name} as restrictive ${rule.replace(' to role ', ` to ${confined} `)};`),
      `alter table ${name} enable row level security;`,
      `alter table ${name} force row level security;`
    ].join('\n')
  }
  return [
    ...scoped.map((t) => on(t, `for all to role using (${ofScope})`)),
    ...perUser.map((t) => on(t, `for all to role using (${ofUser})`)),
    // An update of what is another's fails, instead of changing no row and seeming to have succeeded.
    ...owned.map((t) => on(t, `for insert to role with check (${ofOwner})`, `for update to role using (true) with check (${ofOwner})`, `for delete to role using (${ofOwner})`)),
    on('activity_changes', `for select to role using (${ofOwner})`)
  ].join('\n\n')
}

/** What tells the policies for whom a transaction is. */
export const confinement = (scope: Scope): string => `set local ocs.user_id = ${quoteText(encodeText(scope.user))}; set local ocs.database_id = ${quoteText(encodeText(scope.database))}`
