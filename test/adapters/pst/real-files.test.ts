/** The real files, against what another reader finds in them. */
import { readFileSync } from 'node:fs'
import { PSTFile, type PSTMessage } from 'pst-extractor'
import { PSTUtil } from 'pst-extractor/dist/PSTUtil.class.js'
import { describe, expect, it, vi } from 'vitest'
import { openPstFile } from '../../../src/adapters/pst/format/file'
import { Item, type EmailItem } from '../../../src/core/model/item'
import { allChanges, allItems, allPages, attachmentFile, itemsOf, open, real, rightOf } from './support/files'

/** A message as the other reader has it. It must be read while its file is the last one that was opened: the reader keeps the names of properties for all files in one place. */
interface Seen {
  readonly id: string
  readonly parent: number
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly submitted: string | null
  readonly messageId: string
  readonly attachments: ReadonlyArray<{ readonly name: string; readonly size: number; readonly bytes: Buffer | null }>
}

/**
 * Every message in the other reader's index of nodes, each loaded by its id: its walk through folders loses more than a
 * hundred of them, because it takes all blocks of a table to be of one size.
 */
const seenIn = (path: string): ReadonlyArray<Seen> => {
  // From a buffer, as it cannot be closed. It complains on the console of message classes that it does not know.
  const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => undefined)
  const file = new PSTFile(readFileSync(path))
  const nodes = [...file.getChildDescriptorTree().values()].flat().filter((n) => (n.descriptorIdentifier & 0x1f) === 4)
  const seen = nodes.map((node): Seen => {
    const message = PSTUtil.detectAndLoadPSTObject(file, node) as PSTMessage
    return {
      id: String(node.descriptorIdentifier),
      parent: node.parentDescriptorIndexIdentifier,
      subject: message.subject,
      html: message.bodyHTML,
      text: message.body,
      submitted: message.clientSubmitTime?.toISOString() ?? null,
      messageId: message.internetMessageId,
      attachments: Array.from({ length: message.numberOfAttachments }, (_, i) => {
        const a = message.getAttachment(i)
        const stream = a.fileInputStream
        const bytes = stream === null ? null : Buffer.alloc(stream.length.toNumber())
        if (bytes !== null) stream?.readCompletely(bytes)
        // Its own size is that of the deflated data.
        return { name: a.longFilename, size: bytes?.length ?? 0, bytes }
      })
    }
  })
  console.mockRestore()
  return seen
}

const syncIssues = 33634

const files: ReadonlyArray<readonly [name: string, path: string]> = Object.entries(real)

describe.each(files)('%s, as another reader sees it', (_, path) => {
  it('has the same messages, subjects, senders, bodies, times and attachments', async () => {
    const seen = new Map(seenIn(path).filter((s) => s.parent !== syncIssues).map((s) => [s.id, s]))
    const mailbox = open(path, { pageSize: 50 })
    const items = await allItems(mailbox)
    expect(items.map((i) => i.id).sort()).toEqual([...seen.keys()].sort())
    for (const item of items) {
      const s = seen.get(item.id) as Seen
      expect(Item.is(item)).toBe(true)
      expect(item.fields.subject).toBe(s.subject.trim())
      if (s.html !== '') expect(item.fields.body).toEqual({ type: 'html', content: s.html })
      else expect(item.fields.body.content).toBe(s.text)
      if (item.kind !== 'email') continue
      expect(item.identity).toBe(s.messageId)
      expect(item.fields.sentAt).toBe(s.submitted)
      expect(item.attachments.map((a) => [a.name, a.size])).toEqual(s.attachments.map((a) => [a.name, a.size]))
      for (const [i, a] of item.attachments.entries()) {
        if (a.type !== 'file') continue
        const bytes = rightOf(await mailbox.attachment(item.id, a.id, null)())
        expect(Buffer.from(bytes).equals(s.attachments[i]?.bytes ?? Buffer.alloc(0))).toBe(true)
      }
    }
    mailbox.close()
  })

  it('reads each item by its id as it was listed, and nothing else', async () => {
    const mailbox = open(path)
    const items = await allItems(mailbox)
    expect(rightOf(await mailbox.read(items.map((i) => i.id))())).toEqual(items.map((item) => ({ _tag: 'Found', id: item.id, item })))
    const others = ['0', '-1', '1e3', 'x', '33', '290', '32802', '4294967295', '99999999999', '2097156', '']
    expect(rightOf(await mailbox.read(others)()).map((r) => r._tag)).toEqual(others.map(() => 'Missing'))
    mailbox.close()
  })
})

