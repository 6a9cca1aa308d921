insert into ocs_links (user_id, database_id, id, kind, item_id, activity_id, identity, state, review_at, rest) values
  ('anna', 'acme', 'link1', 'appointment', 'item1', '2', 'identity1', 'open', '2026-12-01T08:00:00.000Z', '{"occurrence":"","origin":"outlook","closed":null,"item":{"version":"iv1","fields":{"subject":"d1"}},"activity":{"version":"av1","fields":{"subject":"d1"}},"documents":[{"attachmentId":"a1","documentId":"1"},{"attachmentId":"a2","documentId":null}],"generation":2}'),
  ('anna', 'acme', 'link2', 'task', 'item2', '3', null, 'closed', null, '{"occurrence":"2026-11-24T09:30:00","origin":"crm","closed":"item-deleted-activity-kept","item":{"version":"iv2","fields":{}},"activity":{"version":"av2","fields":{}},"documents":[],"generation":0}'),
  ('bert', 'acme', 'link1', 'email', 'item1', '1', null, 'open', null, '{"occurrence":"","origin":"outlook","closed":null,"item":{"version":"","fields":{}},"activity":{"version":"","fields":{}},"documents":[],"generation":0}');
insert into ocs_cursors (user_id, database_id, side, cursor) values ('anna', 'acme', 'outlook', 'o1'), ('anna', 'acme', 'crm', 'c1'), ('bert', 'acme', 'crm', 'theirs');
insert into ocs_decisions (user_id, database_id, id, link_id, state, opened_at, rest) values
  ('anna', 'acme', 'd1', 'link1', 'open', '2026-11-24T08:00:00.000Z', '{"_tag":"Deletion","kind":"appointment","itemId":"item1","activityId":"2","editedInCrm":true,"answer":null}'),
  ('anna', 'acme', 'd2', 'link1', 'answered', '2026-11-24T08:01:00.000Z', '{"_tag":"Conflict","kind":"appointment","itemId":"item1","activityId":"2","field":"subject","answer":"crm"}'),
  ('anna', 'acme', 'd3', 'link2', 'done', '2026-11-24T08:02:00.000Z', '{"_tag":"Deletion","kind":"task","itemId":"item2","activityId":"3","editedInCrm":false,"answer":"keep-activity"}'),
  ('anna', 'acme', 'd4', 'link2', 'withdrawn', '2026-11-24T08:03:00.000Z', '{"_tag":"Deletion","kind":"task","itemId":"item2","activityId":"3","editedInCrm":false,"answer":null}');
insert into ocs_journal (user_id, database_id, id, pass, at, action, reason, link_id, item_id, activity_id, losers, before) values
  ('anna', 'acme', 'j1', 'p1', '2026-11-24T08:00:00.000Z', 'UpdateActivity', 'changed-in-outlook', 'link1', 'item1', '2', '[{"field":"subject","side":"crm","value":"Räksmörgås"}]', '{"subject":"Räksmörgås","due":null}'),
  ('anna', 'acme', 'j2', 'p2', '2026-11-24T09:00:00.000Z', 'Notice', 'edit-beat-deletion', null, 'item9', null, null, null);
insert into ocs_intents (user_id, database_id, id, action, item_id, activity_id, own_key, link_id, fields, at) values
  ('anna', 'acme', 'create:link3', 'CreateActivity', 'item3', null, 'ocs1:acme:item:9:0', 'link3', '["a1"]', '2026-11-24T08:00:00.000Z');
insert into ocs_retries (user_id, database_id, side, id, attempts, not_before, error) values
  ('anna', 'acme', 'outlook', 'item4', 3, '2026-11-24T08:00:00.000Z', 'Throttled'), ('anna', 'acme', 'crm', '7', 1, '2999-01-01T00:00:00.000Z', 'Unavailable');
insert into ocs_activation (user_id, database_id) values ('anna', 'acme'), ('bert', 'other');
