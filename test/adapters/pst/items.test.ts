/** Items of files written for the purpose: what the real ones do not hold. */
import { describe, expect, it } from 'vitest'
import type { AppointmentItem, EmailItem, TaskItem } from '../../../src/core/model/item'
import { allItems, itemsOf, open, rightOf, temporary } from './support/files'
import { mailbox, message, nameId, node, recurrence, subject, zoneDefinition } from './support/mailboxes'
import type { RecurrenceSpec } from './support/recurrence'
import { prop, writePst, type FolderSpec, type Message, type Prop, type PstSpec } from './support/write-pst'

const appt = (n: number): number => nameId('appointment', n)
const task = (n: number): number => nameId('task', n)

const fileOf = (spec: PstSpec): string => temporary(writePst(spec))
const emailOf = async (m: Message, more = {}): Promise<EmailItem> => (await itemsOf(open(fileOf(mailbox({ inbox: [m] })), more), 'email'))[0] as EmailItem
const appointmentOf = async (props: ReadonlyArray<Prop>, more = {}, others: Partial<Message> = {}): Promise<AppointmentItem> =>
  (await itemsOf(open(fileOf(mailbox({ calendar: [message('IPM.Appointment', [subject('a'), ...props], others)] })), more), 'appointment'))[0] as AppointmentItem
const taskOf = async (props: ReadonlyArray<Prop>): Promise<TaskItem> => (await itemsOf(open(fileOf(mailbox({ tasks: [message('IPM.Task', props)] }))), 'task'))[0] as TaskItem

const times = (start: string, end: string): ReadonlyArray<Prop> => [prop.time(appt(0x820d), start), prop.time(appt(0x820e), end)]
const zoned = (name: string, id = 0x825e): Prop => prop.binary(appt(id), zoneDefinition(name))

describe('what is an item', () => {
  it('is decided by the message class, and what is none is left out and counted', async () => {
    const classes = ['IPM.Note', 'IPM.Note.SMIME', 'REPORT.IPM.Note.NDR', 'IPM.Schedule.Meeting.Canceled', '', 'ipm.note', 'IPM.Contact', 'IPM.DistList', 'IPM.Activity', 'IPM.StickyNote', 'IPM.Post.Rss', 'IPM.Configuration.X', 'IPM.TaskRequest', 'IPM.TaskRequest.Accept', 'IPM.Notebook']
    const seen: Array<number> = []
    const m = open(fileOf(mailbox({ inbox: classes.map((c) => message(c, [subject(c)])) })), { onProgress: (p) => seen.push(p.itemsDone) })
    expect((await itemsOf(m, 'email')).map((e) => [e.fields.subject, e.messageType])).toEqual([
      ['IPM.Note', 'mail'],
      ['IPM.Note.SMIME', 'mail'],
      ['REPORT.IPM.Note.NDR', 'report'],
      ['IPM.Schedule.Meeting.Canceled', 'meeting'],
      ['', 'mail'],
      ['ipm.note', 'mail']
    ])
    expect(Math.max(...seen)).toBe(classes.length)
  })

  it('is not what lies outside the visible folders, not even by its id', async () => {
    const gone = message('IPM.Note', [subject('purged')])
    const m = open(fileOf(mailbox({ hidden: [gone] })))
    expect(await allItems(m)).toEqual([])
    expect(rightOf(await m.read([String(gone.id)])())).toEqual([{ _tag: 'Missing', id: String(gone.id) }])
  })

  it('is in Deleted Items at any depth, by the folder that the store names', async () => {
    const [a, b, c] = [message('IPM.Note', [subject('a')]), message('IPM.Appointment', [...times('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z')]), message('IPM.Note', [subject('c')])]
    const m = open(fileOf(mailbox({ deleted: [a], sub: [b], inbox: [c] })))
    const listed = await allItems(m)
    expect(new Map(listed.map((i) => [i.id, i.place]))).toEqual(new Map([[String(a.id), 'deletedItems'], [String(b.id), 'deletedItems'], [String(c.id), 'normal']]))
    const read = rightOf(await m.read([a, b, c].map((x) => String(x.id)))())
    expect(read.map((r) => (r._tag === 'Found' ? r.item.place : r._tag))).toEqual(['deletedItems', 'deletedItems', 'normal'])
  })
})

