/** `demo --graph`: a mailbox on the local Graph server, over HTTP, and a CRM in step both ways; judged by plain SQL. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cli, newFolder, rowsOf } from './run-cli'

const folder = newFolder()
const database = join(folder, 'graph.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Pass {
  readonly actions: { readonly [tag: string]: number }
  readonly decisions: number
  readonly errors: number
  readonly requests: number
  readonly operations: number
}

describe('demo --graph', () => {
  it('keeps both sides in step, asks before it deletes, mails nobody, and has nothing left to do in the end', async () => {
    const ran = await cli('demo', '--graph', '--json', '--database', database)
    expect(ran).toMatchObject({ code: 0, err: '' })
    const told = JSON.parse(ran.out) as { readonly passes: ReadonlyArray<Pass> }
    expect(told).toMatchObject({ items: { email: 13, appointment: 169, task: 0 }, madeInOutlook: 2, mailed: 0, lastPass: { actions: 0 } })
    const [first, second, third, fourth] = told.passes
    expect(told.passes.map((p) => p.errors)).toEqual([0, 0, 0, 0])
    // Of 169 appointments 66 take place within the window of three years; all of them came, and each once.
    expect(first?.actions).toMatchObject({ CreateActivity: 71, CreateItem: 0, UpdateItem: 0, TrashItem: 0 })
    expect(second?.actions).toMatchObject({ CreateActivity: 0, UpdateActivity: 1, CreateItem: 2, UpdateItem: 1, DeleteActivity: 0, TrashItem: 0 })
    expect(second?.decisions).toBe(1)
    expect(third?.actions).toMatchObject({ CreateActivity: 0, DeleteActivity: 1, CreateItem: 0, UpdateItem: 0 })
    expect(Object.values(fourth?.actions ?? {}).every((n) => n === 0)).toBe(true)
    expect(rowsOf(database, "select kind, count(*) as n from activities where deleted = 0 group by kind order by kind")).toEqual([
      { kind: 'appointment', n: 66 },
      { kind: 'email', n: 5 },
      { kind: 'task', n: 1 }
    ])
    expect(rowsOf(database, "select subject from activities where subject like '%(new title)' and deleted = 0")).toHaveLength(1)
    expect(rowsOf(database, "select item_id from ocs_links where state = 'open' group by item_id having count(*) > 1")).toEqual([])
  }, 120_000)

  it('begins anew, and refuses a database that is not a demonstration’s', async () => {
    expect((await cli('demo', '--graph', '--json', '--database', database)).code).toBe(0)
    const own = join(folder, 'own.db')
    expect((await cli('sync', '--mailbox', 'nowhere.pst', '--own', 'a@b.se', '--crm', own)).code).toBe(2)
    if (existsSync(own)) rmSync(own)
    rowsOf(database, 'select 1')
    expect((await cli('demo', '--graph', '--database', 'postgres://x:y@localhost/z')).code).toBe(2)
  }, 120_000)
})
