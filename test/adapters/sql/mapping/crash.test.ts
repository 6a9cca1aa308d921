/** A process that is killed in the middle of its work on a host's tables leaves nothing half done, and the next one does all of it once (L4). */
import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { newDirectory, right } from '../fixtures'
import type { Host } from '../databases'
import { runProgram } from '../processes'
import { mappings, openCrm, work } from './crash-work'
import { espo } from './espo-crm'
import { suite } from './suite-crm'
import { closeAll, insert, openOnPostgres, openOnSqlite } from './systems'
import type { Opened } from './systems'

afterEach(closeAll)

interface Shape {
  readonly email: string
  readonly meeting: string
  readonly documents: string
  /** Rows that have to be there for each e-mail of ours, and for no other: what belongs to it, each with how many. */
  readonly perEmail: ReadonlyArray<readonly [sql: string, n: number]>
}

const shapes: { readonly [name: string]: Shape } = {
  SuiteCRM: { email: 'emails', meeting: 'meetings', documents: 'notes', perEmail: [['select email_id as email from emails_text', 1]] },
  EspoCRM: { email: 'email', meeting: 'meeting', documents: 'attachment', perEmail: [['select email_id as email from email_email_address r join email_address a on a.id = r.email_address_id where not coalesce(r.deleted, false)', 3]] }
}

const select = async (host: Host, sql: string): Promise<ReadonlyArray<string>> => (await host.all(sql)).map((r) => String(Object.values(r)[0]).trimEnd()).sort()

/** Whatever is there without its other half: rows without what we keep of them, and what we keep without its row. */
const halves = async (host: Host, { email, meeting, documents, perEmail }: Shape): Promise<ReadonlyArray<unknown>> => {
  const links = await select(host, "select activity_id from ocs_links where id like '%-mail' or id like '%-meeting'")
  const ours = await select(host, "select activity_id from ocs_mapped where own_key is not null and seen is not null")
  const keys = await select(host, 'select activity_id from ocs_mapped_keys')
  const emails = (await select(host, `select id from ${email}`)).map((id) => `email:${id}`)
  const meetings = (await select(host, `select id from ${meeting}`)).map((id) => `appointment:${id}`)
  const all = [...meetings, ...emails].sort()
  const told = [...new Set(await select(host, "select activity_id from ocs_mapped_changes where activity_id not like 'task:%'"))]
  const out: Array<unknown> = [links, ours, keys, told].filter((ids) => JSON.stringify(ids) !== JSON.stringify(all))
  for (const [sql, n] of perEmail) {
    const belongs = await select(host, sql)
    const wrong = emails.filter((id) => belongs.filter((b) => `email:${b}` === id).length !== n)
    if (wrong.length > 0 || belongs.length !== n * emails.length) out.push(sql)
  }
  const files = await select(host, `select id from ${documents}`)
  if (JSON.stringify(files) !== JSON.stringify(await select(host, 'select document_id from ocs_mapped_documents')) || JSON.stringify(files) !== JSON.stringify(await select(host, "select activity_id from ocs_links where id like '%-file'"))) out.push('documents')
  return out
}

/** A server takes back what a process left unfinished when it notices that it is gone. */
const settle = async (host: Host, schema: string | null): Promise<void> => {
  if (schema === null) return
  const open = async (): Promise<boolean> => (await host.all("select 1 from pg_locks l join pg_class c on c.oid = l.relation where c.relnamespace = cast(? as regnamespace) and l.mode = 'RowExclusiveLock'", schema)).length > 0
  while (await open()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.each([
  ['EspoCRM', 'SQLite', espo, openOnSqlite, 1],
  ['EspoCRM', 'Postgres', espo, openOnPostgres, 3],
  ['SuiteCRM', 'Postgres', suite, openOnPostgres, 5]
] as const)('%s on %s', (name, _, system, open, first) => {
  it('killed before any of its statements: nothing is half done, and the next does all of it, once', { timeout: 1_800_000 }, async () => {
    const mapping = mappings[name] ?? system.mapping
    const [shape, folder] = [shapes[name] ?? { email: '', meeting: '', documents: '', perEmail: [] }, newDirectory()]
    const opened: Opened & { readonly schema?: string } = await open(system, mapping)
    const { host, db, place } = opened
    const crm = openCrm(db, mapping, folder)
    let { cursor } = await right(crm.changes('anna', null))
    // Each process costs half a second: by default each of the three tries every sixth statement, others each.
    const every = process.env['CRASHES'] === 'all' ? 1 : 6
    let [n, rounds] = [every === 1 ? 1 : first, 0]
    for (; ; n += every) {
      rounds += 1
      const stamp = `2026-11-24 11:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
      for (const id of [`edit-${n}`, `gone-${n}`]) await insert(host, { table: system.host.task, row: { id, name: 'Call', [system.columns.owner]: 'anna', [system.columns.modified ?? '']: stamp, status: 'Not Started' } })
      const { how, said } = await runProgram(new URL('crash-child.ts', import.meta.url), [JSON.stringify(place), name, folder, String(n), cursor, String(n)])
      await settle(host, opened.schema ?? null)
      expect(await halves(host, shape), `killed before statement ${n}`).toEqual([])
      cursor = await work(crm, String(n), cursor)
      expect(await halves(host, shape), `after statement ${n}, done again`).toEqual([])
      expect(await host.all(`select (select count(*) from ${shape.email}) as emails, (select count(*) from ${shape.meeting}) as meetings, (select count(*) from ${shape.documents}) as documents, (select count(*) from ${system.host.task} where name = 'Edited') as edited, (select count(*) from ${system.host.task} where not coalesce(deleted, false)) as tasks`)).toEqual([{ emails: 2 * rounds, meetings: rounds, documents: rounds, edited: rounds, tasks: rounds }])
      expect(readdirSync(folder).length).toBe(rounds)
      if (said.includes('done')) break
      expect(how).toBe('SIGKILL')
    }
    // A look with its notes, five effects with what is kept of each, and three transactions.
    expect(n).toBeGreaterThan(40)
  })
})
