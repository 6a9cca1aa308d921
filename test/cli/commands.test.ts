/** sync, preview, status, explain, decisions, decide; exit codes and what is said on standard error. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, sqlStore } from '../../src/adapters/sql'
import { cli, dump, enron, newFolder, outlook, type Ran, root, rowsOf } from './run-cli'

const folder = newFolder()
const crm = join(folder, 'crm.db')
const own = ['--own', 'michelle.lokay@enron.com', 'mlokay@enron.com']
const mailbox = ['--mailbox', enron, ...own]
let synced: Ran

beforeAll(async () => {
  synced = await cli('sync', '--json', ...mailbox, '--crm', crm, '--contacts-from-mailbox')
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bad = async (...args: ReadonlyArray<string>): Promise<string> => {
  const r = await cli(...args)
  expect(r).toMatchObject({ code: 2, out: '' })
  expect(r.err).not.toMatch(/\n\s+at /)
  return r.err
}
const fails = async (...args: ReadonlyArray<string>): Promise<string> => {
  const r = await cli(...args)
  expect(r).toMatchObject({ code: 1, out: '' })
  expect(r.err).not.toMatch(/\n\s+at /)
  return r.err
}
const written = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('sync', () => {
  it('makes activities, and nothing the second time', async () => {
    expect(synced).toMatchObject({ code: 0, err: '' })
    const { created, errors } = JSON.parse(synced.out) as { readonly created: { readonly email: number }; readonly errors: ReadonlyArray<unknown> }
    expect(created.email).toBeGreaterThan(20)
    expect(errors).toEqual([])
    const again = await cli('sync', '--json', ...mailbox, '--crm', crm, '--full')
    expect(JSON.parse(again.out)).toMatchObject({ created: { email: 0 }, remembered: {}, decisions: [] })
    expect(rowsOf(crm, 'select count(*) as n, owner from activities group by owner')).toEqual([{ n: created.email, owner: 'michelle.lokay@enron.com' }])
  })

  it('takes settings from a file', async () => {
    const settings = written('manual.json', JSON.stringify({ mode: 'manual' }))
    const r = await cli('sync', ...mailbox, '--crm', join(folder, 'manual.db'), '--contacts-from-mailbox', '--settings', settings)
    expect(r).toMatchObject({ code: 0, err: '' })
    expect(r.out).toMatch(/manual mode: it transfers when the user says so/)
    expect(rowsOf(join(folder, 'manual.db'), 'select * from activities')).toEqual([])
  })
})

describe('preview', () => {
  it('plans what a sync then does, and writes nothing', async () => {
    const fresh = join(folder, 'fresh.db')
    const p = await cli('preview', '--json', ...mailbox, '--crm', fresh, '--contacts-from-mailbox')
    expect(p).toMatchObject({ code: 0, err: '' })
    const { actions } = JSON.parse(p.out) as { readonly actions: ReadonlyArray<{ readonly _tag: string }> }
    const report = JSON.parse(synced.out) as { readonly actions: { readonly CreateActivity: number; readonly AddDocument: number } }
    expect(actions.filter((a) => a._tag === 'CreateActivity')).toHaveLength(report.actions.CreateActivity)
    expect(actions.filter((a) => a._tag === 'AddDocument')).toHaveLength(report.actions.AddDocument)
    expect(existsSync(fresh)).toBe(false)
  })

  it('leaves a database as it was, byte for byte', async () => {
    const [before, bytes] = [dump(crm), readFileSync(crm)]
    const p = await cli('preview', '--json', '--mailbox', outlook, '--own', 'pstextractortest@outlook.com', '--crm', crm, '--contacts-from-mailbox')
    expect((JSON.parse(p.out) as { readonly actions: ReadonlyArray<unknown> }).actions.length).toBeGreaterThan(169)
    expect(dump(crm)).toBe(before)
    expect(readFileSync(crm).equals(bytes)).toBe(true)
  })

  it('sees what changed, or everything with --full', async () => {
    const seen = async (...more: ReadonlyArray<string>): Promise<number> => (JSON.parse((await cli('preview', '--json', ...mailbox, '--crm', crm, ...more)).out) as { readonly skips: ReadonlyArray<unknown> }).skips.length
    expect(await seen()).toBe(0)
    expect(await seen('--full')).toBeGreaterThanOrEqual(71)
  })
})

describe('about one entry', () => {
  const [linked] = [(): string => String(rowsOf(crm, 'select item_id from ocs_links order by id limit 1')[0]?.['item_id'])]

  it('status and explain need no more than the database', async () => {
    const status = JSON.parse((await cli('status', linked(), '--crm', crm, '--json')).out) as object
    expect(status).toMatchObject({ user: 'michelle.lokay@enron.com', id: linked(), side: 'outlook', kind: 'email', transferred: true, reason: 'new-item', others: [] })
    const ofActivity = JSON.parse((await cli('explain', '1', '--crm', crm, '--json')).out) as object
    expect(ofActivity).toMatchObject({ side: 'crm', activityId: '1', transferred: true, history: expect.arrayContaining([expect.objectContaining({ action: 'CreateActivity', reason: 'new-item' })]) })
  })

  it('can be told another mailbox', async () => {
    const r = await cli('status', '2104516', '--crm', crm, '--mailbox', outlook, '--own', 'pstextractortest@outlook.com', '--user', 'somebody', '--json')
    expect(JSON.parse(r.out)).toMatchObject({ user: 'somebody', transferred: false })
    expect(await bad('status', '1', '--crm', crm, '--mailbox', outlook)).toMatch(/--mailbox and --own go together/)
  })

  it('puts first whoever has it transferred, when two files have an item of this id', async () => {
    const both = join(folder, 'both.db')
    await cli('sync', '--json', ...mailbox, '--crm', both, '--contacts-from-mailbox', '--user', 'a')
    await cli('sync', '--json', '--mailbox', outlook, '--own', 'pstextractortest@outlook.com', '--crm', both, '--user', 'b')
    const [row] = rowsOf(both, "select item_id from ocs_links where user_id = 'b' and item_id in ('2098692', '2098724', '2097636', '2097604') limit 1")
    const id = String(row?.['item_id'])
    const told = JSON.parse((await cli('status', id, '--crm', both, '--json')).out) as { readonly user: string; readonly transferred: boolean; readonly others: ReadonlyArray<{ readonly user: string }> }
    expect(told.transferred).toBe(true)
    expect([told.user, ...told.others.map((o) => o.user)].sort()).toEqual(['a', 'b'])
    expect(JSON.parse((await cli('status', id, '--crm', both, '--json', '--user', 'b')).out)).toMatchObject({ user: 'b', others: [] })
    // An activity is its owner's alone.
    const [activity] = rowsOf(both, "select id from activities where owner = 'b' limit 1")
    expect(JSON.parse((await cli('status', String(activity?.['id']), '--crm', both, '--json')).out)).toMatchObject({ user: 'b', transferred: true, others: [] })
  })

  it('lists decisions and takes answers', async () => {
    const asked = join(folder, 'asked.db')
    await cli('sync', '--json', ...mailbox, '--crm', asked, '--contacts-from-mailbox')
    const [l] = rowsOf(asked, 'select id, item_id, activity_id from ocs_links order by id limit 1')
    const db = await openSqlite(asked)
    const noted = await sqlStore({ db }).write({ user: 'michelle.lokay@enron.com', database: 'default' }, [
      { _tag: 'PutDecision', decision: { _tag: 'Deletion', id: 'd1', kind: 'email', linkId: String(l?.['id']), itemId: String(l?.['item_id']), activityId: String(l?.['activity_id']), openedAt: '2026-11-24T09:00:00.000Z', state: 'open', editedInCrm: false, answer: null } }
    ])()
    db.close()
    expect(noted._tag).toBe('Right')
    expect((await cli('decisions', '--crm', asked)).out).toMatch(/d1: email \d+, activity \d+: delete the activity too\?/)
    expect(await bad('decide', 'd1', 'perhaps', '--crm', asked)).toMatch(/answer: got "perhaps", expected one of 'delete-activity', 'keep-activity'/)
    expect(await cli('decide', 'd1', 'keep-activity', '--crm', asked)).toMatchObject({ code: 0, err: '' })
    expect(await fails('decide', 'd1', 'keep-activity', '--crm', asked)).toMatch(/decision d1 is not open: it is answered/)
    expect(JSON.parse((await cli('decisions', '--crm', asked, '--json')).out)).toEqual([])
  })

  it('fails for what nobody knows', async () => {
    expect(await fails('status', 'nope', '--crm', crm)).toBe('no item or activity nope\n')
    expect(await fails('decide', 'nope', 'keep-activity', '--crm', crm)).toBe('no decision nope\n')
  })
})

describe('bad usage, exit code 2', () => {
  it('an unknown option, command or argument, and what is missing', async () => {
    expect(await bad('demo', '--nope')).toMatch(/unknown option '--nope'/)
    expect(await bad('nope')).toMatch(/unknown command 'nope'/)
    expect(await bad()).toMatch(/Usage: outlook-crm-sync/)
    expect(await bad('sync', '--mailbox', enron)).toMatch(/required option '--own/)
    expect(await bad('status')).toMatch(/missing required argument 'id'/)
    expect(await bad('demo', '--now', 'tomorrow')).toMatch(/--now/)
  })

  it('files that are not there', async () => {
    expect(await bad('sync', '--mailbox', join(folder, 'no.pst'), ...own, '--crm', join(folder, 'x.db'))).toMatch(/^--mailbox: got .*no\.pst, which is not a file/)
    expect(existsSync(join(folder, 'x.db'))).toBe(false)
    expect(await bad('sync', ...mailbox, '--crm', join(folder, 'no', 'x.db'))).toMatch(/^--crm: got /)
    expect(await bad('status', '1', '--crm', join(folder, 'no.db'))).toMatch(/^--crm: got .*no\.db, which is not there/)
    expect(await bad('demo', '--files', folder, '--database', join(folder, 'x.db'))).toMatch(/^--files: got /)
    expect(await bad('sync', ...mailbox, '--crm', crm, '--settings', join(folder, 'no.json'))).toMatch(/^--settings: got .*no\.json, which cannot be read/)
  })

  it('settings that are no JSON, or wrong: each field with what came and what was expected', async () => {
    expect(await bad('sync', ...mailbox, '--crm', crm, '--settings', written('broken.json', '{"mode": secret}'))).toMatch(/^--settings: got .*broken\.json, whose content is not JSON, expected a JSON file\n$/)
    const wrong = await bad('sync', ...mailbox, '--crm', crm, '--settings', written('wrong.json', JSON.stringify({ mode: 'sometimes', nonsense: 1 })))
    expect(wrong).toMatch(/mode: got string "sometimes", expected one of 'automatic', 'manual'/)
    expect(wrong).toMatch(/nonsense: got number 1, expected no such setting/)
  })

  it('an own address that is none', async () => {
    expect(await bad('sync', '--mailbox', enron, '--own', 'michelle', '--crm', join(folder, 'x.db'))).toMatch(/--own/)
  })
})

describe('failure, exit code 1', () => {
  it('a file that is no Outlook data file', async () => {
    expect(await fails('sync', '--mailbox', written('text.pst', 'not a data file'.repeat(100)), ...own, '--crm', join(folder, 'f.db'))).toMatch(/^mailbox, reading/)
    expect(await fails('sync', '--mailbox', written('empty.pst', ''), ...own, '--crm', join(folder, 'f.db'))).toMatch(/^mailbox, reading/)
    expect(rowsOf(join(folder, 'f.db'), 'select * from activities')).toEqual([])
  })

  it('half of a data file', async () => {
    const whole = readFileSync(enron)
    expect(await fails('sync', '--mailbox', written('half.pst', whole.subarray(0, whole.length / 2)), ...own, '--crm', join(folder, 'f.db'))).toMatch(/half\.pst: file: got damage: .*the file ends at \d+/)
  })

  it('but a file that is damaged in part is transferred in part, and what could not be read is told without content', async () => {
    const damaged = Buffer.from(readFileSync(enron))
    for (let at = 8_000_000; at < 8_200_000; at++) damaged[at] = (damaged[at] ?? 0) ^ 0x5a
    const r = await cli('sync', '--mailbox', written('damaged.pst', damaged), ...own, '--crm', join(folder, 'd.db'), '--contacts-from-mailbox')
    expect(r).toMatchObject({ code: 0, err: '' })
    const told = r.out.slice(r.out.indexOf('Errors, to be tried again'))
    expect(told).toMatch(/\n {2}\d+ \(read\): invalid item/)
    expect(rowsOf(join(folder, 'd.db'), 'select count(*) > 20 as many from activities')).toEqual([{ many: 1 }])
    for (const { subject } of rowsOf(crm, 'select subject from activities where length(subject) > 8')) expect(told).not.toContain(String(subject))
  })

  it('a database that is none', async () => {
    expect(await fails('sync', ...mailbox, '--crm', written('text.db', 'not a database'.repeat(100)))).toMatch(/^cannot open .*text\.db: /)
  })
})

describe('help', () => {
  it('tells the version and the commands', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
    expect(await cli('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
    const help = await cli('--help')
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const command of ['demo', 'sync', 'preview', 'status', 'explain', 'decisions', 'decide']) expect(help.out).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  })
})
