import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { closeAll, databases } from './databases'
import { create, errorOf, left, linkOf, right, writeOne } from './fixtures'

afterEach(closeAll)

const secret = 'Confidential words'
const ids = { task: '1', email: '2', appointment: '3', other: '4' }

/** What a person can do to a row, and the column that is then named. */
const damages: ReadonlyArray<readonly [sql: string, id: string, column: string, got: string]> = [
  ["update activities set due_on = '2026-02-30' where id = 1", ids.task, 'due_on', 'string'],
  ["update activities set due_on = 'tomorrow' where id = 1", ids.task, 'due_on', 'string'],
  ["update activities set task_status = 'nearly' where id = 1", ids.task, 'task_status', 'string'],
  ['update activities set percent = 101 where id = 1', ids.task, 'percent', 'number'],
  ["update activities set importance = 'very' where id = 1", ids.task, 'importance', 'string'],
  ["update activities set kind = 'note' where id = 1", ids.task, 'kind', 'string'],
  ["update activities set modified_at = '2026-11-24 10:00' where id = 1", ids.task, 'modified_at', 'string'],
  ["update activities set body_type = 'rtf' where id = 1", ids.task, 'body_type', 'string'],
  ['update activities set sent_at = null where id = 2', ids.email, 'sent_at', 'null'],
  ["update activities set recipients_to = '[{]' where id = 2", ids.email, 'recipients_to', 'string'],
  [`update activities set recipients_cc = '[{"address":7,"name":null}]' where id = 2`, ids.email, 'recipients_cc[0].address', 'number'],
  ["update activities set start_zone = 'Mars/Olympus' where id = 3", ids.appointment, 'start_zone', 'string'],
  ["update activities set starts_at = '2026-11-24' where id = 3", ids.appointment, 'starts_at', 'string'],
  ['update activities set all_day = 1 where id = 3', ids.appointment, 'starts_at', 'string'],
  ["update activities set show_as = 'sleeping' where id = 3", ids.appointment, 'show_as', 'string']
]

/** What can only be done where a column takes values of every type. */
const ofAnotherType: typeof damages = [
  ["update activities set percent = 'half' where id = 1", ids.task, 'percent', 'string'],
  ["update activities set private = 'maybe' where id = 1", ids.task, 'private', 'string'],
  ["update activities set version = 'two' where id = 1", ids.task, 'version', 'string'],
  ["update activities set body = x'00ff' where id = 1", ids.task, 'body', 'object'],
  ["update activities set all_day = 'yes' where id = 3", ids.appointment, 'all_day', 'string']
]

describe.each(databases)('%s', (_, on) => {
  const start = async () => {
    const fixture = await on.newDatabase()
    const crm = sqlCrm({ db: fixture.db })
    await right(crm.write([create('task', 'a'), create('email', 'b'), create('appointment', 'c'), create('task', 'd')]))
    await fixture.host.run('update activities set subject = ?, body = ?', secret, secret)
    return { ...fixture, crm }
  }

  describe('a row that a person has spoilt', () => {
    it.each(on.name === 'SQLite' ? [...damages, ...ofAnotherType] : damages)('%s', async (sql, id, column, got) => {
      const { crm, host } = await start()
      const { cursor } = await right(crm.changes('anna', null))
      await host.exec(sql)
      const failed = { _tag: 'Failed', id, error: { _tag: 'InvalidPayload', what: `activity ${id}`, errors: expect.arrayContaining([expect.objectContaining({ field: column, got })]) } }
      const read = await right(crm.read([id, ids.other]))
      expect(read[0]).toMatchObject(failed)
      expect(read[1]?._tag).toBe('Found')
      expect((await right(crm.changes('anna', cursor))).changes).toMatchObject([failed])
      const listing = (await right(crm.changes('anna', null))).changes
      expect(listing.filter((c) => c._tag === 'Present')).toHaveLength(3)
      expect(listing).toContainEqual(expect.objectContaining(failed))
      expect(JSON.stringify([read[0], listing.filter((c) => c._tag === 'Failed')])).not.toContain(secret)
    })

    if (on.name === 'Postgres') it.each(ofAnotherType.filter(([, , column]) => column !== 'body'))('%s: the type of the column keeps it out', async (sql) => {
      const { host } = await start()
      await expect(host.exec(sql)).rejects.toMatchObject({ code: '22P02' })
    })

    it('names what is expected', async () => {
      const { crm, host } = await start()
      await host.exec("update activities set due_on = 'x', percent = -1 where id = 1")
      const [read] = await right(crm.read(['1']))
      expect(read?._tag === 'Failed' && read.error).toEqual({
        _tag: 'InvalidPayload',
        what: 'activity 1',
        errors: [
          { field: 'due_on', got: 'string', expected: 'a date like 2026-11-24, or null' },
          { field: 'percent', got: 'number', expected: 'a whole number from 0 to 100' }
        ]
      })
    })

    it('is not made a second time under its own key, not updated, and can be deleted', async () => {
      const { crm, host } = await start()
      await host.exec("update activities set due_on = 'x' where id = 1")
      expect(await right(crm.findByOwnKey('anna', ['a', 'd']))).toMatchObject([{ id: '4' }])
      expect(errorOf(await writeOne(crm, create('task', 'a')))._tag).toBe('InvalidPayload')
      const at = { kind: 'task' as const, id: '1', owner: 'anna', version: '3', commit: () => [] }
      expect(errorOf(await writeOne(crm, { _tag: 'UpdateActivity', ...at, patch: { subject: 'x' } }))._tag).toBe('InvalidPayload')
      expect(await writeOne(crm, { _tag: 'DeleteActivity', ...at })).toMatchObject({ _tag: 'Right' })
    })

    it('does not hide the others from a search', async () => {
      const { crm, host } = await start()
      await host.exec("update activities set importance = 'x' where id = 1")
      expect((await right(crm.findSimilar('anna', 'task', [{ at: '2026-12-01', subject: '' }]))).map((a) => a.id)).toEqual(['4'])
      await host.exec("update activities set starts_at = '2026-11-24T99:00:00' where id = 3")
      expect(await right(crm.findSimilar('anna', 'appointment', [{ at: '2026-11-24T08:30:00.000Z', subject: '' }]))).toEqual([])
    })
  })

  describe('a spoilt row of our memory', () => {
    it('names table and column', async () => {
      const { db, host } = await on.newDatabase()
      const store = sqlStore({ db })
      const scope = { user: 'anna', database: 'acme' }
      await right(store.write(scope, [{ _tag: 'PutLink', link: linkOf('l', '1') }]))
      const query = { ids: ['l'], itemIds: [], activityIds: [], identities: [] }
      for (const [sql, field] of [["set rest = '{'", 'rest'], ["set rest = '{}'", 'occurrence'], ["set state = 'ajar'", 'state'], ["set review_at = 'soon'", 'reviewAt']] as const) {
        await right(store.write(scope, [{ _tag: 'PutLink', link: linkOf('l', '1') }]))
        await host.exec(`update ocs_links ${sql}`)
        const error = await left(store.links(scope, query))
        expect(error).toMatchObject({ _tag: 'InvalidPayload', what: 'row of ocs_links' })
        expect(error._tag === 'InvalidPayload' && error.errors.map((e) => e.field)).toContain(field)
      }
    })
  })
})
