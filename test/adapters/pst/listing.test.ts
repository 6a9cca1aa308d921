/** Pages, cursors, progress, configuration, and what a data file does not do. */
import { closeSync, openSync, utimesSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodePstConfig, pstMailbox, type PstConfig, type PstProgress } from '../../../src/adapters/pst'
import { allItems, allPages, open, real, rightOf, temporary } from './support/files'
import { mailbox, message, subject } from './support/mailboxes'
import { writePst } from './support/write-pst'

const notes = (n: number) => Array.from({ length: n }, (_, i) => message('IPM.Note', [subject(String(i))]))
const small = (name?: string): string => temporary(writePst(mailbox({ inbox: notes(7), sent: notes(3), deleted: notes(1) })), name)

describe('a listing', () => {
  it('comes in pages of at most the size asked for, each item once, and ends', async () => {
    const path = small()
    for (const pageSize of [1, 2, 7, 10, 11, 12, 500]) {
      const { pages } = await allPages(open(path, { pageSize }))
      expect(pages.every((p) => p.full && p.changes.length <= pageSize)).toBe(true)
      expect(pages.map((p) => p.more)).toEqual(pages.map((_, i) => i < pages.length - 1))
      const ids = pages.flatMap((p) => p.changes.map((c) => (c._tag === 'Present' ? c.item.id : '')))
      expect(new Set(ids).size).toBe(11)
      expect(ids).toHaveLength(11)
    }
    expect((await allPages(open(path, { pageSize: 11 }))).pages).toHaveLength(1)
  })

  it('goes on from its cursor in another process as in the same', async () => {
    const path = small()
    const first = rightOf(await open(path, { pageSize: 4 }).changes(null)())
    const rest = rightOf(await open(path, { pageSize: 100 }).changes(first.cursor)())
    expect(first.changes.length + rest.changes.length).toBe(11)
    expect(rest).toMatchObject({ full: true, more: false })
  })

  it('that is complete answers with nothing while the file is as it was, and with CursorExpired when it is not', async () => {
    const path = small('changing.pst')
    const m = open(path)
    const { cursor } = rightOf(await m.changes(null)())
    expect(rightOf(await m.changes(cursor)())).toEqual({ changes: [], cursor, more: false, full: false })
    utimesSync(path, 1, 1)
    expect(await m.changes(cursor)()).toEqual(E.left({ _tag: 'CursorExpired' }))
    temporary(writePst(mailbox({ inbox: notes(2) })), 'changing.pst')
    expect(await m.changes(cursor)()).toEqual(E.left({ _tag: 'CursorExpired' }))
    expect(await allItems(m)).toHaveLength(2)
  })

  it('does not know cursors of other mailboxes', async () => {
    const m = open(small())
    const { cursor } = rightOf(await m.changes(null)())
    const state = cursor.split(':')[1] ?? ''
    for (const c of ['', 'x', 'pst1', `pst1:${state}`, `pst1:${state}:1.2.3`, `pst1:${state}:99.0`, `pst2:${state}:complete`, 'https://graph.microsoft.com/delta?token']) {
      expect(await m.changes(c)()).toEqual(E.left({ _tag: 'CursorExpired' }))
    }
    expect(rightOf(await m.changes(`pst1:${state}:32866.999`)()).changes.length).toBeLessThan(11)
  })

  it('of a mailbox without items is one empty page', async () => {
    const m = open(temporary(writePst(mailbox({}))))
    const page = rightOf(await m.changes(null)())
    expect(page).toMatchObject({ changes: [], more: false, full: true })
  })

  it('tells its progress, which never goes back and ends at the whole', async () => {
    const seen: Array<PstProgress> = []
    await allPages(open(real.outlook, { pageSize: 30, onProgress: (p) => seen.push(p) }))
    const last = seen.at(-1) as PstProgress
    expect(last).toMatchObject({ itemsDone: 182, itemsTotal: 182, foldersDone: last.foldersTotal })
    expect(seen.every((p, i) => i === 0 || p.itemsDone >= (seen[i - 1]?.itemsDone ?? 0))).toBe(true)
    expect(seen.every((p) => p.itemsDone <= p.itemsTotal && p.foldersDone <= p.foldersTotal)).toBe(true)
    expect(seen.map((p) => p.folder)).toContain('United States holidays')
  })

  it('goes on when its progress cannot be shown', async () => {
    const m = open(small(), {
      onProgress: () => {
        throw new Error('no terminal')
      }
    })
    expect(await allItems(m)).toHaveLength(11)
  })
})

