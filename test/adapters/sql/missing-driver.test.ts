import { expect, it, vi } from 'vitest'
import { openPostgresTask } from '../../../src/adapters/sql/index'
import { left } from './fixtures'

vi.mock('pg', () => {
  throw new Error('not installed')
})

it('a connection string without a driver is Unsupported, and says what to install', async () => {
  expect(await left(openPostgresTask({ connectionString: 'postgres://a:secret@127.0.0.1/x' }))).toEqual({ _tag: 'Unsupported', what: 'Postgres without a driver: run "npm install pg", or give openPostgres a pool of your own' })
})
