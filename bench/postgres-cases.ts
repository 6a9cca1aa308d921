/** The same on Postgres, beside one `insert … select from unnest` for each table, which is the least that rows cost there. */
import pg from 'pg'
import { createSync } from '../src'
import { openPostgres, sqlCrm, sqlStore } from '../src/adapters/sql'
import type { StoreWrite } from '../src/core/ports/store'
import { startServer } from '../test/postgres/server'
import { rowsOf, type Rows } from './fill'
import { lazyMailbox } from './lazy-mailbox'
import { benchScope, linkOf } from './linked-records'
import { type Figures, overRounds, steady } from './measured'
import { itemOf } from './records'
import { now, pass } from './world'

export interface PostgresOptions {
  readonly items: number
  readonly rounds: number
}

type Query = (sql: string, values?: ReadonlyArray<unknown>) => Promise<unknown>

/** With a server: that of DATABASE_URL, or one that is started for this and removed again. */
const onServer = async <A>(work: (pool: pg.Pool, query: Query, newSchema: () => Promise<string>) => Promise<A>): Promise<A> => {
  const given = process.env['DATABASE_URL']
  const server = given === undefined ? await startServer() : { url: given, stop: async () => undefined }
  const pool = new pg.Pool({ connectionString: server.url, max: 4 })
  pool.on('error', () => undefined)
  const client = await pool.connect()
  client.on('error', () => undefined)
  const schemas: Array<string> = []
  const query: Query = (sql, values) => client.query(sql, values === undefined ? undefined : [...values])
  try {
    return await work(pool, query, async () => {
      const schema = `ocs_bench_${process.pid}_${schemas.length}`
      schemas.push(schema)
      await query(`create schema ${schema}; set search_path = ${schema}`)
      return schema
    })
  } finally {
    for (const schema of schemas) await query(`drop schema ${schema} cascade`)
    client.release(true)
    await pool.end()
    await server.stop()
  }
}

const types: Readonly<Record<string, string>> = { id: 'bigint', all_day: 'int', private: 'int' }

/** All rows of a table by one statement. */
const unnest = async (query: Query, table: keyof Rows, rows: ReadonlyArray<Rows>): Promise<void> => {
  const names = Object.keys(rows[0]?.[table] ?? {})
  const typeOf = (name: string): string => (table === 'activities' ? (types[name] ?? 'text') : 'text')
  const key = table === 'activities' ? 'id' : 'user_id, database_id, id'
  await query(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${names.map((name, i) => `$${i + 1}::${typeOf(name)}[]`).join(', ')}) on conflict (${key}) do update set ${names.map((n) => `${n} = excluded.${n}`).join(', ')}`,
    names.map((name) => rows.map((row) => row[table][name] ?? null))
  )
}

const allRows = (items: number): ReadonlyArray<Rows> => Array.from({ length: items }, (_, n) => rowsOf(benchScope, n, 'usual'))

/** `links` only the links, into their own table; else activities, links and journal. */
const floor = (links: boolean) => ({ items, rounds }: PostgresOptions): Promise<Figures> =>
  onServer(async (pool, query, newSchema) => {
    const rows = allRows(items)
    const fresh = async (): Promise<void> => void (await openPostgres({ pool, schema: await newSchema() }))
    return {
      S1: await overRounds(rounds, async () => {
        await query('begin')
        for (const table of links ? (['ocs_links'] as const) : (['activities', 'ocs_links', 'ocs_journal'] as const)) await unnest(query, table, rows)
        await query('commit')
      }, fresh)
    }
  })

/** The links through the store port, as many at a time as a pass writes. */
const storeLinks = ({ items, rounds }: PostgresOptions): Promise<Figures> =>
  onServer(async (pool, _query, newSchema) => {
    const writes = Array.from({ length: items }, (_, n): StoreWrite => ({ _tag: 'PutLink', link: linkOf(benchScope, itemOf(n), String(n + 1)) }))
    let store: ReturnType<typeof sqlStore> | null = null
    return {
      S1: await overRounds(rounds, async () => {
        for (let i = 0; i < writes.length; i += 2000) await store?.write(benchScope, writes.slice(i, i + 2000))()
      }, async () => {
        store = sqlStore({ db: await openPostgres({ pool, schema: await newSchema() }) })
      })
    }
  })

const firstPass = ({ items }: PostgresOptions): Promise<Figures> =>
  onServer(async (pool, _query, newSchema) => {
    const db = await openPostgres({ pool, schema: await newSchema() })
    const sync = createSync({ user: benchScope.user, database: benchScope.database, mailbox: lazyMailbox({ items }), crm: sqlCrm({ db, database: benchScope.database, now }), store: sqlStore({ db }), now })
    return { S1: await overRounds(1, () => pass(sync, items)), 'S2 feed': await steady(100, () => pass(sync, 0)) }
  })

export const postgresCases: { readonly [name: string]: (o: PostgresOptions) => Promise<Figures> } = {
  'unnest, links': floor(true),
  'store port, links': storeLinks,
  'unnest, same tables': floor(false),
  'engine on Postgres': firstPass
}
