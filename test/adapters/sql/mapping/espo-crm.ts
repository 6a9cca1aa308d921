/** Tables laid out as EspoCRM lays its own out, as far as a mapping uses them, and the mapping of docs/mapping.md. */
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { System } from './systems'

export const espoCrm: Mapping = {
  name: 'espo',
  zone: 'Europe/Stockholm',
  notice: { by: 'comparison' },
  activities: {
    email: {
      table: 'email',
      id: { column: 'id', made: 'hex17' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'modified_at',
      defaults: { created_at: { now: 'datetime' }, created_by_id: { the: 'owner' }, status: 'Archived' },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Account', person: 'Contact' },
      subject: { column: 'name', maxLength: 255 },
      body: { content: 'body', type: { column: 'is_html', values: { text: 0, html: 1 } } },
      sentAt: 'date_sent',
      from: { as: 'list', column: 'from_string' },
      // For all that it went to, as addresses are rows that many e-mails share.
      names: 'address_name_map',
      to: {
        as: 'rows', table: 'email_email_address', of: 'email_id', only: { address_type: 'to' }, deleted: 'deleted', addressId: 'email_address_id',
        in: { table: 'email_address', id: { column: 'id', made: 'hex17' }, address: 'name', folded: { column: 'lower', to: 'lower' }, deleted: 'deleted' }
      },
      cc: {
        as: 'rows', table: 'email_email_address', of: 'email_id', only: { address_type: 'cc' }, deleted: 'deleted', addressId: 'email_address_id',
        in: { table: 'email_address', id: { column: 'id', made: 'hex17' }, address: 'name', folded: { column: 'lower', to: 'lower' }, deleted: 'deleted' }
      },
      bcc: {
        as: 'rows', table: 'email_email_address', of: 'email_id', only: { address_type: 'bcc' }, deleted: 'deleted', addressId: 'email_address_id',
        in: { table: 'email_address', id: { column: 'id', made: 'hex17' }, address: 'name', folded: { column: 'lower', to: 'lower' }, deleted: 'deleted' }
      }
    },
    appointment: {
      table: 'meeting',
      id: { column: 'id', made: 'hex17' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'modified_at',
      defaults: { created_at: { now: 'datetime' }, created_by_id: { the: 'owner' }, status: 'Planned' },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Account', person: 'Contact' },
      attributes: { status: 'status' },
      subject: { column: 'name', maxLength: 255 },
      body: { content: 'description', is: 'text' },
      // A field that an administrator has added: there is none as it comes.
      location: 'c_location',
      // The date of the end is the last day.
      time: { as: 'instants', start: 'date_start', end: 'date_end', allDay: { flag: 'is_all_day', start: 'date_start_date', end: 'date_end_date', endIs: 'lastDay' } }
    },
    task: {
      table: 'task',
      id: { column: 'id', made: 'hex17' },
      owner: 'assigned_user_id',
      deleted: 'deleted',
      modifiedAt: 'modified_at',
      defaults: { created_at: { now: 'datetime' }, created_by_id: { the: 'owner' } },
      contact: { as: 'parent', type: 'parent_type', id: 'parent_id', contact: 'Account', person: 'Contact' },
      subject: { column: 'name', maxLength: 255 },
      body: { content: 'description', is: 'text' },
      start: 'date_start_date',
      due: 'date_end_date',
      progress: {
        // There is no status for waiting; which of the two that are "Started" was meant, we remember.
        status: { column: 'status', values: { notStarted: 'Not Started', inProgress: 'Started', completed: 'Completed', waitingOnOthers: 'Started', deferred: ['Deferred', 'Canceled'] } },
        completedOn: { column: 'date_completed', clock: '12:00:00' }
      },
      importance: { column: 'priority', values: { low: 'Low', normal: 'Normal', high: ['High', 'Urgent'] } }
    }
  },
  contacts: {
    table: 'account',
    id: 'id',
    name: 'name',
    deleted: 'deleted',
    addresses: {
      as: 'rows', table: 'entity_email_address', of: 'entity_id', only: { entity_type: 'Account' }, deleted: 'deleted', addressId: 'email_address_id',
      in: { table: 'email_address', id: { column: 'id', made: 'hex17' }, address: 'name', folded: { column: 'lower', to: 'lower' }, deleted: 'deleted' }
    },
    persons: {
      table: 'contact',
      id: 'id',
      deleted: 'deleted',
      contact: { as: 'column', column: 'account_id' },
      addresses: {
        as: 'rows', table: 'entity_email_address', of: 'entity_id', only: { entity_type: 'Contact' }, deleted: 'deleted', addressId: 'email_address_id',
        in: { table: 'email_address', id: { column: 'id', made: 'hex17' }, address: 'name', folded: { column: 'lower', to: 'lower' }, deleted: 'deleted' }
      }
    }
  },
  // The bytes are a file named by the attachment's id, which `storeDocument` writes.
  documents: {
    table: 'attachment',
    id: { column: 'id', made: 'hex17' },
    activity: { as: 'parent', type: 'parent_type', id: 'parent_id', types: { email: 'Email', appointment: 'Meeting', task: 'Task' } },
    name: 'name',
    mimeType: 'type',
    size: 'size',
    defaults: { role: 'Attachment', created_at: { now: 'datetime' }, created_by_id: { the: 'owner' }, deleted: 0 }
  }
}

const id = 'id varchar(24) not null primary key'
const stamps = 'created_at datetime, modified_at datetime, created_by_id varchar(24), modified_by_id varchar(24), assigned_user_id varchar(24), deleted bool default false'
const parent = 'parent_type varchar(100), parent_id varchar(24)'

const ddl = `
create table account (${id}, name varchar(249), ${stamps});
create table contact (${id}, first_name varchar(100), last_name varchar(100), account_id varchar(24), ${stamps});
create table email_address (${id}, name varchar(255), lower varchar(255), deleted bool default false, invalid bool default false, opt_out bool default false);
create index idx_lower on email_address (lower);
create table entity_email_address (id integer primary key, entity_id varchar(24), email_address_id varchar(24), entity_type varchar(100), "primary" bool default false, deleted bool default false);
create table email_email_address (id integer primary key, email_id varchar(24), email_address_id varchar(24), address_type varchar(4), deleted bool default false);
create table meeting (${id}, name varchar(255), ${stamps}, ${parent}, status varchar(100) default 'Planned', date_start datetime, date_end datetime, is_all_day bool not null default false, date_start_date date, date_end_date date, description text, c_location varchar(100));
create table task (${id}, name varchar(255), ${stamps}, ${parent}, status varchar(100) default 'Not Started', priority varchar(100) default 'Normal', date_start datetime, date_end datetime, date_start_date date, date_end_date date, date_completed datetime, description text);
create table email (${id}, name varchar(255), ${stamps}, ${parent}, from_string varchar(255), address_name_map text, status varchar(100) default 'Archived', date_sent datetime, message_id varchar(255), is_html bool not null default true, body text, body_plain text);
create table attachment (${id}, name varchar(255), ${stamps}, ${parent}, type varchar(100), size int, role varchar(36));
`

const utc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
const lastDayOf = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)

export const espo: System = {
  name: 'EspoCRM',
  mapping: espoCrm,
  ddl,
  tables: ['account', 'contact', 'email_address', 'entity_email_address', 'email_email_address', 'meeting', 'task', 'email', 'attachment'],
  host: { email: 'email', appointment: 'meeting', task: 'task' },
  columns: { subject: 'name', owner: 'assigned_user_id', modified: 'modified_at', deleted: 'deleted' },
  add: {
    email: (key, f) => [
      { table: 'email', row: { id: key, name: f.subject, date_sent: utc(f.sentAt), from_string: 'Sender <sender@customer.example>', address_name_map: JSON.stringify(Object.fromEntries([...f.to, ...f.cc, ...f.bcc].flatMap(({ address, name }) => (name === null ? [] : [[address, name]])))), is_html: 0, body: f.body.content } },
      ...([['to', f.to], ['cc', f.cc], ['bcc', f.bcc]] as const).flatMap(([type, people]) =>
        people.flatMap(({ address }, i) => {
          const of = `${key.slice(0, 12)}-${type}${i}`
          return [{ table: 'email_address', row: { id: of, name: address, lower: address.toLowerCase() } }, { table: 'email_email_address', row: { email_id: key, email_address_id: of, address_type: type } }]
        })
      )
    ],
    appointment: (key, f, utcOf) => [
      {
        table: 'meeting',
        row: {
          id: key,
          name: f.subject,
          description: 'Text of "appointment" 5',
          c_location: f.location,
          date_start: utc(utcOf(f.time).start),
          date_end: utc(utcOf(f.time).end),
          is_all_day: f.time.allDay ? 1 : 0,
          date_start_date: f.time.allDay ? f.time.start : null,
          date_end_date: f.time.allDay ? lastDayOf(f.time.end) : null
        }
      }
    ],
    task: (key, f) => [{ table: 'task', row: { id: key, name: f.subject, description: f.body.content, date_start_date: f.start, date_end_date: f.due } }]
  },
  addContact: (ids, { name, addresses, persons }) => {
    const addressed = (type: string, entity: string, all: ReadonlyArray<string>): ReturnType<System['addContact']> =>
      all.flatMap((address) => {
        const key = ids()
        return [
          { table: 'email_address', row: { id: key, name: address, lower: address.toLowerCase() } },
          { table: 'entity_email_address', row: { entity_id: entity, email_address_id: key, entity_type: type } }
        ]
      })
    const account = ids()
    return [
      { table: 'account', row: { id: account, name } },
      ...addressed('Account', account, addresses),
      ...persons.flatMap((p) => {
        const person = ids()
        return [{ table: 'contact', row: { id: person, last_name: p.name, account_id: account } }, ...addressed('Contact', person, p.addresses)]
      })
    ]
  },
  contactTables: { contact: 'account', person: 'contact' },
  documentsOf: 'select id, name from attachment where parent_id = ?'
}
