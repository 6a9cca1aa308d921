
alter table contacts add column phone text;
alter table contact_persons add column phone text;
-- Who was put into the register from an item: a create that is repeated finds what the first one made.
create table contact_keys (
  own_key text primary key not null,
  contact_id text not null references contacts (id) on delete cascade,
  contact_person_id text references contact_persons (id) on delete cascade
) without rowid;
-- What deleting a contact or a person looks for.
create index contact_keys_contact on contact_keys (contact_id);
create index contact_keys_person on contact_keys (contact_person_id) where contact_person_id is not null;
