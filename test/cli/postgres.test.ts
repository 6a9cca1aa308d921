/** The command line on a CRM in Postgres. */
import { afterEach, describe, expect, it } from 'vitest'
import pg from 'pg'
import { postgresUrl } from '../postgres/connection-string'
import { closeAll, newSchema } from '../adapters/sql/databases'
import { cli, enron } from './run-cli'

afterEach(closeAll)

const mailbox = ['--mailbox', enron, '--own', 'michelle.lokay@enron.com', 'mlokay@enron.com']

/** An address under which all tables are in a schema of this test. */
const newAddress = async (): Promise<{ readonly address: string; readonly schema: string }> => {
  const schema = await newSchema()
  const address = new URL(await postgresUrl())
  const client = new pg.Client(address.toString())
  await client.connect()
  await client.query(`create schema ${schema}`)
  await client.end()
  address.searchParams.set('options', `-c search_path=${schema}`)
  return { address: address.toString(), schema }
}

const rowsOf = async (schema: string, sql: string): Promise<ReadonlyArray<unknown>> => {
  const client = new pg.Client(await postgresUrl())
  await client.connect()
  try {
    await client.query(`set search_path = ${schema}`)
    return (await client.query(sql)).rows as ReadonlyArray<unknown>
  } finally {
    await client.end()
  }
}

describe('a CRM in Postgres', () => {
  it('is not made by a preview; a sync fills it, a second one finds nothing to do, and status and decisions look into it', async () => {
    const { address, schema } = await newAddress()
    const preview = await cli('preview', '--json', ...mailbox, '--crm', address, '--contacts-from-mailbox')
    expect(preview).toMatchObject({ code: 0, err: '' })
    expect(await rowsOf(schema, `select 1 from pg_tables where schemaname = '${schema}'`)).toEqual([])
    const first = await cli('sync', '--json', ...mailbox, '--crm', address, '--contacts-from-mailbox')
    expect(first).toMatchObject({ code: 0, err: '' })
    const { created, errors } = JSON.parse(first.out) as { readonly created: { readonly email: number }; readonly errors: ReadonlyArray<unknown> }
    expect(created.email).toBeGreaterThan(20)
    expect(errors).toEqual([])
    const again = await cli('sync', '--json', ...mailbox, '--crm', address, '--full')
    expect(JSON.parse(again.out)).toMatchObject({ created: { email: 0 }, remembered: {}, decisions: [] })
    expect(await rowsOf(schema, 'select count(*)::int as n, count(distinct own_key)::int as keys from activities')).toEqual([{ n: created.email, keys: created.email }])
    const status = await cli('status', '1', '--crm', address, '--json')
    expect(status).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(status.out)).toMatchObject({ transferred: true })
    expect((await cli('decisions', '--crm', address)).code).toBe(0)
  }, 180_000)

  it('that is not there, or lets nobody in, is said without the password', async () => {
    const { address } = await newAddress()
    const nothing = await cli('status', '1', '--crm', address)
    expect(nothing).toMatchObject({ code: 2, out: '' })
    const wrong = new URL(address)
    wrong.password = 'secret'
    const refused = await cli('sync', ...mailbox, '--crm', wrong.toString())
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toMatch(/^cannot open postgres:\/\/…@[^/]+\/\w+: not authorised/)
    for (const said of [nothing.err, refused.err]) expect(said).not.toMatch(/secret|only-for-tests/)
    const demo = await cli('demo', '--database', address)
    expect(demo).toMatchObject({ code: 2, out: '' })
  })
})
