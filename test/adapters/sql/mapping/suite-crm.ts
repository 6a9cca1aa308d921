/** Tables laid out as SuiteCRM lays its own out, as far as a mapping uses them, and the mapping of docs/mapping.md. */
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { System } from './systems'

export const suiteCrm: Mapping = {
  name: 'suite',
  zone: 'Europe/Stockholm',
  notice: { by: 'modifiedAt' },
  activities: {
    email: {
      table: 'emails',
      id: { column: 'id', made: 'uuid' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'date_modified',
      defaults: { date_entered: { now: 'datetime' }, created_by: { the: 'owner' }, modified_user_id: { the: 'owner' }, type: 'archived', status: 'read' },
      // One row an e-mail, whose key is that of the e-mail.
      parts: { emails_text: { key: 'email_id', defaults: { deleted: 0 } } },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Accounts', person: 'Contacts' },
      subject: { column: 'name', maxLength: 255 },
      body: { content: 'emails_text.description_html', is: 'html' },
      sentAt: 'date_sent_received',
      from: { as: 'list', column: 'emails_text.from_addr' },
      to: { as: 'list', column: 'emails_text.to_addrs' },
      cc: { as: 'list', column: 'emails_text.cc_addrs' },
      bcc: { as: 'list', column: 'emails_text.bcc_addrs' }
    },
    appointment: {
      table: 'meetings',
      id: { column: 'id', made: 'uuid' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'date_modified',
      defaults: { date_entered: { now: 'datetime' }, created_by: { the: 'owner' }, modified_user_id: { the: 'owner' }, status: 'Planned' },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Accounts', person: 'Contacts' },
      attributes: { status: 'status', type: 'type' },
      subject: { column: 'name', maxLength: 50 },
      body: { content: 'description', is: 'text' },
      location: { column: 'location', maxLength: 50 },
      // There is no flag for whole days.
      time: { as: 'instants', start: 'date_start', end: 'date_end', allDay: 'midnights' }
    },
    task: {
      table: 'tasks',
      id: { column: 'id', made: 'uuid' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'date_modified',
      defaults: { date_entered: { now: 'datetime' }, created_by: { the: 'owner' }, modified_user_id: { the: 'owner' } },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Accounts', person: 'Contacts', personId: 'contact_id' },
      subject: { column: 'name', maxLength: 50 },
      body: { content: 'description', is: 'text' },
      // Points in time, where Outlook has dates: noon of the day, which is the same day in all of Europe and America.
      start: { column: 'date_start', clock: '12:00:00' },
      due: { column: 'date_due', clock: '12:00:00' },
      progress: { status: { column: 'status', values: { notStarted: 'Not Started', inProgress: 'In Progress', completed: 'Completed', waitingOnOthers: 'Pending Input', deferred: 'Deferred' } } },
      importance: { column: 'priority', values: { low: 'Low', normal: 'Medium', high: 'High' }, otherwise: 'normal' }
    }
  },
  contacts: {
    table: 'accounts',
    id: 'id',
    name: 'name',
    deleted: 'deleted',
    addresses: {
      as: 'rows',
      table: 'email_addr_bean_rel',
      of: 'bean_id',
      only: { bean_module: 'Accounts' },
      deleted: 'deleted',
      addressId: 'email_address_id',
      in: { table: 'email_addresses', id: { column: 'id', made: 'uuid' }, address: 'email_address', folded: { column: 'email_address_caps', to: 'upper' }, deleted: 'deleted' }
    },
    persons: {
      table: 'contacts',
      id: 'id',
      deleted: 'deleted',
      contact: { as: 'rows', table: 'accounts_contacts', person: 'contact_id', contact: 'account_id', deleted: 'deleted' },
      addresses: {
        as: 'rows',
        table: 'email_addr_bean_rel',
        of: 'bean_id',
        only: { bean_module: 'Contacts' },
        deleted: 'deleted',
        addressId: 'email_address_id',
        in: { table: 'email_addresses', id: { column: 'id', made: 'uuid' }, address: 'email_address', folded: { column: 'email_address_caps', to: 'upper' }, deleted: 'deleted' }
      }
    }
  },
  // The bytes are a file named by the note's id, which `storeDocument` writes.
  documents: {
    table: 'notes',
    id: { column: 'id', made: 'uuid' },
    activity: { as: 'parent', type: 'parent_type', id: 'parent_id', types: { email: 'Emails', appointment: 'Meetings', task: 'Tasks' } },
    name: 'filename',
    owner: 'assigned_user_id',
    mimeType: 'file_mime_type',
    defaults: { name: 'Attachment', date_entered: { now: 'datetime' }, date_modified: { now: 'datetime' }, deleted: 0 }
  }
}

const stamps = 'date_entered datetime, date_modified datetime, modified_user_id char(36), created_by char(36), assigned_user_id char(36), deleted bool default false'
const parent = 'parent_type varchar(100), parent_id char(36)'

const ddl = `
create table accounts (id char(36) not null primary key, name varchar(150), ${stamps});
create table contacts (id char(36) not null primary key, first_name varchar(100), last_name varchar(100), ${stamps});
create table accounts_contacts (id varchar(36) not null primary key, contact_id varchar(36), account_id varchar(36), date_modified datetime, deleted bool default false);
create table email_addresses (id char(36) not null primary key, email_address varchar(255), email_address_caps varchar(255), invalid_email bool default false, opt_out bool default false, date_created datetime, date_modified datetime, deleted bool default false);
create index idx_ea_caps on email_addresses (email_address_caps);
create table email_addr_bean_rel (id char(36) not null primary key, email_address_id char(36) not null, bean_id char(36) not null, bean_module varchar(100), primary_address bool default false, date_created datetime, date_modified datetime, deleted bool default false);
create index idx_bean_id on email_addr_bean_rel (bean_id, bean_module);
create table meetings (id char(36) not null primary key, name varchar(50), ${stamps}, description text, location varchar(50), duration_hours int, duration_minutes int, date_start datetime, date_end datetime, ${parent}, status varchar(100) default 'Planned', type varchar(255));
create table tasks (id char(36) not null primary key, name varchar(50), ${stamps}, description text, status varchar(100) default 'Not Started', date_due_flag bool default false, date_due datetime, date_start_flag bool default false, date_start datetime, ${parent}, contact_id char(36), priority varchar(100));
create table emails (id char(36) not null primary key, name varchar(255), ${stamps}, date_sent_received datetime, message_id varchar(255), type varchar(100), status varchar(100), intent varchar(100) default 'pick', ${parent});
create table emails_text (email_id char(36) not null primary key, from_addr varchar(255), reply_to_addr varchar(255), to_addrs text, cc_addrs text, bcc_addrs text, description text, description_html text, raw_source text, deleted bool default false);
create table notes (id char(36) not null primary key, ${stamps}, name varchar(255), file_mime_type varchar(100), filename varchar(255), ${parent}, description text);
`

const utc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`

export const suite: System = {
  name: 'SuiteCRM',
  mapping: suiteCrm,
  ddl,
  tables: ['accounts', 'contacts', 'accounts_contacts', 'email_addresses', 'email_addr_bean_rel', 'meetings', 'tasks', 'emails', 'emails_text', 'notes'],
  host: { email: 'emails', appointment: 'meetings', task: 'tasks' },
  columns: { subject: 'name', owner: 'assigned_user_id', modified: 'date_modified', deleted: 'deleted' },
  add: {
    email: (id, f) => [
      { table: 'emails', row: { id, name: f.subject, date_sent_received: utc(f.sentAt), type: 'archived' } },
      { table: 'emails_text', row: { email_id: id, from_addr: 'Sender <sender@customer.example>', to_addrs: 'Owner <owner@mailbox.example>', cc_addrs: 'copy@customer.example', bcc_addrs: '"Hidden" <hidden@customer.example>', description_html: `<p>${f.body.content}</p>` } }
    ],
    appointment: (id, f, utcOf) => [{ table: 'meetings', row: { id, name: f.subject, description: 'Text of "appointment" 5', location: f.location, date_start: utc(utcOf(f.time).start), date_end: utc(utcOf(f.time).end) } }],
    task: (id, f) => [{ table: 'tasks', row: { id, name: f.subject, description: f.body.content, date_start: f.start === null ? null : `${f.start} 09:30:00`, date_due: f.due === null ? null : `${f.due} 16:00:00`, status: 'Not Started', priority: 'Medium' } }]
  },
  addContact: (ids, { name, addresses, persons }) => {
    const addressed = (module: string, bean: string, all: ReadonlyArray<string>): ReturnType<System['addContact']> =>
      all.flatMap((address) => {
        const [id, rel] = [ids(), ids()]
        return [
          { table: 'email_addresses', row: { id, email_address: address, email_address_caps: address.toUpperCase() } },
          { table: 'email_addr_bean_rel', row: { id: rel, email_address_id: id, bean_id: bean, bean_module: module } }
        ]
      })
    const account = ids()
    return [
      { table: 'accounts', row: { id: account, name } },
      ...addressed('Accounts', account, addresses),
      ...persons.flatMap((p) => {
        const person = ids()
        return [{ table: 'contacts', row: { id: person, last_name: p.name } }, { table: 'accounts_contacts', row: { id: ids(), contact_id: person, account_id: account } }, ...addressed('Contacts', person, p.addresses)]
      })
    ]
  },
  contactTables: { contact: 'accounts', person: 'contacts' },
  documentsOf: "select id, filename as name from notes where parent_id = ?"
}
