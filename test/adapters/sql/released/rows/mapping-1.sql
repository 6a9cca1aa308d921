insert into ocs_mapped (mapping, activity_id, owner, own_key, kept, seen, changed_at) values ('suite', 'task:42', '17', 'key42', '{"body":"x"}', 'digest', '2026-11-24T08:00:00.000Z');
insert into ocs_mapped_keys (mapping, owner, own_key, activity_id) values ('suite', '17', 'key42', 'task:42');
insert into ocs_mapped_documents (mapping, owner, key, document_id) values ('suite', '17', 'dkey42', 'n9');
insert into ocs_mapped_looks (mapping, owner, kind, modified_until, compared_at) values ('suite', '17', 'task', '2026-11-24T08:00:00.000Z', null);
insert into ocs_mapped_changes (activity_id, owner, at) values ('task:42', 'suite/17', '2026-11-24T08:00:00.000Z');
