insert into ocs_journal (user_id, database_id, id, pass, at, action, reason, link_id, item_id, activity_id, losers, before, wrote) values
  ('anna', 'acme', 'j3', 'p3', '2026-11-24T10:00:00.000Z', 'UpdateItem', 'changed-in-crm', 'link1', 'item1', '2', '[{"field":"subject","side":"outlook","value":"x","by":"latest"}]', '{"subject":"x"}', '{"version":null,"fields":{"subject":"d9"}}');
