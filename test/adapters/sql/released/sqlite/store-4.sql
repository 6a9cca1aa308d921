
-- What lost a conflict, by link: these entries, and what came after them, are kept while the link is open. Few, so only those are in the index.
create index ocs_journal_held on ocs_journal (user_id, database_id, link_id, at) where losers is not null;
