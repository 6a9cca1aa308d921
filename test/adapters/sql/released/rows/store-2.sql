insert into ocs_leases (user_id, fence, holder, until) values ('anna', 7, 'a worker', '2026-11-24T10:00:00.000Z'), ('bert', 3, 'another', '');
