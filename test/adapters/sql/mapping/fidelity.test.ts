/** What comes back of what is written, what a person's edit does to it, and what stays out of reach. */
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping, MappingFunctions } from '../../../../src/adapters/sql/index'
import type { Patch } from '../../../../src/core/model/fields'
import type { Activity } from '../../../../src/core/model/activity'
import { formatPeople, htmlOfText, parseInstant, parsePeople, textOfHtml } from '../../../../src/adapters/sql/mapping/host-texts'
import { activityOf, create, createOne, right, sample, valueOf, writeOne } from '../fixtures'
import { espo, espoCrm } from './espo-crm'
import { suite, suiteCrm } from './suite-crm'
import { closeAll, insert, openOnPostgres, openOnSqlite } from './systems'

afterEach(closeAll)

const functions: MappingFunctions = { storeDocument: () => undefined }
const now = (): string => '2026-11-24T12:00:00.000Z'

const start = async (mapping: Mapping = suiteCrm, more: MappingFunctions = {}) => {
  const opened = await openOnSqlite(suite, mapping)
  return { ...opened, crm: sqlCrm({ db: opened.db, mapping, functions: { ...functions, ...more }, now }) }
}

type Crm = Awaited<ReturnType<typeof start>>['crm']
const read = async (crm: Crm, id: string): Promise<Activity> => {
  const [r] = await right(crm.read([id]))
  if (r?._tag !== 'Found') throw new Error(JSON.stringify(r))
  return r.activity
}
const update = async (crm: Crm, a: Activity, patch: Patch): Promise<Activity> =>
  activityOf(valueOf(await writeOne(crm, { _tag: 'UpdateActivity', kind: a.kind, id: a.id, owner: a.owner, version: a.version, patch, commit: () => [] })))

describe('what the columns cannot hold', () => {
  it('is remembered for as long as nobody writes there, and then what stands there counts', async () => {
    const { crm, host } = await start()
    const subject = 'A subject that is longer than the fifty characters that the column takes'
    const time = { allDay: false as const, start: { local: '2026-11-24T09:30:00', zone: 'America/New_York' }, end: { local: '2026-11-24T10:30:00', zone: 'America/New_York' } }
    const a = await createOne(crm, 'appointment', 'k', { fields: { ...sample.appointment, subject, time, showAs: 'oof' } })
    expect(a.fields).toMatchObject({ subject, time, showAs: 'oof' })
    expect(await host.all('select name, date_start from meetings')).toEqual([{ name: subject.slice(0, 50), date_start: '2026-11-24 14:30:00' }])
    // Another field is edited: these are still as they were.
    await host.exec("update meetings set location = 'Elsewhere'")
    expect((await read(crm, a.id)).fields).toMatchObject({ subject, time, showAs: 'oof', location: 'Elsewhere' })
    await host.exec("update meetings set name = 'Short', date_start = '2026-11-24 15:30:00'")
    const zone = 'Europe/Stockholm'
    expect((await read(crm, a.id)).fields).toMatchObject({ subject: 'Short', showAs: 'oof', time: { start: { local: '2026-11-24T16:30:00', zone }, end: { local: '2026-11-24T16:30:00', zone } } })
  })

  it('two of our values with one of the host’s are told apart until a person chooses', async () => {
    const opened = await openOnSqlite(espo, espoCrm)
    const crm = sqlCrm({ db: opened.db, mapping: espoCrm, functions, now })
    const a = await createOne(crm, 'task', 'k', { fields: { ...sample.task, progress: { status: 'waitingOnOthers', percent: 40, completedOn: null } } })
    expect(a.fields).toMatchObject({ progress: { status: 'waitingOnOthers', percent: 40 } })
    await opened.host.exec("update task set status = 'Canceled'")
    expect((await read(crm, a.id)).fields).toMatchObject({ progress: { status: 'deferred', percent: 0 } })
  })
})

