/** Mappings that are wrong, by themselves or for the database: each is refused before anything is read or written, and says in which table and column. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkMapping, sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping, MappingFunctions } from '../../../../src/adapters/sql/index'
import { left, right } from '../fixtures'
import { suite, suiteCrm } from './suite-crm'
import { closeAll, openOnPostgres, openOnSqlite } from './systems'
import type { Opened } from './systems'

const functions: MappingFunctions = { storeDocument: () => undefined }
type Json = { [key: string]: Json | string | number | null | undefined }

/** The mapping with one place changed: `activities.task.due`. */
const changed = (path: string, value: unknown): Mapping => {
  const copy = structuredClone(suiteCrm) as unknown as Json
  const keys = path.split('.')
  let at: Json = copy
  for (const key of keys.slice(0, -1)) at = at[key] as Json
  at[keys.at(-1) ?? ''] = value as string
  return copy as unknown as Mapping
}

type Row = readonly [what: string, path: string, value: unknown, field: string, expected: RegExp, functions?: MappingFunctions]

const rows: ReadonlyArray<Row> = [
  ['a table that is not there', 'activities.task.table', 'todo', 'todo', /a table, for activities.task/],
  ['a column that is not there', 'activities.task.due', 'date_du', 'tasks.date_du', /a column of tasks, for activities.task.due/],
  ['a column of a part that is not there', 'activities.email.body', { content: 'emails_text.html', is: 'html' }, 'emails_text.html', /a column of emails_text/],
  ['a part that is not there', 'activities.email.body', { content: 'bodies.html', is: 'html' }, 'emails.bodies.html', /one of its parts/],
  ['a text where a point in time is needed', 'activities.appointment.time.start', { column: 'duration_hours' }, 'meetings.duration_hours', /a point in time as datetime/],
  ['seconds where there is text', 'activities.email.sentAt', { column: 'message_id', format: 'epochSeconds' }, 'emails.message_id', /a number of seconds/],
  ['a number where a text is needed', 'activities.appointment.location', 'duration_minutes', 'meetings.duration_minutes', /text, for activities.appointment.location/],
  ['a point in time where a date is needed', 'activities.task.due', 'date_due', 'tasks.date_due', /needs clock/],
  ['a text as a flag', 'activities.task.deleted', 'status', 'tasks.status', /yes or no/],
  ['a key that is no primary key', 'activities.task.id', { column: 'parent_id', made: 'uuid' }, 'tasks.parent_id', /the primary key of tasks/],
  ['a column of two fields', 'activities.task.attributes', { status: 'status' }, 'tasks.status', /one field a column/],
  ['a table of values with one missing', 'activities.task.importance', { column: 'priority', values: { low: 'Low', high: 'High' } }, 'tasks.priority', /a value for each of low, normal, high/],
  ['a table of values with one too many', 'activities.task.importance', { column: 'priority', values: { low: 'Low', normal: 'Medium', high: 'High', urgent: 'Urgent' } }, 'tasks.priority', /values of low, normal, high/],
  ['a converter that was not given', 'activities.task.subject', { column: 'name', convert: 'shout' }, 'tasks.name', /one of the converters given/],
  ['a maker of keys that was not given', 'activities.task.id', { column: 'id', made: { by: 'guid' } }, 'tasks.id', /functions given as newId/],
  ['a time of change that is missing', 'activities.task.modifiedAt', undefined, 'tasks.modifiedAt', /notice by modifiedAt needs/],
  ['two kinds with the same rows', 'activities.task', { ...suiteCrm.activities.task, table: 'meetings', due: { column: 'date_end', clock: '12:00:00' } }, 'meetings.only', /another value for each kind/],
  ['a table of addresses without its key', 'contacts.addresses.in.id', undefined, 'contacts.addresses.in.id', /column, made/],
  ['rows of addresses with neither address nor pointer', 'activities.email.to', { as: 'rows', table: 'email_addr_bean_rel', of: 'bean_id' }, 'email_addr_bean_rel.address', /either address, or addressId and in/],
  ['a NOT NULL column without a value', 'activities.email.to', { as: 'rows', table: 'email_addr_bean_rel', of: 'bean_id', address: 'bean_module' }, 'email_addr_bean_rel.email_address_id', /a value in defaults/],
  ['a kind of which documents do not say the type', 'documents.activity.types', { email: 'Emails', task: 'Tasks' }, 'notes.parent_type', /a type of parent for each kind/],
  ['no place for the bytes of documents', 'documents.size', undefined, 'notes.bytes', /storeDocument/, {}],
  ['an owner that other kinds translate otherwise', 'activities.task.owner', { column: 'assigned_user_id', values: { anna: '1' } }, 'tasks.assigned_user_id', /the same owners/],
  ['a misspelt key', 'activities.task.dueDate', 'date_due', 'activities.task.dueDate', /no such key/],
  ['a name with a quote in it', 'activities.task.table', 'tasks" --', 'activities.task.table', /a name of a table/],
  ['a zone that nobody knows', 'zone', 'Europe/Nowhere', 'zone', /IANA/],
  ['a way of noticing that there is not', 'notice', { by: 'magic' }, 'notice', /triggers/],
  ['a name with a slash in it', 'name', 'a/b', 'name', /small letters/],
  ['no kind at all', 'activities', {}, 'activities', /at least one kind/],
  ['triggers that are not installed', 'notice', { by: 'triggers' }, 'tasks', /changeTriggers/]
]

describe.each([
  ['SQLite', openOnSqlite],
  ['Postgres', openOnPostgres]
] as const)('%s', (_, open) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open(suite, suiteCrm)
  })
  afterAll(closeAll)

  it('the right one passes', async () => expect(await right(checkMapping(opened.db, suiteCrm, functions))).toBeUndefined())

  for (const [what, path, value, field, expected, given = functions] of rows)
    it(`${what} is refused`, async () => {
      const mapping = changed(path, value)
      const error = await left(checkMapping(opened.db, mapping, given))
      if (error._tag !== 'InvalidPayload') throw new Error(error._tag)
      expect(error.what).toBe('mapping')
      expect(error.errors.find((e) => e.field === field)?.expected, JSON.stringify(error.errors)).toMatch(expected)
      // The port says the same at its first use, whatever it is asked.
      const crm = sqlCrm({ db: opened.db, mapping, functions: given })
      expect(await left(crm.changes('anna', null))).toEqual(error)
      expect(await left(crm.write([{ _tag: 'DeleteActivity', kind: 'task', id: 'task:x', owner: 'anna', version: '', commit: () => [] }]))).toEqual(error)
    })

  it('what was put right is right from then on', async () => {
    const crm = sqlCrm({ db: opened.db, mapping: changed('activities.task.attributes', { project: 'c_project' }), functions })
    expect((await left(crm.read([])))._tag).toBe('InvalidPayload')
    await opened.host.exec('alter table tasks add column c_project varchar(100)')
    expect(await right(crm.read([]))).toEqual([])
  })
})
