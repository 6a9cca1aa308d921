/** The table of leases on SQLite: the step that comes after the first tables of our memory. */
import type { Migration } from './migration'

const leases = `
-- Who works on a user's mailbox, and until when: one row a user, whatever the database. It stays after a release, when
-- "until" is '', because a fence must not come again.
create table ocs_leases (user_id text primary key not null, fence integer not null, holder text not null, until text not null) without rowid;
`

export const leaseMigration: Migration = { part: 'store', version: 2, sql: leases }