describe('an e-mail', () => {
  it('is in the folder that the store names, or whose name is one of those known; what is unsent is a draft', async () => {
    const spec = mailbox({ sent: [message('IPM.Note', [subject('sent')])], inbox: [message('IPM.Note', [subject('received')]), message('IPM.Note', [subject('draft'), prop.int(0xe07, 8)])] })
    const emails = await itemsOf(open(fileOf(spec)), 'email')
    expect(Object.fromEntries(emails.map((e) => [e.fields.subject, e.folder]))).toEqual({ sent: 'sentItems', received: 'inbox', draft: 'drafts' })
  })

  it('was sent when it was submitted, else delivered, else made', async () => {
    const all = [prop.time(0x39, '2026-01-01T10:00:00.123Z'), prop.time(0xe06, '2026-01-01T11:00:00Z'), prop.time(0x3007, '2026-01-01T12:00:00Z')]
    const sentAt = async (props: ReadonlyArray<Prop>): Promise<string> => (await emailOf(message('IPM.Note', props))).fields.sentAt
    expect(await sentAt(all)).toBe('2026-01-01T10:00:00.123Z')
    expect(await sentAt(all.slice(1))).toBe('2026-01-01T11:00:00.000Z')
    expect(await sentAt(all.slice(2))).toBe('2026-01-01T12:00:00.000Z')
    expect(await sentAt([])).toBe('2026-01-02T03:04:05.678Z')
  })

  it('has a version that follows its time of change, or where there is none, its place in the file', async () => {
    const withTime = await emailOf(message('IPM.Note', []))
    expect([withTime.version, withTime.modifiedAt]).toEqual(['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'])
    const bare = await emailOf({ id: 0x200004, props: [prop.text(0x1a, 'IPM.Note')] })
    expect(bare.version).toMatch(/^\d+\.\d+$/)
    expect(bare.modifiedAt).toBe('1970-01-01T00:00:00.000Z')
  })

  it('has recipients by kind, with the address that can be mailed', async () => {
    const r = (type: number, name: string, address: string, smtp: string | null): ReadonlyArray<Prop> => [prop.int(0xc15, type), prop.text(0x3001, name), prop.text(0x3003, address), ...(smtp === null ? [] : [prop.text(0x39fe, smtp)])]
    const ex = '/o=Acme/ou=X/cn=Recipients/cn=bo'
    const e = await emailOf(
      message('IPM.Note', [prop.text(0xc1a, 'B. Ek (work)'), prop.text(0xc1e, 'EX'), prop.text(0xc1f, ex), prop.text(0x7d, 'From: "Cia Al" <cia@acme.se>\r\nTo: =?x?= <q@x.se>,\r\n "Al, Dan" <dan@acme.se>\r\nX-From: "Eva Ek" <eva@acme.se>\r\n')], {
        recipients: [
          r(1, 'Bo Ek', ex.toUpperCase(), 'Bo@acme.se'),
          r(2, 'Dan Al', '/o=Acme/cn=dan', null),
          r(0x10000002, 'eva@acme.se', 'eva@acme.se', null),
          r(3, 'Eva Ek', '/o=Acme/cn=eva', null),
          r(3, "'fia@acme.se'", "'fia@acme.se'", null),
          [prop.int(0xc15, 1)]
        ]
      })
    )
    expect(e.fields).toMatchObject({
      from: { address: 'Bo@acme.se', name: 'B. Ek (work)' },
      to: [{ address: 'Bo@acme.se', name: 'Bo Ek' }],
      cc: [{ address: 'dan@acme.se', name: 'Dan Al' }, { address: 'eva@acme.se', name: null }],
      bcc: [{ address: '/o=Acme/cn=eva', name: 'Eva Ek' }, { address: 'fia@acme.se', name: null }]
    })
  })

  it('is from whom it was sent for, and from nobody if nobody is named', async () => {
    const props = [prop.text(0xc1a, 'Assistant'), prop.text(0xc1f, 'as@acme.se'), prop.text(0x42, 'Boss'), prop.text(0x65, '/o=x/cn=boss'), prop.text(0x5d02, 'boss@acme.se')]
    expect((await emailOf(message('IPM.Note', props))).fields.from).toEqual({ address: 'boss@acme.se', name: 'Boss' })
    expect((await emailOf(message('IPM.Note', props.slice(0, 4)))).fields.from).toEqual({ address: 'as@acme.se', name: 'Assistant' })
    expect((await emailOf(message('IPM.Note', []))).fields.from).toBeNull()
  })

  it('has no Message-ID where it is empty', async () => {
    expect((await emailOf(message('IPM.Note', [prop.text(0x1035, ' \0')]))).identity).toBeNull()
    expect((await emailOf(message('IPM.Note', [prop.text(0x1035, '<a@b>\0')]))).identity).toBe('<a@b>')
  })

  it('prefers HTML, then text, then what its RTF holds', async () => {
    const html = prop.binary(0x1013, Buffer.from('<p>\x93\xe5\x94</p>', 'latin1'))
    const text = prop.text(0x1000, 'plain')
    const rtf = prop.binary(0x1009, Buffer.concat([Buffer.from([0, 0, 0, 0, 60, 0, 0, 0]), Buffer.from('MELA'), Buffer.alloc(4), Buffer.from('{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}Hej \\u229\\\'e5\\par d\\\'e4r}')]))
    const body = async (props: ReadonlyArray<Prop>) => (await emailOf(message('IPM.Note', props))).fields.body
    expect(await body([rtf, text, html])).toEqual({ type: 'html', content: '<p>\u201cå\u201d</p>' })
    expect(await body([rtf, text])).toEqual({ type: 'text', content: 'plain' })
    expect(await body([rtf])).toEqual({ type: 'text', content: 'Hej å\r\ndär' })
    expect(await body([])).toEqual({ type: 'text', content: '' })
    expect(await body([prop.text(0x1013, '<b>x</b>')])).toEqual({ type: 'html', content: '<b>x</b>' })
  })

  it('reads text in the code page of the message', async () => {
    expect((await emailOf(message('IPM.Note', [prop.int(0x3ffd, 1251), prop.text8(0x37, Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]))]))).fields.subject).toBe('Привет')
    expect((await emailOf(message('IPM.Note', [prop.int(0x3fde, 65001), prop.binary(0x1013, Buffer.from('<i>å</i>'))]))).fields.body.content).toBe('<i>å</i>')
    expect((await emailOf(message('IPM.Note', [prop.int(0x3ffd, 932), prop.text8(0x37, Buffer.from([0x93, 0xfa, 0x96, 0x7b]))]))).fields.subject).toBe('日本')
    expect((await emailOf(message('IPM.Note', [prop.int(0x3ffd, 4711), prop.text8(0x37, Buffer.from([0xe5]))]))).fields.subject).toBe('å')
  })

  it('has no NUL, no half of a pair and no control in its texts', async () => {
    const e = await emailOf(message('IPM.Note', [prop.text(0x37, '\u0001\u0005RE: a\0b\r\nc\ud800 \u202egnp.exe\0'), prop.text(0x1000, 'x\0y\udc00z\n\ud83d\ude00')]))
    expect(e.fields.subject).toBe('RE: ab c gnp.exe')
    expect(e.fields.body.content).toBe('xyz\n\ud83d\ude00')
  })

  it('is as sensitive as it says, or private by its own check box', async () => {
    const sensitivity = async (...props: ReadonlyArray<Prop>): Promise<string> => (await emailOf(message('IPM.Note', props))).sensitivity
    expect(await Promise.all([0, 1, 2, 3, 7].map((n) => sensitivity(prop.int(0x36, n))))).toEqual(['normal', 'personal', 'private', 'confidential', 'normal'])
    expect(await sensitivity(prop.bool(nameId('common', 0x8506), true))).toBe('private')
    expect(await sensitivity(prop.bool(nameId('common', 0x8506), true), prop.int(0x36, 3))).toBe('confidential')
  })
})

