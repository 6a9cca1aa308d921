
-- An activity in a table of the host's, as one owner has or had it: what its row has no column for, and how it was when
-- we last looked. One row an owner, so that nobody has to see or write what is another's.
create table ocs_mapped (
  mapping text not null, activity_id text not null,   -- task:42
  owner text not null,                                -- as the host's column has it
  own_key text,
  kept text not null default '{}',                    -- what the columns cannot hold, and the columns that it belongs to
  seen text,                                          -- digest of the row; null: gone, or not looked at
  changed_at text not null,
  primary key (mapping, activity_id, owner)
);
-- A create that is repeated finds what the first one made.
create index ocs_mapped_key on ocs_mapped (mapping, own_key) where own_key is not null;
-- What was seen of an owner, for comparison.
create index ocs_mapped_owner on ocs_mapped (mapping, owner) where seen is not null;

-- Which activity an owner's key made last. One row a key, so that two who create at once do it one after the other.
create table ocs_mapped_keys (
  mapping text not null, owner text not null, own_key text not null, activity_id text not null,
  primary key (mapping, owner, own_key)
) without rowid;

create table ocs_mapped_documents (
  mapping text not null, owner text not null, key text not null, document_id text not null,
  primary key (mapping, owner, key)
) without rowid;

-- How far an owner's rows were compared by the time of their change, and when all of them were.
create table ocs_mapped_looks (
  mapping text not null, owner text not null, kind text not null, modified_until text, compared_at text,
  primary key (mapping, owner, kind)
) without rowid;

-- Changes, written by triggers of the host's or by comparison. SQLite has one writer at a time, so seq follows the order of commits.
create table ocs_mapped_changes (
  seq integer primary key autoincrement,
  activity_id text not null,
  owner text not null,   -- suite/ and the owner
  at text not null
);
create index ocs_mapped_changes_owner on ocs_mapped_changes (owner, seq);
create table ocs_mapped_changes_pruned (one integer primary key check (one = 1), seq integer not null);
insert into ocs_mapped_changes_pruned values (1, 0);
create trigger ocs_mapped_changes_cut after delete on ocs_mapped_changes begin
  update ocs_mapped_changes_pruned set seq = old.seq where seq < old.seq;
end;
