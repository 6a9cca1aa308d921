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

/** For whom a transaction is. */
export interface Confinement extends Scope {
  /** With a mapping: what the column of owners has for this user, where that is something else than the user (`owner: { column, values }`, or a converter). Default: the user. */
  readonly owner?: string
}

const user = "current_setting('ocs.user_id', true)"
const ofUser = `user_id = ${user}`
const ofScope = `${ofUser} and database_id = current_setting('ocs.database_id', true)`
const ofOwner = `owner = ${user}`
const mappedOwner = "current_setting('ocs.owner', true)"

const scoped = ['ocs_links', 'ocs_cursors', 'ocs_decisions', 'ocs_journal', 'ocs_intents', 'ocs_retries']
const perUser = ['ocs_activation', 'ocs_leases']
/** What we remember of a host's own tables. */
const mapped = ['ocs_mapped', 'ocs_mapped_keys', 'ocs_mapped_documents', 'ocs_mapped_looks']
/** What is read whoever owns it, as an activity given to somebody else is not thereby gone; and written only by its owner. */
const owned = ['activities', 'documents']

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Runs statements only where opening has made the reference tables: without them, a table with one of their names is the host's. */
const ifReference = (ledger: string, statements: string): string => {
  let tag = '$ocs$'
  for (let n = 1; statements.includes(tag); n += 1) tag = `$ocs${n}$`
  return `do ${tag} begin\nif exists (select from ${ledger} where part = 'crm') then\n${statements}\nend if;\nend ${tag};`
}

/**
 * SQL text that confines a role to the user and company database that `openPostgres({ confineTo })` names: our memory
 * can be seen and changed only there, and what we remember of a host's own tables only of that owner; of the reference
 * tables, where there are any, activities and documents can be changed only by their owner, and the log of changes can
 * be seen only by the owner told of. A host's own tables are not altered. Without `confineTo` the role sees and changes
 * nothing of it. To be run again after an update of this library that adds tables, and after the reference tables were
 * made: it begins by removing what it made.
 */
export const postgresRowSecurity = ({ role, schema }: RowSecurity): string => {
  const confined = quoteName(role)
  const named = (table: string): string => (schema === undefined ? table : `${quoteName(schema)}.${table}`)
  const on = (table: string, ...rules: ReadonlyArray<string>): string => {
    const name = named(table)
    const names = ['ocs_everybody', ...rules.map((_, i) => `ocs_confined_${i + 1}`)]
    return [
      ...names.map((n) => `drop policy if exists ${n} on ${name};`),
      `create policy ocs_everybody on ${name} using (true) with check (true);`,
      ...rules.map((rule, i) => `create policy ocs_confined_${i + 1} on ${name} as restrictive ${rule.replace(' to role ', ` to ${confined} `)};`),
      `alter table ${name} enable row level security;`,
      `alter table ${name} force row level security;`
    ].join('\n')
  }
  const reference = [
    // An update of what is another's fails, instead of changing no row and seeming to have succeeded.
    ...owned.map((t) => on(t, `for insert to role with check (${ofOwner})`, `for update to role using (true) with check (${ofOwner})`, `for delete to role using (${ofOwner})`)),
    on('activity_changes', `for select to role using (${ofOwner})`)
  ]
  return [
    ...scoped.map((t) => on(t, `for all to role using (${ofScope})`)),
    ...perUser.map((t) => on(t, `for all to role using (${ofUser})`)),
    ...mapped.map((t) => on(t, `for all to role using (owner = ${mappedOwner})`)),
    // The name of the mapping, which has no slash in it, stands before the owner.
    on('ocs_mapped_changes', `for all to role using (substr(owner, strpos(owner, '/') + 1) = ${mappedOwner})`),
    ifReference(named('ocs_migrations'), reference.join('\n\n'))
  ].join('\n\n')
}

/** What tells the policies for whom a transaction is. */
export const confinement = ({ user: who, database, owner = who }: Confinement): string =>
  [['user_id', who], ['database_id', database], ['owner', owner]].map(([name = '', value = '']) => `set local ocs.${name} = ${quoteText(encodeText(value))}`).join('; ')