describe('attachments', () => {
  const file = (name: string, data: Buffer, ...props: ReadonlyArray<Prop>) => ({ props: [prop.int(0x3705, 1), prop.text(0x3707, name), prop.binary(0x3701, data), ...props] })

  it('are files, items or references, inline where the body shows them', async () => {
    const big = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7) & 255))
    const m = message('IPM.Note', [prop.text(0x1013, '<img src="cid:Pic%401"><img src=cid:two>')], {
      attachments: [
        file('shown.png', Buffer.from('a'), prop.text(0x3712, '<pic@1>'), prop.text(0x370e, 'Image/PNG')),
        file('also.png', Buffer.from('b'), prop.text(0x3712, 'TWO')),
        file('hidden.png', Buffer.from('c'), prop.bool(0x7ffe, true)),
        file('rendered.png', Buffer.from('d'), prop.int(0x3714, 4)),
        file('big.bin', big, prop.text(0x3712, 'other'), prop.text(0x370e, 'x; y')),
        { props: [prop.int(0x3705, 5), prop.text(0x3001, 'FW: a meeting'), prop.int(0xe20, 999)] },
        { props: [prop.int(0x3705, 7), prop.text(0x3707, 'cloud.docx'), prop.int(0xe20, 12)] },
        { props: [prop.int(0x3705, 6), prop.text(0x3707, 'sheet')] },
        file('empty.txt', Buffer.alloc(0))
      ]
    })
    const box = open(fileOf(mailbox({ inbox: [m] })))
    const e = (await itemsOf(box, 'email'))[0] as EmailItem
    expect(e.attachments.map(({ name, type, inline, size, contentId, mimeType }) => [name, type, inline, size, contentId, mimeType])).toEqual([
      ['shown.png', 'file', true, 1, 'pic@1', 'image/png'],
      ['also.png', 'file', true, 1, 'TWO', null],
      ['hidden.png', 'file', true, 1, null, null],
      ['rendered.png', 'file', true, 1, null, null],
      ['big.bin', 'file', false, 50_000, 'other', null],
      ['FW: a meeting', 'item', false, 999, null, null],
      ['cloud.docx', 'reference', false, 12, null, null],
      ['sheet', 'item', false, 0, null, null],
      ['empty.txt', 'file', false, 0, null, null]
    ])
    const bytes = async (i: number, atMost: number | null) => box.attachment(e.id, e.attachments[i]?.id ?? '', atMost)()
    expect(Buffer.from(rightOf(await bytes(4, null))).equals(big)).toBe(true)
    for (const n of [1, 8176, 8177, 49_999, 50_000, 60_000]) expect(Buffer.from(rightOf(await bytes(4, n))).equals(big.subarray(0, n))).toBe(true)
    expect(rightOf(await bytes(8, null))).toHaveLength(0)
    for (const i of [5, 6, 7]) expect(await bytes(i, null)).toMatchObject({ left: { _tag: 'NotFound' } })
  })

  it('have names that lead nowhere', async () => {
    const names = ['../../etc/passwd', 'C:\\x\\y.exe', 'a\u202egnp.exe', '\0\u0001', '..', `${'n'.repeat(400)}.txt`, 'two\nlines.txt']
    const e = await emailOf(message('IPM.Note', [], { attachments: names.map((n) => file(n, Buffer.from('x'))) }))
    expect(e.attachments.map((a) => a.name)).toEqual(['passwd', 'y.exe', 'agnp.exe', 'untitled', 'untitled', 'n'.repeat(255), 'two lines.txt'])
  })
})

