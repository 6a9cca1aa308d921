/** One worker at a time on the command line: who is refused, who is not, and how to end an integration. */
import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite, sqlStore } from '../../src/adapters/sql'
import { cli, enron, newFolder, rowsOf } from './run-cli'

const folder = newFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const user = 'michelle.lokay@enron.com'
const sync = (crm: string, ...more: ReadonlyArray<string>) => cli('sync', '--json', '--mailbox', enron, '--own', user, 'mlokay@enron.com', '--crm', crm, '--now', '2026-11-24T09:00:00.000Z', ...more)

const leaseOf = async (crm: string, holder: string): Promise<void> => {
  const db = await openSqlite(crm)
  const granted = await sqlStore({ db }).acquireLease(user, holder, '2026-11-24T08:59:00.000Z', '2026-11-24T09:01:00.000Z')()
  db.close()
  expect(granted._tag).toBe('Right')
}

describe('a lease', () => {
  it('of another host refuses a sync with exit code 1 and the time; one that was left behind here does not', async () => {
    const crm = join(folder, 'leased.db')
    await leaseOf(crm, 'another host')
    expect(await sync(crm)).toEqual({ code: 1, out: '', err: 'another worker is at this mailbox, until 2026-11-24T09:01:00.000Z if it does not end or go on: try again later\n' })
    expect(rowsOf(crm, 'select * from activities')).toEqual([])
    const own = join(folder, 'own.db')
    await leaseOf(own, hostname())
    expect(await sync(own)).toMatchObject({ code: 0, err: '' })
    expect(rowsOf(own, 'select holder, until from ocs_leases')).toEqual([{ holder: hostname(), until: '' }])
  }, 30_000)
})

describe('deactivate', () => {
  it('ends the integration, so that the other company can be synchronised, as the refusal says; nothing else is forgotten', async () => {
    const crm = join(folder, 'two.db')
    expect(await sync(crm, '--company', 'acme')).toMatchObject({ code: 0 })
    const links = rowsOf(crm, 'select * from ocs_links')
    const refused = await sync(crm, '--company', 'beta')
    expect(refused).toEqual({ code: 1, out: '', err: 'the integration is active against database "acme": deactivate it there first, with the command deactivate\n' })
    expect(await cli('deactivate', '--crm', crm, '--company', 'beta')).toEqual({ code: 0, out: `${user} is active against acme, not against beta.\n`, err: '' })
    expect(JSON.parse((await cli('deactivate', '--crm', crm, '--json')).out)).toEqual({ user, company: 'acme', deactivated: true, active: null })
    expect((await cli('deactivate', '--crm', crm)).out).toBe(`${user} is not active.\n`)
    expect(rowsOf(crm, 'select * from ocs_links')).toEqual(links)
    expect(await sync(crm, '--company', 'beta')).toMatchObject({ code: 0, err: '' })
    expect((await cli('deactivate', '--crm', crm, '--user', user)).out).toMatch(/is no longer active against beta\. Nothing else was forgotten/)
  }, 60_000)

  it('asks for a user where it cannot tell, and for a database that is there', async () => {
    const crm = join(folder, 'new.db')
    expect(await cli('deactivate', '--crm', crm)).toMatchObject({ code: 2, err: `--crm: got ${crm}, which is not there, expected the file of a CRM database\n` })
    ;(await openSqlite(crm)).close()
    expect(await cli('deactivate', '--crm', crm)).toMatchObject({ code: 2, err: `${crm}: no mailbox was synchronised into it yet: name a user with --user\n` })
    expect(await cli('deactivate', '--crm', crm, '--user', 'anna', '--json')).toMatchObject({ code: 0, out: '{"user":"anna","company":null,"deactivated":false,"active":null}\n' })
  }, 30_000)
})
