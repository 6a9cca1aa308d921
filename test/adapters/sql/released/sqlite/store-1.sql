
-- The link between an item and an activity. What is looked up is a column; the base and the rest are JSON in "rest".
create table ocs_links (
  user_id text not null, database_id text not null, id text not null,
  kind text not null, item_id text not null, activity_id text not null, identity text, state text not null, review_at text,
  rest text not null,
  primary key (user_id, database_id, id)
);
-- "Is this item known?", asked for every item that a feed mentions. The state at its end lets open links be counted without reading a row.
create index ocs_links_item on ocs_links (user_id, database_id, item_id, state);
-- "Is this activity known?", asked for every activity that a feed mentions.
create index ocs_links_activity on ocs_links (user_id, database_id, activity_id);
-- Recognises an item whose id has changed, or that comes back from another database's time.
create index ocs_links_identity on ocs_links (user_id, database_id, identity) where identity is not null;
-- What has to be looked at again by a certain time: few, so only those are in the index.
create index ocs_links_review on ocs_links (user_id, database_id, review_at) where review_at is not null;

create table ocs_cursors (
  user_id text not null, database_id text not null, side text not null,
  cursor text not null,
  primary key (user_id, database_id, side)
) without rowid;

create table ocs_decisions (
  user_id text not null, database_id text not null, id text not null,
  link_id text not null, state text not null, opened_at text not null,
  rest text not null,
  primary key (user_id, database_id, id)
);
-- The open ones, oldest first, and the answered ones of each pass.
create index ocs_decisions_state on ocs_decisions (user_id, database_id, state, opened_at);
-- The decisions of a link, for status and when an item is restored.
create index ocs_decisions_link on ocs_decisions (user_id, database_id, link_id);

create table ocs_journal (
  seq integer primary key,
  user_id text not null, database_id text not null, id text not null,
  pass text not null, at text not null, action text not null, reason text not null,
  link_id text, item_id text, activity_id text,
  -- Losing and replaced values. Null where there are none, which is most of the time.
  losers text, before text
);
-- Writing an entry twice keeps one.
create unique index ocs_journal_id on ocs_journal (user_id, database_id, id);
-- The newest entries.
create index ocs_journal_at on ocs_journal (user_id, database_id, at);
-- The entries of a link, newest first.
create index ocs_journal_link on ocs_journal (user_id, database_id, link_id, at) where link_id is not null;

create table ocs_intents (
  user_id text not null, database_id text not null, id text not null,
  action text not null, item_id text, activity_id text, own_key text, link_id text, fields text not null, at text not null,
  primary key (user_id, database_id, id)
) without rowid;

create table ocs_retries (
  user_id text not null, database_id text not null, side text not null, id text not null,
  attempts integer not null, not_before text not null, error text not null,
  primary key (user_id, database_id, side, id)
) without rowid;

-- One company database at a time (B12): the key is the user alone, so a second row is impossible.
create table ocs_activation (user_id text primary key, database_id text not null) without rowid;
