/** Tables of the reference CRM on SQLite: plain enough to be read and written by hand. */
import type { Migration } from './migration'
import { registerMigration } from './register-sqlite'
import { zonesMigration } from './zones-sqlite'

const now = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`

const first = `
create table contacts (id text primary key not null, name text not null);

create table contact_persons (
  id text primary key not null,
  contact_id text not null references contacts (id) on delete cascade,
  name text not null
);
-- The persons of a contact; also what deleting a contact looks for.
create index contact_persons_contact on contact_persons (contact_id);

-- An address of a contact, or of one of its persons. In lower case: SQLite's own lower() knows only A to Z.
create table addresses (
  address text not null,
  contact_id text not null references contacts (id) on delete cascade,
  contact_person_id text references contact_persons (id) on delete cascade
);
-- Whose address is this? Asked for every correspondent.
create index addresses_address on addresses (lower(address));
-- The addresses of a contact; also what deleting a contact looks for. No address stands twice on the same contact and person.
create unique index addresses_contact on addresses (contact_id, coalesce(contact_person_id, ''), address);
-- What deleting a person looks for.
create index addresses_person on addresses (contact_person_id) where contact_person_id is not null;

create table activities (
  -- Never used again, even after its row is gone: a link may still name it.
  id integer primary key autoincrement,
  kind text not null,                 -- email, appointment, task
  owner text not null,
  contact_id text references contacts (id) on delete set null,
  contact_person_id text references contact_persons (id) on delete set null,
  own_key text,                       -- set by the synchronisation on what it creates
  subject text not null default '',
  body_type text not null default 'text',  -- text, html
  -- e-mail
  sent_at text,                       -- 2026-11-24T08:30:00.000Z
  from_address text, from_name text,
  recipients_to text, recipients_cc text, recipients_bcc text,  -- [{"address":"…","name":"…"}]; null: nobody
  -- appointment
  all_day integer,                    -- 0, 1
  starts_at text,                     -- 2026-11-24T09:30:00 in start_zone; 2026-11-24 if all_day
  start_zone text,                    -- Europe/Stockholm; null if all_day
  ends_at text,                       -- exclusive
  end_zone text,
  location text,
  show_as text,                       -- free, tentative, busy, oof, workingElsewhere; null: busy
  -- task
  start_on text,                      -- 2026-11-24
  due_on text,
  task_status text,                   -- notStarted, inProgress, completed, waitingOnOthers, deferred; null: notStarted
  percent integer,                    -- 0 to 100; null: 0
  completed_on text,
  importance text,                    -- low, normal, high; null: normal
  -- what only the CRM knows
  type text, status text, priority text, project text, responsible text, private integer not null default 0,
  version integer not null default 1, -- raised by a trigger on every update that does not raise it itself
  modified_at text not null default (${now}),
  deleted integer not null default 0, -- 1: gone for everybody; the row stays so that it can be looked up
  -- Last, because a long body is stored apart from its row and would have to be walked through to reach what follows it.
  body text not null default ''
);
-- A person's whole list, in order of id, page by page.
create index activities_owner on activities (owner, id);
-- A create that is repeated finds what the first one made.
create unique index activities_own_key on activities (owner, own_key) where own_key is not null and deleted = 0;
-- First run: what is there at the same time? One index a kind, holding only that kind.
create index activities_email on activities (owner, sent_at) where kind = 'email';
create index activities_appointment on activities (owner, starts_at) where kind = 'appointment';
create index activities_task on activities (owner, due_on) where kind = 'task';
-- First run: a task without a due date is compared by its subject.
create index activities_task_subject on activities (owner, subject) where kind = 'task';
-- The activities of a contact; also what deleting a contact or a person looks for.
create index activities_contact on activities (contact_id) where contact_id is not null;
create index activities_person on activities (contact_person_id) where contact_person_id is not null;

-- Whoever changes an activity, its owner's feed mentions it. SQLite has one writer at a time, so seq follows the order of commits.
create table activity_changes (
  seq integer primary key autoincrement,
  activity_id integer not null,
  owner text not null,
  at text not null
);
-- An owner's feed from a position on.
create index activity_changes_owner on activity_changes (owner, seq);

-- How far the log has been cut off at its beginning. One row.
create table activity_changes_pruned (one integer primary key check (one = 1), seq integer not null);
insert into activity_changes_pruned values (1, 0);

create trigger activities_inserted after insert on activities begin
  insert into activity_changes (activity_id, owner, at) values (new.id, new.owner, new.modified_at);
end;

create trigger activities_updated after update on activities begin
  update activities
     set version = old.version + 1,
         modified_at = case when new.modified_at = old.modified_at then ${now} else new.modified_at end
   where id = new.id and new.version <= old.version;
  insert into activity_changes (activity_id, owner, at) select id, new.owner, modified_at from activities where id = new.id;
  -- The one who no longer owns it is told once.
  insert into activity_changes (activity_id, owner, at) select id, old.owner, modified_at from activities where id = new.id and old.owner <> new.owner;
end;

create trigger activities_deleted after delete on activities begin
  insert into activity_changes (activity_id, owner, at) values (old.id, old.owner, ${now});
end;

create trigger activity_changes_cut after delete on activity_changes begin
  update activity_changes_pruned set seq = old.seq where seq < old.seq;
end;

create table documents (
  id integer primary key autoincrement,
  activity_id integer not null references activities (id) on delete cascade,
  owner text not null,
  key text not null,
  name text not null, mime_type text not null, size integer not null,
  sha256 text not null,
  added_at text not null,
  bytes blob not null
);
-- An add that is repeated finds what the first one made.
create unique index documents_key on documents (owner, key);
-- The documents of an activity.
create index documents_activity on documents (activity_id);
`

export const crmMigrations: ReadonlyArray<Migration> = [{ part: 'crm', version: 1, sql: first }, registerMigration, zonesMigration]
