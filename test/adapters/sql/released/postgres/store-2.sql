
-- Who works on a user's mailbox, and until when: one row a user, whatever the database. It stays after a release, when
-- "until" is '', because a fence must not come again.
create table ocs_leases (user_id text collate "C" primary key, fence bigint not null, holder text collate "C" not null, until text collate "C" not null);
