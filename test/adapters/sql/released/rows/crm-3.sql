insert into ocs_cursors (user_id, database_id, side, cursor) values ('dora', 'acme', 'crm', 'c5');
