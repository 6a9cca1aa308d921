
-- The link between an item and an activity. What is looked up is a column; the base and the rest are JSON in "rest".
create table ocs_links (
  user_id text collate "C" not null, database_id text collate "C" not null, id text collate "C" not null,
  kind text collate "C" not null, item_id text collate "C" not null, activity_id text collate "C" not null, identity text collate "C", state text collate "C" not null, review_at text collate "C",
  rest text collate "C" not null,
  primary key (user_id, database_id, id)
);
-- "Is this item known?", asked for every item that a feed mentions. The state at its end lets open links be counted without reading a row.
create index ocs_links_item on ocs_links (user_id, database_id, item_id, state);
-- "Is this activity known?", asked for every activity that a feed mentions.
create index ocs_links_activity on ocs_links (user_id, database_id, activity_id);
-- Recognises an item whose id has changed, or that comes back from another database's time.
create index ocs_links_identity on ocs_links (user_id, database_id, identity);
-- What has to be looked at again by a certain time: few, so only those are in the index.
create index ocs_links_review on ocs_links (user_id, database_id, review_at) where review_at is not null;

create table ocs_cursors (
  user_id text collate "C" not null, database_id text collate "C" not null, side text collate "C" not null,
  cursor text collate "C" not null,
  primary key (user_id, database_id, side)
);

create table ocs_decisions (
  user_id text collate "C" not null, database_id text collate "C" not null, id text collate "C" not null,
  link_id text collate "C" not null, state text collate "C" not null, opened_at text collate "C" not null,
  rest text collate "C" not null,
  primary key (user_id, database_id, id)
);
-- The open ones, oldest first, and the answered ones of each pass.
create index ocs_decisions_state on ocs_decisions (user_id, database_id, state, opened_at);
-- The decisions of a link, for status and when an item is restored.
create index ocs_decisions_link on ocs_decisions (user_id, database_id, link_id);

create table ocs_journal (
  seq bigint generated always as identity primary key,
  user_id text collate "C" not null, database_id text collate "C" not null, id text collate "C" not null,
  pass text collate "C" not null, at text collate "C" not null, action text collate "C" not null, reason text collate "C" not null,
  link_id text collate "C", item_id text collate "C", activity_id text collate "C",
  -- Losing and replaced values. Null where there are none, which is most of the time.
  losers text collate "C", before text collate "C"
);
-- Writing an entry twice keeps one.
create unique index ocs_journal_id on ocs_journal (user_id, database_id, id);
-- The newest entries.
create index ocs_journal_at on ocs_journal (user_id, database_id, at, seq);
-- The entries of a link, newest first.
create index ocs_journal_link on ocs_journal (user_id, database_id, link_id, at);

create table ocs_intents (
  user_id text collate "C" not null, database_id text collate "C" not null, id text collate "C" not null,
  action text collate "C" not null, item_id text collate "C", activity_id text collate "C", own_key text collate "C", link_id text collate "C", fields text collate "C" not null, at text collate "C" not null,
  primary key (user_id, database_id, id)
);

create table ocs_retries (
  user_id text collate "C" not null, database_id text collate "C" not null, side text collate "C" not null, id text collate "C" not null,
  attempts bigint not null, not_before text collate "C" not null, error text collate "C" not null,
  primary key (user_id, database_id, side, id)
);

-- One company database at a time (B12): the key is the user alone, so a second row is impossible.
create table ocs_activation (user_id text collate "C" primary key, database_id text collate "C" not null);
