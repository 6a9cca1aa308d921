/** What keeps entries of the journal from being pruned, on SQLite: the step that comes after the one for the commands of a user. */
import type { Migration } from './migration'

const held = `
-- What lost a conflict, by link: these entries, and what came after them, are kept while the link is open. Few, so only those are in the index.
create index ocs_journal_held on ocs_journal (user_id, database_id, link_id, at) where losers is not null;
`

export const pruneMigration: Migration = { part: 'store', version: 4, sql: held }
