/** Whole passes through the real ports: memory mailbox, CRM and store in one SQLite file, beside the bare writing of the same rows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { actionCount, createSync, type Sync } from '../src'
import { memoryMailbox, type MemoryMailbox } from '../src/adapters/memory'
import { openSqlite, sqlCrm, sqlStore } from '../src/adapters/sql'
import { median, timed, type Measured } from './measured'
import { linkedRecord } from './records'

export interface PassOptions {
  readonly items: number
  readonly edits: number
  readonly rounds: number
}

interface World {
  readonly file: string
  readonly sync: Sync
  readonly mailbox: MemoryMailbox
}

const now = (): string => '2026-03-02T08:00:00.000Z'

/** A world with its mailbox full and nothing linked, and gone afterwards. */
const inWorld = async <A>(items: number, work: (w: World) => Promise<A>): Promise<A> => {
  const directory = mkdtempSync(join(tmpdir(), 'ocs-bench-'))
  const file = join(directory, 'crm.db')
  const db = await openSqlite(file)
  try {
    const mailbox = memoryMailbox({ now, pageSize: 500, address: { address: 'anna@acme.se', name: 'Anna' } })
    for (let n = 0; n < items; n++) mailbox.person.add('appointment', linkedRecord(n, false).item.fields)
    const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm: sqlCrm({ db, database: 'acme', now }), store: sqlStore({ db }), now })
    return await work({ file, sync, mailbox })
  } finally {
    db.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

const overRounds = async (rounds: number, one: () => Promise<number>): Promise<Measured> => {
  const times: Array<number> = []
  for (let i = 0; i < rounds; i++) times.push(await one())
  return { ms: median(times) }
}

const check = (got: number, wanted: number): void => {
  if (got !== wanted) throw new Error(`${got} effects, expected ${wanted}`)
}

const firstPass = ({ items, rounds }: PassOptions): Promise<Measured> =>
  overRounds(rounds, () =>
    inWorld(items, ({ sync }) =>
      timed(async () => check(actionCount(await sync.run()), items))
    )
  )

type Row = Readonly<Record<string, string | number | null>>
const tables = ['activities', 'activity_changes', 'ocs_links', 'ocs_journal'] as const

/** Writes rows with a prepared upsert each, all in one transaction. */
const upsertAll = (db: InstanceType<typeof Database>, rows: ReadonlyArray<readonly [table: string, rows: ReadonlyArray<Row>]>): void => {
  db.exec('begin immediate')
  for (const [table, of] of rows) {
    const names = Object.keys(of[0] ?? {})
    const statement = db.prepare(`insert or replace into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
    for (const row of of) statement.run(names.map((n) => row[n] ?? null))
  }
  db.exec('commit')
}

/** The rows that a first pass leaves, read from its file and written anew: into tables with a key and nothing else, or into the very same tables, with their indexes and triggers. */
const bareUpserts = (sameTables: boolean) => ({ items, rounds }: PassOptions): Promise<Measured> =>
  inWorld(items, async ({ sync, file }) => {
    await sync.run()
    const source = new Database(file)
    const rows = tables.map((t) => [t, source.prepare(`select * from ${t}`).all() as ReadonlyArray<Row>] as const)
    const schema = sameTables ? source.prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%'").all().map((r) => (r as { readonly sql: string }).sql) : rows.map(([t, of]) => `create table ${t} (${Object.keys(of[0] ?? {}).join(', ')}, primary key (${t === 'ocs_journal' ? 'seq' : t === 'activity_changes' ? 'seq' : 'id'})) without rowid`)
    source.close()
    // The triggers write the change log by themselves.
    const written = sameTables ? rows.filter(([t]) => t !== 'activity_changes') : rows
    return overRounds(rounds, async () => {
      const directory = mkdtempSync(join(tmpdir(), 'ocs-floor-'))
      const db = new Database(join(directory, 'floor.db'))
      db.exec('pragma journal_mode = wal; pragma synchronous = normal')
      for (const sql of schema) db.exec(sql)
      const ms = await timed(() => upsertAll(db, written))
      db.close()
      rmSync(directory, { recursive: true, force: true })
      return ms
    })
  })

/** A pass after a first one, after `edits` items were edited in Outlook. */
const laterPass = (edits: (o: PassOptions) => number, full = false) => (o: PassOptions): Promise<Measured> =>
  inWorld(o.items, async ({ sync, mailbox }) => {
    await sync.run()
    // The first pass's own writes come back in the CRM's feed once.
    await sync.run()
    const ids = mailbox.person.list().map((i) => i.id)
    const wanted = edits(o)
    let n = 0
    return overRounds(o.rounds * (full ? 1 : 3), async () => {
      for (let i = 0; i < wanted; i++) mailbox.person.edit(ids[Math.floor((i * ids.length) / wanted)] ?? '', { subject: `Edit ${++n}` })
      return timed(async () => check(actionCount(await sync.run({ full })), wanted))
    })
  })

export const passCases: { readonly [name: string]: (o: PassOptions) => Promise<Measured> } = {
  'upserts, keys only': bareUpserts(false),
  'upserts, same tables': bareUpserts(true),
  'first pass': firstPass,
  'nothing changed, feed': laterPass(() => 0),
  'nothing changed, full listing': laterPass(() => 0, true),
  'some edits': laterPass((o) => o.edits)
}
