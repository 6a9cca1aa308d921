
-- What an effect left, as digests, in JSON. Null in entries of before, and of what writes nothing.
alter table ocs_journal add column wrote text collate "C";
-- What a pass did, and which passes there were: everything that is asked of many passes at once stands in the index itself.
create index ocs_journal_pass on ocs_journal (user_id, database_id, pass, action, at, seq);
-- What lost a conflict, newest first: few, so only those are in the index.
create index ocs_journal_lost on ocs_journal (user_id, database_id, at, seq) where losers is not null;