describe('an update', () => {
  it('writes the columns of its patch, and no others', async () => {
    const { crm, host } = await start()
    const a = await createOne(crm, 'task', 'k')
    // A person has set a time of day, and what we do not know of.
    await host.exec("update tasks set date_due = '2026-12-01 16:45:00', date_due_flag = 1")
    const b = await update(crm, await read(crm, a.id), { subject: 'Another' })
    expect(await host.all('select name, date_due, date_due_flag from tasks')).toEqual([{ name: 'Another', date_due: '2026-12-01 16:45:00', date_due_flag: 1 }])
    expect(b.fields).toMatchObject({ due: '2026-12-01' })
  })

  it('puts addresses that are rows of their own in place of those before', async () => {
    const opened = await openOnSqlite(espo, espoCrm)
    const crm = sqlCrm({ db: opened.db, mapping: espoCrm, functions, now })
    const a = await createOne(crm, 'email', 'k', { fields: { ...sample.email, to: [{ address: 'First@a.example', name: 'First' }], cc: [], bcc: [] } })
    const b = await update(crm, a, { to: [{ address: 'first@a.example', name: null }, { address: 'second@a.example', name: 'Second' }] })
    expect(b.fields).toMatchObject({ to: [{ address: 'first@a.example', name: null }, { address: 'second@a.example', name: 'Second' }] })
    // The address that was there is used again, in whatever case, and the row that tied it before is marked.
    expect(await opened.host.all('select lower from email_address order by lower')).toEqual([{ lower: 'first@a.example' }, { lower: 'second@a.example' }])
    expect(await opened.host.all("select deleted, count(*) as n from email_email_address where address_type = 'to' group by deleted order by deleted")).toEqual([{ deleted: 0, n: 2 }, { deleted: 1, n: 1 }])
    await opened.host.exec("update email_email_address set deleted = 1 where email_address_id in (select id from email_address where lower = 'second@a.example')")
    // Of what a person has changed we remember nothing, and the host knows a name for that address.
    expect((await read(crm, a.id)).fields).toMatchObject({ to: [{ address: 'First@a.example', name: 'First' }] })
  })

  it('keeps the names of addressees in the column that the host has for them, and leaves those that are there', async () => {
    const opened = await openOnSqlite(espo, espoCrm)
    const crm = sqlCrm({ db: opened.db, mapping: espoCrm, functions, now })
    const names = async (): Promise<unknown> => JSON.parse(String((await opened.host.all('select address_name_map as names from email'))[0]?.['names']))
    const a = await createOne(crm, 'email', 'k', { fields: { ...sample.email, to: [{ address: 'bo@a.example', name: 'Bo' }, { address: 'anna@acme.se', name: null }], cc: [{ address: 'eva@a.example', name: 'Eva "E" Ek' }], bcc: [] } })
    expect(await names()).toEqual({ 'bo@a.example': 'Bo', 'eva@a.example': 'Eva "E" Ek' })
    // Nothing of it has to be remembered by us.
    expect(await opened.host.all("select kept from ocs_mapped where kept like '%\"cc\"%'")).toEqual([])
    await opened.host.run('update email set address_name_map = ?', JSON.stringify({ 'BO@a.example': 'Bo Berg', 'old@a.example': 'Old', odd: 7 }))
    const edited = await read(crm, a.id)
    expect(edited.version).not.toBe(a.version)
    expect(edited.fields).toMatchObject({ to: expect.arrayContaining([{ address: 'bo@a.example', name: 'Bo Berg' }, { address: 'anna@acme.se', name: null }]), cc: [{ address: 'eva@a.example', name: null }] })
    const b = await update(crm, edited, { cc: [{ address: 'new@a.example', name: 'New' }] })
    expect(b.fields).toMatchObject({ cc: [{ address: 'new@a.example', name: 'New' }] })
    expect(await names()).toEqual({ 'BO@a.example': 'Bo Berg', 'old@a.example': 'Old', 'new@a.example': 'New' })
    // What is no such object is left alone.
    await opened.host.run('update email set address_name_map = ?', 'not JSON')
    const c = await update(crm, await read(crm, a.id), { cc: [{ address: 'eva@a.example', name: 'Eva' }] })
    expect(c.fields).toMatchObject({ cc: [{ address: 'eva@a.example', name: 'Eva' }] })
    expect(await opened.host.all('select address_name_map as names from email')).toEqual([{ names: 'not JSON' }])
  })

  it('makes the row of a part that is not there', async () => {
    const { crm, host } = await start()
    await insert(host, { table: 'emails', row: { id: 'm', name: 'Mail', assigned_user_id: 'anna', date_sent_received: '2026-11-24 10:00:00' } })
    await update(crm, await read(crm, 'email:m'), { body: { type: 'text', content: 'a < b' } })
    expect(await host.all('select email_id, description_html from emails_text')).toEqual([{ email_id: 'm', description_html: 'a &lt; b' }])
  })
})

