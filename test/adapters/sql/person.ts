/** A person who works in the reference CRM through its tables alone, as one who knows nothing of us. */
import { referenceCrm, sqlCrm } from '../../../src/adapters/sql/index'
import { fieldColumns } from '../../../src/adapters/sql/crm/activity-columns'
import type { FieldsOf, Kind, Patch } from '../../../src/core/model/fields'
import type { ActivityId } from '../../../src/core/model/ids'
import type { CrmPersonHarness } from '../../../src/testing/contracts/crm-harness'
import type { Fixture, Host } from './databases'
import { right } from './fixtures'

const columnsOf = <K extends Kind>(kind: K, fields: FieldsOf[K]): ReadonlyArray<readonly [string, string | number | null]> => {
  const values = fieldColumns[kind].valuesOf(fields) as ReadonlyArray<string | number | null>
  return fieldColumns[kind].names.map((name, i) => [name, values[i] ?? null])
}

export const personOn = ({ db, host }: Pick<Fixture, 'db' | 'host'>): Required<CrmPersonHarness> => ({
  addActivity: async <K extends Kind>(owner: string, kind: K, fields: FieldsOf[K]): Promise<ActivityId> => {
    const columns = columnsOf(kind, fields)
    await host.run(`insert into activities (kind, owner, ${columns.map(([n]) => n).join(', ')}) values (?, ?, ${columns.map(() => '?').join(', ')})`, kind, owner, ...columns.map(([, v]) => v))
    return String((await host.all('select max(id) as id from activities'))[0]?.['id'])
  },
  editActivity: async (id: ActivityId, patch: Patch): Promise<void> => {
    const [read] = await right(sqlCrm({ db }).read([id]))
    if (read?._tag !== 'Found') throw new Error(`activity ${id} is ${read?._tag ?? 'nowhere'}`)
    const { kind, fields } = read.activity
    const columns = columnsOf<Kind>(kind, { ...fields, ...patch } as FieldsOf[Kind])
    await host.run(`update activities set ${columns.map(([n]) => `${n} = ?`).join(', ')} where id = ?`, ...columns.map(([, v]) => v), Number(id))
  },
  deleteActivity: async (id) => host.run('delete from activities where id = ?', Number(id)),
  reassign: async (id, owner) => host.run('update activities set owner = ? where id = ?', owner, Number(id)),
  addContact: async ({ name, addresses, persons }) => {
    const contactId = await referenceCrm(db).addContact({ name, addresses, persons })
    const rows = await host.all('select id, name from contact_persons where contact_id = ?', contactId)
    return { contactId, personIds: persons.map((p) => String(rows.find((r) => r['name'] === p.name)?.['id'])) }
  }
})

/** One more entry and then none at all: every cursor lies before what is gone. */
export const cutLog = (host: Host): Promise<void> => host.exec("insert into activity_changes (activity_id, owner, at) values (0, '', ''); delete from activity_changes")

/** The documents of an activity, oldest first. */
export const documentsIn = async (host: Host, activity: ActivityId): Promise<ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array }>> =>
  (await host.all('select name, bytes from documents where activity_id = ? order by id', Number(activity))).map((r) => ({ name: String(r['name']), bytes: new Uint8Array(r['bytes'] as ArrayBuffer) }))