describe('a data file', () => {
  it('cannot be written, has no stamps, and says so', async () => {
    const m = open(small(), { ownAddresses: ['Anna@acme.se', 'a@acme.se'] })
    expect(m.capabilities).toEqual({ kinds: ['email', 'appointment', 'task'], writes: false, sends: false })
    expect(rightOf(await m.ownAddresses())).toEqual(['anna@acme.se', 'a@acme.se'])
    const trash = { _tag: 'TrashItem', kind: 'task', id: '1', version: '' } as const
    expect(rightOf(await m.write([trash, trash])())).toEqual([1, 2].map(() => E.left({ _tag: 'Unsupported', what: 'writing to an Outlook data file' })))
    expect(rightOf(await m.findByOwnKey(['ocs1:a:activity:1:0'])())).toEqual([])
  })

  it('that was closed is Unavailable, also in the middle of a listing', async () => {
    const m = open(real.outlook)
    const running = m.changes(null)()
    await new Promise((done) => setImmediate(done))
    m.close()
    m.close()
    // Takes the number that the closed file had.
    const another = openSync(real.enron, 'r')
    const outcome = await running
    closeSync(another)
    if (E.isLeft(outcome)) expect(outcome.left._tag).toBe('Unavailable')
    else {
      const failed = outcome.right.changes.flatMap((c) => (c._tag === 'Failed' ? [c.error._tag] : []))
      expect(new Set(failed)).toEqual(new Set(['Unavailable']))
    }
    for (const call of [m.changes(null), m.read(['1']), m.attachment('1', '2', null), m.findByOwnKey([])]) expect(await call()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })
})

describe('the configuration', () => {
  it('is checked field by field', () => {
    const wrong = decodePstConfig({ file: '', ownAddresses: ['anna'], zone: 'Mars/Olympus', pageSize: 0, onProgress: 1 })
    expect(E.isLeft(wrong) ? wrong.left : []).toEqual([
      { field: 'file', got: 'string ""', expected: 'a non-empty string' },
      { field: 'ownAddresses[0]', got: 'string "anna"', expected: 'an e-mail address' },
      { field: 'onProgress', got: 'number 1', expected: 'a function' },
      { field: 'zone', got: 'string "Mars/Olympus"', expected: 'an IANA or Windows time zone like Europe/Stockholm' },
      { field: 'pageSize', got: 'number 0', expected: 'a whole number from 1 to 5000' }
    ])
  })

  it('has defaults, and takes Windows names of zones', () => {
    expect(decodePstConfig({ file: 'a', ownAddresses: [] })).toMatchObject({ right: { own: [], zone: 'UTC', pageSize: 500 } })
    expect(decodePstConfig({ file: 'a', ownAddresses: ['A@B.se'], zone: 'W. Europe Standard Time', onProgress: undefined })).toMatchObject({ right: { own: ['a@b.se'], zone: 'Europe/Berlin' } })
  })

  it('that is wrong is told by every function, and nothing is thrown', async () => {
    const m = pstMailbox({ ownAddresses: 'x' } as unknown as PstConfig)
    for (const call of [m.changes(null), m.read([]), m.attachment('1', '2', null), m.ownAddresses, m.findByOwnKey([]), m.write([])]) {
      expect(await call()).toEqual(
        E.left({
          _tag: 'InvalidPayload',
          what: 'configuration of the data file',
          errors: [
            { field: 'file', got: 'undefined', expected: 'a non-empty string' },
            { field: 'ownAddresses', got: 'string "x"', expected: 'a list of e-mail addresses' }
          ]
        })
      )
    }
    m.close()
  })
})