describe('the tables of folders', () => {
  it.each(files)('%s: each names exactly the messages that the index puts in the folder', (_, path) => {
    const file = openPstFile(path)
    const byFolder = new Map<number, Array<number>>()
    for (const n of file.nodes(() => undefined)) if ((n.id & 0x1f) === 4) byFolder.set(n.parent, [...(byFolder.get(n.parent) ?? []), n.id])
    expect(byFolder.size).toBeGreaterThan(1)
    for (const [folder, ids] of byFolder) expect(file.table(folder + 12).map((row) => row.id).sort((a, b) => a - b)).toEqual(ids)
    file.close()
  })
})

describe('enron.pst', () => {
  it('holds 71 e-mails in five folders, two of them sent', async () => {
    const emails = await itemsOf(open(real.enron), 'email')
    expect(emails).toHaveLength(71)
    expect(emails.filter((e) => e.folder === 'sentItems').map((e) => e.id)).toEqual(['2097860', '2097892'])
    expect(emails.filter((e) => e.folder !== 'sentItems').every((e) => e.folder === 'other')).toBe(true)
    expect(emails.every((e) => e.place === 'normal' && e.messageType === 'mail' && e.sensitivity === 'normal')).toBe(true)
    expect(emails.reduce((n, e) => n + e.attachments.length, 0)).toBe(70)
  })

  const email = async (id: string): Promise<EmailItem> => (await itemsOf(open(real.enron, { ownAddresses: ['Michelle.Lokay@enron.com'] }), 'email')).find((e) => e.id === id) as EmailItem

  it('finds the address within an encapsulated one', async () => {
    expect((await email('2097924')).fields.from?.address).toBe('jimbomania@hotmail.com')
    expect((await email('2098692')).fields.from?.address).toBe('BHitschel@tesoropetroleum.com')
    expect((await email('2098916')).fields.from?.address).toBe('jennifersmith@kaseco.com')
    expect((await email('2099172')).fields.from).toEqual({ address: 'eserver@enron.com', name: 'eserver@enron.com@ENRON' })
  })

  it('keeps an encapsulated address that holds none', async () => {
    expect((await email('2097636')).fields.from?.address).toBe('IMCEANOTES-ETS+20General+20Announcement_ET+26S_Enron+40ENRON@ENRON.com')
  })

  it('joins names that were taken apart at the comma, and keeps what cannot be resolved', async () => {
    const { to, cc, from } = (await email('2097860')).fields
    expect(to).toEqual([
      { address: '/O=ENRON/OU=NA/CN=RECIPIENTS/CN=Sharris1', name: 'Harris, Steven' },
      { address: 'Watson, Kimberly', name: null }
    ])
    expect(cc).toEqual([{ address: '/O=ENRON/OU=NA/CN=RECIPIENTS/CN=Mlokay', name: 'Lokay, Michelle' }])
    // The sender is only "Lokay"; it lies in Sent Items.
    expect(from).toEqual({ address: 'michelle.lokay@enron.com', name: 'Lokay' })
  })

  it('takes quotes off an address, and a name that says no more than it', async () => {
    expect((await email('2098372')).fields.to).toEqual([{ address: 'jimboman@bigfoot.com', name: null }])
  })
})