describe('an appointment', () => {
  it('is wall time in the zone that it names, across daylight saving', async () => {
    const a = await appointmentOf([...times('2026-07-01T08:00:00Z', '2026-07-01T09:30:00Z'), zoned('W. Europe Standard Time'), prop.text(appt(0x8208), 'Rum 4'), prop.int(appt(0x8205), 3)])
    expect(a.fields).toMatchObject({ location: 'Rum 4', showAs: 'oof', time: { allDay: false, start: { local: '2026-07-01T10:00:00', zone: 'Europe/Berlin' }, end: { local: '2026-07-01T11:30:00', zone: 'Europe/Berlin' } } })
    expect(a).toMatchObject({ role: 'none', organizer: null, attendees: [], recurrence: null, cancelled: false, identity: null })
  })

  it('takes the zone from whatever names one, else from the host', async () => {
    const zone = async (props: ReadonlyArray<Prop>, more = {}): Promise<string> => {
      const { time } = (await appointmentOf([...times('2026-01-01T12:00:00Z', '2026-01-01T13:00:00Z'), ...props], more)).fields
      return time.allDay ? '' : time.start.zone
    }
    const struct = (bias: number, back: number, forward: number): Prop => {
      const b = Buffer.alloc(48)
      b.writeInt32LE(bias, 0)
      b.writeInt32LE(-60, 8)
      b.writeUInt16LE(back, 16)
      b.writeUInt16LE(forward, 34)
      return prop.binary(appt(0x8233), b)
    }
    const described = (s: string): Prop => prop.text(appt(0x8234), s)
    expect(await zone([])).toBe('UTC')
    expect(await zone([], { zone: 'W. Europe Standard Time' })).toBe('Europe/Berlin')
    expect(await zone([zoned('Customized Time Zone'), described('(UTC-05:00) Eastern Time (US & Canada)')])).toBe('America/New_York')
    expect(await zone([zoned('Tokyo Standard Time', 0x8260)])).toBe('Asia/Tokyo')
    expect(await zone([described('Europe/Stockholm')])).toBe('Europe/Stockholm')
    expect(await zone([described('(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien')])).toBe('Europe/Amsterdam')
    expect(await zone([described('(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi')])).toBe('Asia/Kolkata')
    expect(await zone([described('(UTC-11:00) Berlin')])).toBe('UTC')
    expect(await zone([struct(-60, 10, 3)], { zone: 'Europe/Stockholm' })).toBe('Europe/Stockholm')
    expect(await zone([struct(-60, 10, 3)])).toBe('Europe/Berlin')
    expect(await zone([struct(300, 11, 3)])).toBe('America/New_York')
    expect(await zone([struct(-330, 0, 0)])).toBe('Asia/Kolkata')
    expect(await zone([struct(-600, 4, 10)])).toBe('Australia/Sydney')
    expect(await zone([struct(-17, 0, 0)], { zone: 'Asia/Tokyo' })).toBe('Asia/Tokyo')
  })

  it('that lasts all day stays on its dates, whatever is known of its zone', async () => {
    const allDay = prop.bool(appt(0x8215), true)
    const dates = async (props: ReadonlyArray<Prop>, more = {}) => (await appointmentOf([allDay, ...props], more)).fields.time
    const stockholm = times('2026-07-03T22:00:00Z', '2026-07-05T22:00:00Z')
    const expected = { allDay: true, start: '2026-07-04', end: '2026-07-06' }
    expect(await dates([...stockholm, zoned('W. Europe Standard Time')])).toEqual(expected)
    expect(await dates([...stockholm])).toEqual(expected)
    expect(await dates([...stockholm], { zone: 'Europe/Stockholm' })).toEqual(expected)
    expect(await dates([...times('2026-07-04T07:00:00Z', '2026-07-06T07:00:00Z')])).toEqual(expected)
    expect(await dates([...times('2026-07-04T00:00:00Z', '2026-07-04T00:00:00Z')])).toEqual({ allDay: true, start: '2026-07-04', end: '2026-07-05' })
  })

  it('without a start is told as failed', async () => {
    const m = open(fileOf(mailbox({ calendar: [message('IPM.Appointment', [subject('x')])] })))
    expect(rightOf(await m.changes(null)()).changes[0]).toMatchObject({ _tag: 'Failed', error: { _tag: 'InvalidPayload' } })
  })

  it('is the organizer’s or an attendee’s by its states, and by addresses where they say too little', async () => {
    const base = [...times('2026-01-01T12:00:00Z', '2026-01-01T13:00:00Z'), prop.text(0x42, 'Bo'), prop.text(0x5d02, 'bo@acme.se')]
    const recipients: Message['recipients'] = [
      [prop.int(0xc15, 1), prop.text(0x3001, 'Bo'), prop.text(0x39fe, 'bo@acme.se'), prop.int(0x5ffd, 3)],
      [prop.int(0xc15, 1), prop.text(0x3001, 'Cia'), prop.text(0x39fe, 'cia@acme.se')]
    ]
    const of = async (flags: number, response: number, own: string) => appointmentOf([...base, prop.int(appt(0x8217), flags), prop.int(appt(0x8218), response)], { ownAddresses: [own] }, { recipients })
    expect(await of(0, 0, 'bo@acme.se')).toMatchObject({ role: 'none', organizer: null, attendees: [] })
    expect(await of(1, 1, 'x@acme.se')).toMatchObject({ role: 'organizer', cancelled: false, organizer: { address: 'bo@acme.se', name: 'Bo' }, attendees: [{ address: 'cia@acme.se', name: 'Cia' }] })
    expect(await of(3, 0, 'bo@acme.se')).toMatchObject({ role: 'attendee' })
    expect(await of(1, 3, 'cia@acme.se')).toMatchObject({ role: 'attendee' })
    expect(await of(1, 3, 'BO@acme.se')).toMatchObject({ role: 'organizer' })
    expect(await of(7, 5, 'cia@acme.se')).toMatchObject({ role: 'attendee', cancelled: true })
  })

  it('has the global object id as its identity, or the UID of another program within it', async () => {
    const goid = (data: Buffer): Prop => prop.binary(nameId('meeting', 0x23), Buffer.concat([Buffer.from('040000008200e00074c5b7101a82e008', 'hex'), Buffer.alloc(24), data]))
    const at = times('2026-01-01T12:00:00Z', '2026-01-01T13:00:00Z')
    expect((await appointmentOf([...at, goid(Buffer.from('abcd', 'hex'))])).identity).toBe(`040000008200E00074C5B7101A82E008${'0'.repeat(48)}ABCD`)
    expect((await appointmentOf([...at, goid(Buffer.from('vCal-Uid\u0001\0\0\0x@google.com\0', 'latin1'))])).identity).toBe('x@google.com')
  })
})

