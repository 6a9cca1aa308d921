/** Files that are not there, not what they seem, cut short or scribbled over. */
import { mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { countTags, isWellFormed } from './support/pages'
import { allPages, open, real, rightOf, temporary } from './support/files'
import { mailbox, message, nameId, node, recurrence, subject, zoneDefinition } from './support/mailboxes'
import { flip, randomOf } from './support/random'
import { prop, pstCrc, writePst, type PstSpec } from './support/write-pst'

const noise: Array<string> = []
beforeEach(() => {
  noise.length = 0
  for (const method of ['log', 'error', 'warn', 'info', 'debug'] as const) vi.spyOn(console, method).mockImplementation((...a) => void noise.push(String(a[0])))
})
afterEach(() => {
  vi.restoreAllMocks()
  expect(noise).toEqual([])
})

/** Lists a file to its end or its error, and reads what it lists once more. */
const survey = async (path: string) => {
  const m = open(path)
  const { pages, error } = await allPages(m)
  const changes = pages.flatMap((p) => p.changes)
  expect(changes.every(isWellFormed)).toBe(true)
  const ids = changes.flatMap((c) => (c._tag === 'Present' ? [c.item.id] : []))
  expect(new Set(ids).size).toBe(ids.length)
  for (const c of changes) {
    if (c._tag !== 'Present' || c.item.kind !== 'email') continue
    for (const a of c.item.attachments) await m.attachment(c.item.id, a.id, null)()
  }
  if (error === null) expect(rightOf(await m.read(ids)()).every((r) => r._tag === 'Found')).toBe(true)
  m.close()
  return { error, tags: countTags(changes) }
}

describe('a file that cannot be opened', () => {
  it('is NotFound by its base name, not by its path', async () => {
    const path = join('/nowhere/secret', 'archive.pst')
    expect(await open(path).changes(null)()).toEqual({ _tag: 'Left', left: { _tag: 'NotFound', what: 'archive.pst' } })
    expect(await open(path).read(['4'])()).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(await open(path).attachment('4', '5', null)()).toMatchObject({ left: { _tag: 'NotFound' } })
  })

  it('says which bytes it begins with, and which were expected', async () => {
    const zip = temporary(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000)]), 'mail.pst')
    expect(await open(zip).changes(null)()).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidPayload', what: 'mail.pst', errors: [{ field: 'magic', got: 'bytes 50 4b 03 04', expected: 'bytes 21 42 44 4e (!BDN), with which every .pst and .ost begins' }] }
    })
    expect(await open(temporary(Buffer.alloc(0))).changes(null)()).toMatchObject({ left: { _tag: 'InvalidPayload', errors: [{ got: 'nothing (the file is empty)' }] } })
    expect(await open(temporary(Buffer.from('!B'))).changes(null)()).toMatchObject({ left: { _tag: 'InvalidPayload', errors: [{ got: 'bytes 21 42' }] } })
  })

  it('is refused if it is a directory, of an unknown version, or encrypted with a key', async () => {
    const folder = temporary(Buffer.alloc(0), 'x.pst').replace('x.pst', 'd.pst')
    mkdirSync(folder)
    expect(await open(folder).changes(null)()).toMatchObject({ left: { _tag: 'InvalidPayload', what: basename(folder), errors: [{ got: 'a directory' }] } })
    const good = readFileSync(real.enron).subarray(0, 4096)
    const version = Buffer.from(good)
    version.writeUInt16LE(99, 10)
    expect(await open(temporary(version)).changes(null)()).toMatchObject({ left: { errors: [{ field: 'version', got: '99' }] } })
    const cipher = Buffer.from(good)
    cipher[513] = 2
    expect(await open(temporary(cipher)).changes(null)()).toMatchObject({ left: { errors: [{ field: 'encryption', got: 'the cyclic cipher' }] } })
  })

  it('answers the same when asked again, and is opened once it is there', async () => {
    const path = temporary(Buffer.from('not a mailbox'), 'late.pst')
    const m = open(path)
    expect((await m.changes(null)())._tag).toBe('Left')
    expect((await m.changes(null)())._tag).toBe('Left')
    temporary(writePst(mailbox({ inbox: [message('IPM.Note', [subject('a')])] })), 'late.pst')
    expect(rightOf(await m.changes(null)()).changes).toHaveLength(1)
  })
})