it('an e-mail that the host keeps with a fraction of a second is found without it', async () => {
  const { crm, host } = await start()
  await insert(host, { table: 'emails', row: { id: 'm', name: 'Mail', assigned_user_id: 'anna', date_sent_received: '2026-11-24 10:00:00.638' } })
  expect((await right(crm.findSimilar('anna', 'email', [{ at: '2026-11-24T10:00:00.000Z', subject: '' }]))).map((a) => a.id)).toEqual(['email:m'])
  expect(await right(crm.findSimilar('anna', 'email', [{ at: '2026-11-24T10:00:01.000Z', subject: '' }]))).toEqual([])
})

describe('a row that cannot be read', () => {
  it('is told as failed, by table and column and without its content, and the others as they are', async () => {
    const { crm, host } = await start()
    const row = (id: string, more: Readonly<Record<string, string>>) => insert(host, { table: 'tasks', row: { id, name: 'Secret', assigned_user_id: 'anna', date_modified: '2026-11-24 10:00:00', status: 'Not Started', ...more } })
    await row('a', { status: 'Invented' })
    await row('b', {})
    await row('c', { date_due: 'tomorrow' })
    const page = await right(crm.changes('anna', null))
    const told = page.changes.map((c) => (c._tag === 'Failed' && c.error._tag === 'InvalidPayload' ? [c.id, c.error.errors.map((e) => e.field)] : c._tag))
    expect(told).toEqual([['task:a', ['tasks.status']], 'Present', ['task:c', ['tasks.date_due']]])
    expect(JSON.stringify(page.changes.filter((c) => c._tag === 'Failed'))).not.toMatch(/Secret|Invented|tomorrow/)
    const failed = await writeOne(crm, { _tag: 'UpdateActivity', kind: 'task', id: 'task:a', owner: 'anna', version: 'x', patch: { subject: 'x' }, commit: () => [] })
    expect(failed).toMatchObject({ left: { _tag: 'InvalidPayload' } })
  })
})

describe('one company among others in the same tables', () => {
  it('is all that is read, found and written', async () => {
    const tasks = suiteCrm.activities.task
    if (tasks === undefined) throw new Error('no tasks')
    const of = (value: string): Mapping => ({ ...suiteCrm, name: value, activities: { task: { ...tasks, company: { column: 'created_by', value }, defaults: {} } } })
    const opened = await openOnSqlite(suite, of('acme'))
    const [acme, globex] = (['acme', 'globex'] as const).map((c) => sqlCrm({ db: opened.db, mapping: of(c), functions, now }))
    if (acme === undefined || globex === undefined) throw new Error('no port')
    const a = await createOne(acme, 'task', 'same-key')
    const b = await createOne(globex, 'task', 'same-key')
    expect(a.id).not.toBe(b.id)
    expect(await opened.host.all('select created_by from tasks order by created_by')).toEqual([{ created_by: 'acme' }, { created_by: 'globex' }])
    expect((await right(acme.changes('anna', null))).changes).toMatchObject([{ _tag: 'Present', activity: { id: a.id } }])
    expect(await right(acme.read([b.id]))).toMatchObject([{ _tag: 'Missing' }])
    expect((await right(acme.findByOwnKey('anna', ['same-key']))).map((x) => x.id)).toEqual([a.id])
    expect((await right(acme.findSimilar('anna', 'task', [{ at: null, subject: 'Call' }]))).map((x) => x.id)).toEqual([a.id])
    expect(await writeOne(acme, { _tag: 'DeleteActivity', kind: 'task', id: b.id, owner: 'anna', version: b.version, commit: () => [] })).toMatchObject({ right: { _tag: 'Deleted' } })
    expect(await right(globex.read([b.id]))).toMatchObject([{ _tag: 'Found' }])
  })
})

