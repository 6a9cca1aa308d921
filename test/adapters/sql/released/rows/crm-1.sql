insert into contacts (id, name) values ('c1', 'Kund AB'), ('c2', 'Beta');
insert into contact_persons (id, contact_id, name) values ('p1', 'c1', 'Bo');
insert into addresses (address, contact_id, contact_person_id) values ('info@kund.se', 'c1', null), ('bo@kund.se', 'c1', 'p1');
insert into activities (kind, owner, contact_id, contact_person_id, own_key, subject, body_type, body, sent_at, from_address, from_name, recipients_to, modified_at) values
  ('email', 'anna', 'c1', 'p1', 'key1', 'Offer', 'html', '<p>Hello</p>', '2026-11-24T08:30:00.000Z', 'bo@kund.se', 'Bo', '[{"address":"anna@acme.se","name":null}]', '2026-11-24T08:31:00.000Z');
insert into activities (kind, owner, contact_id, subject, starts_at, start_zone, ends_at, end_zone, location, type, modified_at) values
  ('appointment', 'anna', 'c1', 'Meeting', '2026-11-24T09:30:00', 'Europe/Stockholm', '2026-11-24T10:30:00', 'Europe/Stockholm', 'Room 1', 'visit', '2026-11-24T08:32:00.000Z');
insert into activities (kind, owner, subject, due_on, task_status, percent, modified_at) values ('task', 'anna', 'Call', '2026-12-01', 'inProgress', 50, '2026-11-24T08:33:00.000Z');
insert into activities (kind, owner, subject, deleted, modified_at) values ('task', 'anna', 'Gone', 1, '2026-11-24T08:34:00.000Z');
insert into documents (activity_id, owner, key, name, mime_type, size, sha256, added_at, bytes) values (1, 'anna', 'dkey1', 'a.pdf', 'application/pdf', 2, 'abc', '2026-11-24T08:35:00.000Z', {{2550}});
