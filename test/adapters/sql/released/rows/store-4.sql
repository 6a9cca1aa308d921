insert into ocs_cursors (user_id, database_id, side, cursor) values ('carl', 'acme', 'crm', 'c4');