describe('what the host gives', () => {
  it('converters and keys are used, and one that throws fails its row alone', async () => {
    const task = suiteCrm.activities.task
    if (task === undefined) throw new Error('no tasks')
    const mapping: Mapping = { ...suiteCrm, activities: { task: { ...task, id: { column: 'id', made: { by: 'count' } }, subject: { column: 'name', convert: 'shout' } } } }
    let n = 0
    const shout = {
      encode: (s: string | null) => {
        if (s === 'no') throw new Error('no')
        return s === null ? null : s.toUpperCase()
      },
      decode: (s: string | number | null) => (s === null ? null : String(s).toLowerCase())
    }
    const { crm, host } = await start(mapping, { converters: { shout }, newId: { count: () => `n${(n += 1)}` } })
    const answers = await right(crm.write([create('task', 'a'), create('task', 'b', { fields: { ...sample.task, subject: 'no' } }), create('task', 'c')]))
    expect(answers.map((e) => (e._tag === 'Left' ? e.left._tag : e.right._tag))).toEqual(['Activity', 'InvalidPayload', 'Activity'])
    expect(await host.all('select id, name from tasks order by id')).toEqual([{ id: 'n1', name: 'CALL' }, { id: 'n2', name: 'CALL' }])
    // What the column cannot hold is remembered here as well.
    expect((await read(crm, 'task:n1')).fields.subject).toBe('Call')
  })

  it('bytes that cannot be stored leave no document, and the rest of the batch is done', async () => {
    const stored: Array<string> = []
    const storeDocument: MappingFunctions['storeDocument'] = async ({ name }) => {
      if (name === 'bad.pdf') throw new Error('secret path')
      stored.push(name)
    }
    const { crm, host } = await start(suiteCrm, { storeDocument })
    const { id } = await createOne(crm, 'task', 'k')
    const document = (name: string) => ({ _tag: 'AddDocument' as const, key: name, activity: id, owner: 'anna', name, mimeType: 'application/pdf', bytes: new Uint8Array(3), commit: () => [] })
    const answers = await right(crm.write([document('good.pdf'), document('bad.pdf'), create('task', 'later'), document('good.pdf')]))
    expect(answers.map((e) => (e._tag === 'Left' ? e.left : e.right._tag))).toEqual(['Document', { _tag: 'Unexpected', detail: 'storeDocument failed' }, 'Activity', 'Document'])
    expect(await host.all('select filename, parent_type from notes')).toEqual([{ filename: 'good.pdf', parent_type: 'Tasks' }])
    expect(stored).toEqual(['good.pdf'])
  })
})

it.each([
  ['SQLite', openOnSqlite, "select name, sql from sqlite_master where name not like 'ocs_%' and tbl_name not like 'ocs_%' order by name"],
  ['Postgres', openOnPostgres, "select table_name, column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name not like 'ocs_%' order by 1, 2"]
] as const)('nothing of the host’s tables is altered on %s', async (_, open, schema) => {
  const opened = await open(suite, suiteCrm)
  const before = await opened.host.all(schema)
  const crm = sqlCrm({ db: opened.db, mapping: suiteCrm, functions, now })
  await createOne(crm, 'email', 'k')
  await right(crm.changes('anna', null))
  expect(await opened.host.all(schema)).toEqual(before)
  expect(before.some((r) => Object.values(r).some((v) => String(v).includes('activities')))).toBe(false)
})

describe('texts of hosts', () => {
  it('times in every form', () => {
    const at = '2026-11-24T08:30:00.000Z'
    for (const raw of ['2026-11-24 08:30:00', '2026-11-24T08:30:00Z', '2026-11-24 09:30:00+01', '2026-11-24 14:00:00.000+05:30', '2026-11-24 08:30:00.0']) expect(parseInstant(raw, 'datetime'), raw).toBe(at)
    expect([parseInstant(1795509000, 'epochSeconds'), parseInstant('1795509000000', 'epochMilliseconds')]).toEqual([at, at])
    for (const raw of ['0000-00-00 00:00:00', '2026-02-30 08:30:00', '2026-11-24', 'x', null, 5, '']) expect(parseInstant(raw, 'datetime'), String(raw)).toBeNull()
  })
  it('lists of addresses, there and back', () => {
    const people = [{ address: 'a@b.example', name: 'Berg, "Anna" \\ <x>' }, { address: 'c@d.example', name: null }, { address: 'e@f.example', name: "Åsa O'Neil" }]
    expect(parsePeople(formatPeople(people))).toEqual(people)
    expect(parsePeople('a@b.example; C <c@d.example>')).toEqual([{ address: 'a@b.example', name: null }, { address: 'c@d.example', name: 'C' }])
    expect(parsePeople('')).toEqual([])
    expect(parsePeople('"open')).toBeNull()
  })
  it('HTML and text', () => {
    expect(textOfHtml('<style>p{}</style><p>a &lt; b</p>\n<p>c<br>d &#228;&nbsp;</p>')).toBe('a < b\nc\nd ä')
    expect(htmlOfText('a < b & "c"\nd')).toBe('a &lt; b &amp; &quot;c&quot;<br>\nd')
  })
})