describe('a series', () => {
  const series = async (r: Partial<RecurrenceSpec>, more: ReadonlyArray<Prop> = [], zone = 'W. Europe Standard Time') =>
    appointmentOf([
      ...times('2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z'),
      zoned(zone, 0x8260),
      recurrence({ frequency: 0x200a, type: 0, period: 1440, end: null, start: '2026-01-05', startOffset: 540, endOffset: 600, ...r }),
      ...more
    ])
  const berlin = (local: string) => ({ local, zone: 'Europe/Berlin' })

  it('has cancelled and modified occurrences, with the texts in Unicode', async () => {
    const a = await series({
      frequency: 0x200b,
      type: 1,
      period: 1,
      specific: [2],
      end: { until: '2026-03-30' },
      deleted: ['2026-01-12', '2026-01-26'],
      exceptions: [
        { start: '2026-01-20T13:00:00', end: '2026-01-20T14:30:00', original: '2026-01-19T09:00:00', subject: 'Flyttad – till tisdag', location: 'Övre', busyStatus: 1, ansi: 'Flyttad ? till tisdag' },
        { start: '2026-02-02T00:00:00', end: '2026-02-03T00:00:00', original: '2026-02-02T09:00:00', allDay: true },
        { start: '2026-02-09T08:00:00', end: '2026-02-09T09:00:00', original: '2026-02-09T09:00:00' }
      ]
    })
    expect(a.fields.time).toEqual({ allDay: false, start: berlin('2026-01-05T09:00:00'), end: berlin('2026-01-05T10:00:00') })
    expect(a.recurrence).toEqual({
      rule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330T090000',
      cancelled: ['2026-01-12T09:00:00', '2026-01-26T09:00:00'],
      exceptions: [
        { original: '2026-01-19T09:00:00', time: { allDay: false, start: berlin('2026-01-20T13:00:00'), end: berlin('2026-01-20T14:30:00') }, subject: 'Flyttad – till tisdag', body: null, location: 'Övre', showAs: 'tentative' },
        { original: '2026-02-02T09:00:00', time: { allDay: true, start: '2026-02-02', end: '2026-02-03' }, subject: null, body: null, location: null, showAs: null },
        { original: '2026-02-09T09:00:00', time: { allDay: false, start: berlin('2026-02-09T08:00:00'), end: berlin('2026-02-09T09:00:00') }, subject: null, body: null, location: null, showAs: null }
      ]
    })
  })

  it('has the texts of a writer that leaves the Unicode ones out', async () => {
    const a = await series({ exceptions: [{ start: '2026-01-06T09:00:00', end: '2026-01-06T10:00:00', original: '2026-01-06T09:00:00', subject: 'Möte' }], withoutExtended: true })
    expect(a.recurrence?.exceptions[0]?.subject).toBe('Möte')
  })

  it('that lasts all day has its dates at midnight', async () => {
    const a = await series({ frequency: 0x200d, type: 2, period: 12, specific: [5], startOffset: 0, endOffset: 1440, end: { until: '2028-01-05' }, deleted: ['2027-01-05'] }, [prop.bool(appt(0x8215), true)], 'Pacific Standard Time')
    expect(a.fields.time).toEqual({ allDay: true, start: '2026-01-05', end: '2026-01-06' })
    expect(a.recurrence).toEqual({ rule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5;UNTIL=20280105T000000', cancelled: ['2027-01-05T00:00:00'], exceptions: [] })
  })

  it('by a calendar that has no rules is told as failed', async () => {
    const m = open(fileOf(mailbox({ calendar: [message('IPM.Appointment', [...times('2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z'), recurrence({ frequency: 0x200d, type: 0xa, calendar: 6, period: 12, specific: [1], end: null, start: '2026-01-05', startOffset: 0, endOffset: 60 })])] })))
    expect(rightOf(await m.changes(null)()).changes[0]).toMatchObject({ _tag: 'Failed' })
  })
})

describe('a task', () => {
  const time = (n: number, date: string): Prop => prop.time(task(n), `${date}T00:00:00Z`)

  it('has dates, not instants, and a progress that agrees with itself', async () => {
    const t = await taskOf([subject('Ring Bo'), time(0x8104, '2026-03-28'), time(0x8105, '2026-03-29'), prop.int(task(0x8101), 1), prop.double(task(0x8102), 0.5), prop.int(0x17, 2), prop.text(0x1000, 'om avtalet')])
    expect(t).toMatchObject({ kind: 'task', identity: null, fields: { subject: 'Ring Bo', start: '2026-03-28', due: '2026-03-29', progress: { status: 'inProgress', percent: 50, completedOn: null }, importance: 'high', body: { type: 'text', content: 'om avtalet' } } })
  })

  it('is completed if it says so anywhere', async () => {
    const done = { status: 'completed', percent: 100, completedOn: '2026-02-03' }
    expect((await taskOf([prop.bool(task(0x811c), true), time(0x810f, '2026-02-03'), prop.double(task(0x8102), 0.2)])).fields.progress).toEqual(done)
    expect((await taskOf([prop.int(task(0x8101), 2), time(0x810f, '2026-02-03')])).fields.progress).toEqual(done)
    expect((await taskOf([prop.int(task(0x8101), 2)])).fields.progress).toEqual({ ...done, completedOn: null })
  })

  it('has sensible values where the file has strange ones or none', async () => {
    expect((await taskOf([])).fields).toMatchObject({ subject: '', start: null, due: null, importance: 'normal', progress: { status: 'notStarted', percent: 0, completedOn: null } })
    for (const share of [Number.NaN, -3, Number.POSITIVE_INFINITY]) expect((await taskOf([prop.int(task(0x8101), 4), prop.double(task(0x8102), share)])).fields.progress).toEqual({ status: 'deferred', percent: 0, completedOn: null })
    expect((await taskOf([prop.double(task(0x8102), 1)])).fields.progress.percent).toBe(99)
    // Outlook's "none" is in the year 4501.
    expect((await taskOf([time(0x8105, '4501-01-01')])).fields.due).toBeNull()
  })
})

describe('the same mailbox in other formats', () => {
  const spec = (): PstSpec => mailbox({ inbox: Array.from({ length: 300 }, (_, i) => message('IPM.Note', [subject(`n${i}`), prop.text(0x1000, `body ${i} `.repeat(i * 5))], { attachments: [{ props: [prop.int(0x3705, 1), prop.text(0x3707, 'a'), prop.binary(0x3701, Buffer.alloc(20_000, i))] }] })) })

  it('reads the same: ANSI or Unicode, plain or substituted', async () => {
    const s = spec()
    const variants = await Promise.all(
      (['unicode', 'ansi'] as const).flatMap((version) => [false, true].map((permuted) => allItems(open(fileOf({ ...s, version, permuted })))))
    )
    expect(variants[0]).toHaveLength(300)
    for (const v of variants.slice(1)) expect(v).toEqual(variants[0])
  })

  it('lists a message once, in the folder to which the index says it belongs', async () => {
    const [here, there] = [message('IPM.Note', [subject('here')]), message('IPM.Note', [subject('there')])]
    const spec = mailbox({ inbox: [here], sent: [there] })
    const top = spec.root.folders?.[0] as FolderSpec
    const folders = (top.folders ?? []).map((f) => (f.id === node.inbox ? { ...f, alsoListed: [there.id, here.id] } : f))
    const emails = await itemsOf(open(fileOf({ ...spec, root: { ...spec.root, folders: [{ ...top, folders }] } })), 'email')
    expect(emails.map((e) => [e.fields.subject, e.folder])).toEqual([['here', 'inbox'], ['there', 'sentItems']])
  })
})
