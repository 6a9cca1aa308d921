insert into contacts (id, name, phone) values ('c3', 'Gamma', '+46 8 1');
insert into contact_persons (id, contact_id, name, phone) values ('p3', 'c3', 'Gun', '+46 8 2');
insert into addresses (address, contact_id, contact_person_id) values ('gun@gamma.se', 'c3', 'p3');
insert into contact_keys (own_key, contact_id, contact_person_id) values ('ocs1:acme:item:5:0', 'c3', 'p3');
