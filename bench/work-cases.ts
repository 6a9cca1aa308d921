/**
 * One and the same work for everybody (S1 a first sync of all, S2 a pass with nothing changed, S3 a pass after one per cent
 * changed on each side, a tenth of these on both), done by the engine through its real ports: a CRM and our memory in a
 * SQLite file, every record copied.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { openSqlite } from '../src/adapters/sql'
import { rowsOf, type Rows } from './fill'
import { benchScope } from './linked-records'
import { lazyMailbox } from './lazy-mailbox'
import { type Figures, overRounds, steady, timed } from './measured'
import { inWorld, pass } from './world'

export interface WorkOptions {
  readonly items: number
  readonly rounds: number
}

/** Which items are edited in S3, on each side, spread over all of them. */
const editsOf = (items: number): { readonly outlook: ReadonlyArray<number>; readonly crm: ReadonlyArray<number>; readonly distinct: number } => {
  const each = Math.max(10, Math.floor(items / 100))
  const both = Math.floor(each / 10)
  const distinct = 2 * each - both
  const edited = Array.from({ length: distinct }, (_, i) => i * Math.floor(items / distinct))
  return { outlook: edited.slice(0, each), crm: edited.slice(each - both), distinct }
}

const engine = ({ items }: WorkOptions): Promise<Figures> =>
  inWorld(async ({ counts, syncOf, editActivities }) => {
    const mailbox = lazyMailbox({ items })
    const sync = syncOf(benchScope.user, mailbox)
    const S1 = await timed(() => pass(sync, items))
    // The first pass's own writes come back in the CRM's feed once.
    const echo = await timed(() => pass(sync, 0))
    const feed = await steady(300, () => pass(sync, 0))
    Object.assign(counts, { statements: 0, linkStatements: 0, linkRows: 0 })
    await pass(sync, 0)
    const note = `${counts.statements} statements, ${counts.linkStatements} of links, ${counts.linkRows} link rows`
    const scan = await timed(() => pass(sync, 0, { full: true }))
    const edits = editsOf(items)
    for (const n of edits.outlook) mailbox.edit(n, { subject: `Edited in Outlook ${n}` })
    editActivities(edits.crm.map((n) => n + 1), 'Edited in the CRM')
    const S3 = await timed(() => pass(sync, edits.distinct))
    return { S1, echo, 'S2 feed': { ...feed, note }, 'S2 scan': scan, S3 }
  })

/** Writes rows with a prepared upsert each, all in one transaction. */
const upsertAll = (db: Libsql.Database, rows: ReadonlyArray<Rows>): void => {
  db.exec('begin immediate')
  for (const table of ['activities', 'ocs_links', 'ocs_journal'] as const) {
    const names = Object.keys(rows[0]?.[table] ?? {})
    const statement = db.prepare(`insert or replace into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
    for (const row of rows) statement.run(names.map((n) => row[table][n] ?? null))
  }
  db.exec('commit')
}

/** The rows that a first pass leaves, written bare: into tables with a key and nothing else, or into the very same tables, with their indexes and triggers. */
const upserts = (sameTables: boolean) => async ({ items, rounds }: WorkOptions): Promise<Figures> => {
  const directory = mkdtempSync(join(tmpdir(), 'ocs-floor-'))
  try {
    const rows = Array.from({ length: items }, (_, n) => rowsOf(benchScope, n, 'usual'))
    let n = 0
    let db: Libsql.Database | null = null
    const reopen = async (): Promise<void> => {
      db?.close()
      const file = join(directory, `floor-${n++}.db`)
      if (sameTables) (await openSqlite(file)).close()
      db = new Libsql(file)
      db.exec('pragma journal_mode = wal; pragma synchronous = normal')
      if (sameTables) return
      for (const [table, row] of Object.entries(rows[0] ?? {})) db.exec(`create table ${table} (${Object.keys(row).join(', ')}, primary key (id)) without rowid`)
    }
    const S1 = await overRounds(rounds, () => db !== null && upsertAll(db, rows), reopen)
    return { S1 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

export const workCases: { readonly [name: string]: (o: WorkOptions) => Promise<Figures> } = {
  engine,
  'upserts, keys only': upserts(false),
  'upserts, same tables': upserts(true)
}