describe('pstextractortest@outlook.com.ost', () => {
  const mailbox = () => open(real.outlook, { ownAddresses: ['pstextractortest@outlook.com'] })
  const calendar = async () => (await itemsOf(mailbox(), 'appointment')).filter((a) => a.fields.location !== 'United States')

  it('holds 13 e-mails and 169 appointments', async () => {
    const emails = await itemsOf(mailbox(), 'email')
    expect(emails.map((e) => [e.folder, e.place, e.messageType].join(' ')).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'inbox normal mail'),
      ...Array.from({ length: 3 }, () => 'inbox normal meeting'),
      'other deletedItems meeting',
      ...Array.from({ length: 2 }, () => 'sentItems normal meeting')
    ])
    expect(await itemsOf(mailbox(), 'appointment')).toHaveLength(169)
  })

  it('has the recurring appointments with their rules', async () => {
    const series = (await calendar()).filter((a) => a.recurrence !== null)
    expect(series.map((a) => [a.fields.subject, a.recurrence?.rule, a.fields.time])).toEqual([
      ['repeats every monday for 10 weeks', 'FREQ=WEEKLY;BYDAY=MO;COUNT=10', timed('2021-08-09T10:00:00', '2021-08-09T11:00:00')],
      ['repeats for 3 days', 'FREQ=DAILY;COUNT=3', timed('2021-08-10T12:00:00', '2021-08-10T12:30:00')],
      ['Occurs every August 13 effective 8/13/2021 from 10:00 AM to 10:30 AM', 'FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=13', timed('2021-08-13T10:00:00', '2021-08-13T10:30:00')]
    ])
    expect(series.every((a) => a.recurrence?.cancelled.length === 0 && a.recurrence.exceptions.length === 0)).toBe(true)
  })

  it('has the holidays on their dates, thirteen of them every year', async () => {
    const holidays = (await itemsOf(mailbox(), 'appointment')).filter((a) => a.fields.location === 'United States')
    expect(holidays).toHaveLength(160)
    expect(holidays.every((a) => a.fields.time.allDay)).toBe(true)
    expect(holidays.filter((a) => a.recurrence !== null)).toHaveLength(13)
    const byName = (name: string) => holidays.find((a) => a.fields.subject === name)
    expect(byName("New Year's Eve")).toMatchObject({ recurrence: { rule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31' }, fields: { time: { start: '2012-12-31', end: '2013-01-01' } } })
    // Midnights of summer and of winter time in the zone of the calendar.
    expect(holidays.filter((a) => a.fields.subject === 'Independence Day (Observed)').map((a) => a.fields.time)).toContainEqual({ allDay: true, start: '2026-07-03', end: '2026-07-04' })
    expect(holidays.filter((a) => a.fields.subject === 'Thanksgiving Day').map((a) => a.fields.time)).toContainEqual({ allDay: true, start: '2026-11-26', end: '2026-11-27' })
  })

  it('knows what is the owner’s part in a meeting', async () => {
    const rows = (await calendar()).map((a) => [a.fields.subject, a.role, a.organizer?.address ?? null, a.attendees.map((x) => x.address).join()])
    expect(rows).toContainEqual(['just a regular meeting', 'none', null, ''])
    expect(rows).toContainEqual(['meeting from Ed', 'attendee', 'epfromer@gmail.com', 'pstextractortest@outlook.com'])
    expect(rows).toContainEqual(['meeting with attachments (jpg, pdf, text)', 'organizer', 'pstextractortest@outlook.com', 'epfromer@gmail.com'])
    expect((await calendar()).find((a) => a.fields.subject === 'all day event for 3 days')?.fields.time).toEqual({ allDay: true, start: '2021-08-15', end: '2021-08-18' })
  })

  it('shares an identity between an invitation by another calendar and its UID', async () => {
    const [meeting] = (await calendar()).filter((a) => a.fields.subject === 'meeting from Ed')
    const [invitation] = (await itemsOf(mailbox(), 'email')).filter((e) => e.place === 'deletedItems')
    const ics = rightOf(await mailbox().attachment(invitation?.id ?? '', invitation?.attachments[0]?.id ?? '', null)())
    expect(/^UID:(.*)$/m.exec(Buffer.from(ics).toString())?.[1]?.trim()).toBe(meeting?.identity)
  })

  it('gives the bytes of attachments as they are on disk', async () => {
    const m = mailbox()
    const e = (await itemsOf(m, 'email')).find((x) => x.fields.subject === 'text, jpg, pdf attachments') as EmailItem
    expect(e.attachments.map((a) => [a.mimeType, a.inline, a.type])).toEqual([['application/pdf', false, 'file'], ['image/jpeg', false, 'file'], ['text/plain', false, 'file']])
    for (const a of e.attachments) {
      const bytes = Buffer.from(rightOf(await m.attachment(e.id, a.id, null)()))
      expect(bytes.equals(attachmentFile(a.name))).toBe(true)
      expect(Buffer.from(rightOf(await m.attachment(e.id, a.id, 10)())).equals(bytes.subarray(0, 10))).toBe(true)
      expect(rightOf(await m.attachment(e.id, a.id, 0)())).toHaveLength(0)
      expect(rightOf(await m.attachment(e.id, a.id, 10_000_000)())).toHaveLength(a.size)
    }
    for (const [item, id] of [[e.id, '1'], [e.id, '99'], [e.id, '33381'], ['1', e.attachments[0]?.id ?? ''], ['2104516x', '33253']] as const) {
      expect(await m.attachment(item, id, null)()).toMatchObject({ _tag: 'Left', left: { _tag: 'NotFound' } })
    }
  })

  it('marks the pictures of a body as inline', async () => {
    const e = (await itemsOf(mailbox(), 'email')).find((x) => x.fields.subject.startsWith('Welcome')) as EmailItem
    expect(e.attachments.map((a) => [a.inline, a.contentId !== null])).toEqual(Array.from({ length: 11 }, () => [true, true]))
  })

  it('has the times of change that only the folders’ tables have', async () => {
    const found = rightOf(await mailbox().read(['2104548', '2097412'])())
    expect(found.map((r) => (r._tag === 'Found' ? [r.item.version, r.item.modifiedAt] : r._tag))).toEqual([
      ['2021-08-12T20:29:29.507Z', '2021-08-12T20:29:29.507Z'],
      ['2021-08-12T20:16:07.959Z', '2021-08-12T20:16:07.959Z']
    ])
  })

  it('leaves out the synchronisation log, also by its id', async () => {
    expect((await allChanges(mailbox())).some((c) => c._tag === 'Present' && c.item.id === '2108228')).toBe(false)
    expect(rightOf(await mailbox().read(['2108228'])())).toEqual([{ _tag: 'Missing', id: '2108228' }])
  })

  it('answers each call on its own when several are made at once', async () => {
    const m = mailbox()
    const [a, b, c] = await Promise.all([allPages(m), allPages(m), m.read(['2104516'])()])
    expect(a.pages).toEqual(b.pages)
    expect(rightOf(c)[0]?._tag).toBe('Found')
  })
})

describe('two files at once', () => {
  it('do not mix up their named properties', async () => {
    const [a, b] = [open(real.outlook), open(real.pdf)]
    await Promise.all([a.changes(null)(), b.changes(null)()])
    expect((await itemsOf(a, 'appointment')).filter((x) => x.fields.time.allDay)).toHaveLength(163)
    expect((await itemsOf(b, 'appointment')).filter((x) => x.fields.time.allDay)).toHaveLength(160)
  })
})

const timed = (start: string, end: string) => ({ allDay: false, start: { local: start, zone: 'America/Los_Angeles' }, end: { local: end, zone: 'America/Los_Angeles' } })
