
-- Who works on a user's mailbox, and until when: one row a user, whatever the database. It stays after a release, when
-- "until" is '', because a fence must not come again.
create table ocs_leases (user_id text primary key not null, fence integer not null, holder text not null, until text not null) without rowid;
