/** The tables of the reference CRM, expressed as a mapping: all kinds in one table. */
import type { Mapping } from '../../../../src/adapters/sql/index'
import { fieldColumns } from '../../../../src/adapters/sql/crm/activity-columns'
import type { FieldsOf, Kind } from '../../../../src/core/model/fields'
import type { NewRow, System } from './systems'

export const referenceTables: Mapping = {
  name: 'reference',
  notice: { by: 'comparison' },
  activities: {
    email: {
      table: 'activities',
      id: { column: 'id', made: 'database' },
      owner: 'owner',
      only: { kind: 'email' },
      deleted: 'deleted',
      modifiedAt: { column: 'modified_at', format: 'iso' },
      version: 'version',
      contact: { as: 'columns', contact: 'contact_id', person: 'contact_person_id' },
      attributes: { type: 'type', status: 'status', priority: 'priority', project: 'project', responsible: 'responsible', private: 'private' },
      subject: 'subject',
      body: { content: 'body', type: 'body_type' },
      sentAt: { column: 'sent_at', format: 'iso' },
      from: { as: 'columns', address: 'from_address', name: 'from_name' },
      to: { as: 'json', column: 'recipients_to' },
      cc: { as: 'json', column: 'recipients_cc' },
      bcc: { as: 'json', column: 'recipients_bcc' }
    },
    appointment: {
      table: 'activities',
      id: { column: 'id', made: 'database' },
      owner: 'owner',
      only: { kind: 'appointment' },
      deleted: 'deleted',
      modifiedAt: { column: 'modified_at', format: 'iso' },
      version: 'version',
      contact: { as: 'columns', contact: 'contact_id', person: 'contact_person_id' },
      attributes: { type: 'type', status: 'status', priority: 'priority', project: 'project', responsible: 'responsible', private: 'private' },
      subject: 'subject',
      body: { content: 'body', type: 'body_type' },
      location: 'location',
      showAs: { column: 'show_as', otherwise: 'busy' },
      time: { as: 'local', start: 'starts_at', startZone: 'start_zone', end: 'ends_at', endZone: 'end_zone', allDay: 'all_day' }
    },
    task: {
      table: 'activities',
      id: { column: 'id', made: 'database' },
      owner: 'owner',
      only: { kind: 'task' },
      deleted: 'deleted',
      modifiedAt: { column: 'modified_at', format: 'iso' },
      version: 'version',
      contact: { as: 'columns', contact: 'contact_id', person: 'contact_person_id' },
      attributes: { type: 'type', status: 'status', priority: 'priority', project: 'project', responsible: 'responsible', private: 'private' },
      subject: 'subject',
      body: { content: 'body', type: 'body_type' },
      start: 'start_on',
      due: 'due_on',
      progress: { status: { column: 'task_status', otherwise: 'notStarted' }, percent: 'percent', completedOn: 'completed_on' },
      importance: { column: 'importance', otherwise: 'normal' }
    }
  },
  contacts: {
    table: 'contacts',
    id: 'id',
    name: 'name',
    addresses: { as: 'rows', table: 'addresses', of: 'contact_id', only: { contact_person_id: null }, address: 'address' },
    persons: {
      table: 'contact_persons',
      id: 'id',
      contact: { as: 'column', column: 'contact_id' },
      addresses: { as: 'rows', table: 'addresses', of: 'contact_person_id', address: 'address' }
    }
  },
  documents: {
    table: 'documents',
    id: { column: 'id', made: 'database' },
    activity: { as: 'column', column: 'activity_id' },
    owner: 'owner',
    name: 'name',
    mimeType: 'mime_type',
    size: 'size',
    bytes: 'bytes',
    defaults: { key: { the: 'key' }, sha256: '', added_at: { now: 'iso' } }
  }
}

const add =
  <K extends Kind>(kind: K) =>
  (_: string, fields: FieldsOf[K]): ReadonlyArray<NewRow> => {
    const values = fieldColumns[kind].valuesOf(fields) as ReadonlyArray<string | number | null>
    return [{ table: 'activities', row: { kind, ...Object.fromEntries(fieldColumns[kind].names.map((n, i) => [n, values[i] ?? null])) } }]
  }

export const reference: System = {
  name: 'the reference tables',
  mapping: referenceTables,
  ddl: null,
  tables: ['documents', 'activities', 'addresses', 'contact_persons', 'contacts', 'activity_changes'],
  host: { email: 'activities', appointment: 'activities', task: 'activities' },
  columns: { subject: 'subject', owner: 'owner', modified: null, deleted: null },
  numbered: true,
  add: { email: add('email'), appointment: add('appointment'), task: add('task') },
  addContact: (ids, { name, addresses, persons }) => {
    const contact = ids()
    const addressed = (person: string | null, all: ReadonlyArray<string>): ReadonlyArray<NewRow> => all.map((address) => ({ table: 'addresses', row: { address, contact_id: contact, contact_person_id: person } }))
    return [
      { table: 'contacts', row: { id: contact, name } },
      ...addressed(null, addresses),
      ...persons.flatMap((p) => {
        const person = ids()
        return [{ table: 'contact_persons', row: { id: person, contact_id: contact, name: p.name } }, ...addressed(person, p.addresses)]
      })
    ]
  },
  contactTables: { contact: 'contacts', person: 'contact_persons' },
  documentsOf: 'select name, bytes from documents where activity_id = ?'
}