describe('a file that was cut short', () => {
  it.each([[real.enron, 'enron'], [real.outlook, 'outlook']])('%# is told as such, at whatever size', async (path) => {
    const whole = readFileSync(path)
    for (const size of [1, 3, 4, 10, 11, 12, 513, 563, 564, 565, 1024, 4096, 100_000, 1_000_000, 5_000_000, whole.length - 100_000, whole.length - 513, whole.length - 1]) {
      const { error } = await survey(temporary(whole.subarray(0, size), 'cut.pst'))
      if (size < 1_000_000) expect(error?._tag).toBe('InvalidPayload')
    }
  })

  it('gives what is in front of the cut, and names the rest', async () => {
    // The index stands first here, so that only the contents are lost.
    const whole = readFileSync(real.enron)
    const blank = Buffer.from(whole)
    blank.fill(0, 5_000_000, 9_000_000)
    const { error, tags } = await survey(temporary(blank))
    expect(error).toBeNull()
    expect(tags.Present).toBeGreaterThan(20)
    expect(tags.Failed).toBeGreaterThan(0)
  })
})

describe('bytes that were changed', () => {
  it.each([
    [real.enron, 'enron'],
    [real.outlook, 'outlook'],
    [real.pdf, 'pdf']
  ])('%# never crash it, hang it or make it talk', async (path) => {
    const whole = readFileSync(path)
    const seen = { whole: 0, partial: 0, refused: 0 }
    for (let seed = 1; seed <= 24; seed++) {
      const random = randomOf(seed)
      const { error, tags } = await survey(temporary(flip(whole, [1, 10, 100, 1000, 20_000][seed % 5] ?? 1, random, seed % 2 === 0 ? 0 : 564), 'flipped.pst'))
      if (error !== null) seen.refused++
      else if (tags.Failed > 0) seen.partial++
      else seen.whole++
    }
    // All three happen, so that none is passed for want of cases.
    expect(Math.min(seen.whole, seen.partial, seen.refused)).toBeGreaterThan(0)
  })

  const spec = (): PstSpec =>
    mailbox({
      inbox: [
        message('IPM.Note', [subject('with all'), prop.text(0x1000, 'x'.repeat(20_000)), prop.binary(0x1009, Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232', 'hex'))], {
          recipients: [[prop.int(0xc15, 1), prop.text(0x3001, 'Bo'), prop.text(0x39fe, 'bo@acme.se')], [prop.int(0xc15, 2), prop.text(0x3001, 'Cia')]],
          attachments: [{ props: [prop.int(0x3705, 1), prop.text(0x3707, 'a.bin'), prop.binary(0x3701, Buffer.alloc(30_000, 7))] }]
        })
      ],
      calendar: [
        message('IPM.Appointment', [
          subject('series'),
          prop.time(nameId('appointment', 0x820d), '2026-01-05T08:00:00Z'),
          prop.binary(nameId('appointment', 0x8260), zoneDefinition('W. Europe Standard Time')),
          recurrence({ frequency: 0x200b, type: 1, period: 1, specific: [2], end: { count: 9 }, start: '2026-01-05', startOffset: 540, endOffset: 600, deleted: ['2026-01-12'], exceptions: [{ start: '2026-01-20T10:00:00', end: '2026-01-20T11:00:00', original: '2026-01-19T09:00:00', subject: 'Moved' }] })
        ])
      ],
      tasks: [message('IPM.Task', [subject('t'), prop.time(nameId('task', 0x8105), '2026-03-01T00:00:00Z')])]
    })

  it.each(['unicode', 'ansi'] as const)('are survived also where every checksum agrees (%s)', async (version) => {
    const seen = { whole: 0, partial: 0, refused: 0 }
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed)
      const bytes = writePst({ ...spec(), version, mangle: (b) => (random() < 0.08 ? flip(b, 1 + Math.floor(random() * 4), random) : b) })
      const { error, tags } = await survey(temporary(bytes, 'mangled.pst'))
      if (error !== null) seen.refused++
      else if (tags.Failed > 0) seen.partial++
      else seen.whole++
    }
    expect(Math.min(seen.whole, seen.partial, seen.refused)).toBeGreaterThan(0)
  })

  it('of a folder’s table cost nothing: its messages are found through the index', async () => {
    const m = () => message('IPM.Note', [subject('kept')])
    const whole = mailbox({ inbox: [m(), m(), m()] })
    const table = 0x7c
    const bytes = writePst({ ...whole, mangle: (b) => (b[2] === 0xec && b[3] === table ? Buffer.alloc(b.length) : b) })
    const { error, tags } = await survey(temporary(bytes))
    expect(error).toBeNull()
    expect(tags).toMatchObject({ Present: 3, Failed: 0 })
  })

  it('of one message cost that message only, and it is named', async () => {
    const first = message('IPM.Note', [subject('a')])
    const bad = message('IPM.Note', [subject('spoilt'), prop.text(0x1000, 'SPOIL'.repeat(400))])
    const bytes = writePst(mailbox({ inbox: [first, bad, message('IPM.Note', [subject('b')])] }))
    const at = bytes.indexOf(Buffer.from('SPOILSPOIL', 'utf16le'))
    bytes[at] = 0
    const m = open(temporary(bytes))
    const page = rightOf(await m.changes(null)())
    expect(page.changes.map((c) => (c._tag === 'Present' ? c.item.fields.subject : c))).toEqual([
      'a',
      { _tag: 'Failed', id: String(bad.id), error: { _tag: 'InvalidPayload', what: `item ${bad.id}`, errors: [{ field: 'file', got: 'damage: a block: its checksum does not agree', expected: 'an intact Outlook data file' }] } },
      'b'
    ])
    expect(rightOf(await m.read([String(bad.id)])())[0]).toMatchObject({ _tag: 'Failed', error: { _tag: 'InvalidPayload' } })
  })

  it('of a page of the index are told, not believed', async () => {
    const bytes = writePst(mailbox({ inbox: [message('IPM.Note', [subject('a')])] }))
    const root = bytes.readUInt32LE(224)
    // The parent of an entry: the message would be in no folder.
    for (let o = root; o < root + 480; o += 1) {
      const changed = Buffer.from(bytes)
      changed[o] = (changed[o] ?? 0) ^ 0x40
      const { error } = await survey(temporary(changed, 'page.pst'))
      expect(error?._tag).toBe('InvalidPayload')
    }
  })

  it('of an index that leads back to itself are not followed for ever', async () => {
    const bytes = writePst(mailbox({ inbox: Array.from({ length: 60 }, () => message('IPM.Note', [subject('a')])) }))
    for (const at of [224, 240]) {
      const looped = Buffer.from(bytes)
      const root = looped.readUInt32LE(at)
      expect(looped[root + 491]).toBeGreaterThan(0)
      for (let entry = 0; entry < (looped[root + 488] ?? 0); entry++) looped.writeUInt32LE(root, root + entry * 24 + 16)
      looped.writeUInt32LE(pstCrc(looped.subarray(root, root + 496)), root + 500)
      const { error } = await survey(temporary(looped, 'loop.pst'))
      expect(error?._tag).toBe('InvalidPayload')
    }
  })

  it('of the index and of a table at once are told for the folder, and the rest is given', async () => {
    const whole = mailbox({ inbox: Array.from({ length: 60 }, (_, i) => message('IPM.Note', [subject(`n${i}`)])) })
    let leaves = 0
    const nodeLeaf = (b: Buffer): boolean => b.length === 496 && b[490] === 32 && b[491] === 0
    const bytes = writePst({ ...whole, mangle: (b) => ((b[2] === 0xec && b[3] === 0x7c) || (nodeLeaf(b) && ++leaves === 4) ? Buffer.alloc(b.length, 1) : b) })
    const m = open(temporary(bytes))
    const changes = rightOf(await m.changes(null)()).changes
    expect(leaves).toBeGreaterThan(4)
    expect(changes).toContainEqual({ _tag: 'Failed', id: `folder:${node.inbox}`, error: expect.objectContaining({ _tag: 'InvalidPayload' }) })
    expect(changes.filter((c) => c._tag === 'Present').length).toBeGreaterThan(30)
    expect(rightOf(await m.read([`folder:${node.inbox}`])())).toEqual([{ _tag: 'Missing', id: `folder:${node.inbox}` }])
  })
})
