import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memoryCrm, memoryMailbox, noAttributes, normaliseForCrm, normaliseForOutlook } from '../../../src/adapters/memory'
import type { Item } from '../../../src/core/model/item'
import type { MailboxWrite } from '../../../src/core/ports/mailbox'
import { toInstant } from '../../../src/time/zones'
import { aTask, anAppointment, anEmail, tickingClock } from './worlds'

const zone = 'Europe/Stockholm'
const html = '<p style="color: red">“Räksmörgås” &amp; \'tea\'  with 🍤\u00a0and a few more words, so that the line is broken</p><pre>as   it  "is"</pre><!-- "left" -->'

describe('what Outlook makes of fields', () => {
  it('wraps HTML and respells its text, and leaves tags, pre and comments alone', () => {
    const { content } = normaliseForOutlook({ body: { type: 'html' as const, content: html } }, zone).body
    expect(content).toMatch(/^<html>\r\n<head>[\s\S]*<\/head>\r\n<body>\r\n<p style="color: red">[\s\S]*<\/body>\r\n<\/html>\r\n$/)
    expect(content).toContain('&#8220;R&#228;ksm&#246;rg&#229;s&#8221; &amp; &#39;tea&#39; with &#127844;&nbsp;and')
    expect(content).toContain('<pre>as   it  "is"</pre><!-- "left" -->')
    expect(content.slice(content.indexOf('<p'))).toContain('\r\nso')
  })

  it('ends lines of text with CRLF, and the last one too', () => {
    const of = (content: string): string => normaliseForOutlook({ body: { type: 'text' as const, content } }, zone).body.content
    expect([of('a\nb'), of('a\r\nb\r\n'), of('a\rb'), of('')]).toEqual(['a\r\nb\r\n', 'a\r\nb\r\n', 'a\r\nb\r\n', '\r\n'])
  })

  it('trims subjects and cuts them at 255 without halving a character', () => {
    const of = (subject: string): string => normaliseForOutlook({ subject }, zone).subject
    expect(of('  a b ')).toBe('a b')
    expect(of('x'.repeat(300))).toBe('x'.repeat(255))
    expect(of(`${'x'.repeat(254)}🍤`)).toBe('x'.repeat(254))
  })

  it('moves times into its zone at the same instant, and leaves all-day events and what it cannot say', () => {
    const { time } = normaliseForOutlook(anAppointment(), zone)
    expect(time).toMatchObject({ start: { local: '2026-03-02T15:00:00', zone }, end: { local: '2026-03-02T16:00:00', zone } })
    const allDay = anAppointment({ time: { allDay: true, start: '2026-03-02', end: '2026-03-03' } })
    expect(normaliseForOutlook(allDay, zone).time).toEqual(allDay.time)
    // 01:30 UTC on that day is the second 02:30 in Stockholm.
    const second = { local: '2026-10-25T01:30:00', zone: 'UTC' }
    const repeated = normaliseForOutlook(anAppointment({ time: { allDay: false, start: second, end: { local: '2026-10-25T03:00:00', zone: 'UTC' } } }), zone)
    expect(repeated.time.allDay ? null : [toInstant(repeated.time.start), toInstant(repeated.time.end)]).toEqual(['2026-10-25T01:30:00.000Z', '2026-10-25T03:00:00.000Z'])
  })

  it('collapses blanks in names and leaves addresses', () => {
    const { to, from } = normaliseForOutlook(anEmail({ to: [{ address: ' A@x.example', name: ' Anna \t Ek ' }], from: { address: 'b', name: null } }), zone)
    expect([to, from]).toEqual([[{ address: ' A@x.example', name: 'Anna Ek' }], { address: 'b', name: null }])
  })

  it('changes nothing more when applied again, and adds no field to a patch', () => {
    for (const fields of [anEmail({ body: { type: 'html', content: html } }), anEmail({ body: { type: 'text', content: ' a\nb' } }), anAppointment(), aTask()]) {
      const once = normaliseForOutlook(fields, zone)
      expect(normaliseForOutlook(once, zone)).toEqual(once)
      const plain = normaliseForCrm(fields)
      expect(normaliseForCrm(plain)).toEqual(plain)
    }
    expect(normaliseForOutlook({ location: 'x' }, zone)).toEqual({ location: 'x' })
    expect(normaliseForCrm({ due: null })).toEqual({ due: null })
  })
})

describe('what a plain CRM makes of fields', () => {
  it('keeps the text of HTML, with paragraphs as lines, and cuts subjects at 200', () => {
    const { body, subject } = normaliseForCrm(anEmail({ subject: ` ${'x'.repeat(250)}`, body: { type: 'html', content: '<html><head><title>no</title></head><body><p>a &amp; b<br>c</p><div>d&#246;</div></body></html>' } }))
    expect([subject, body]).toEqual(['x'.repeat(200), { type: 'text', content: 'a & b\nc\ndö' }])
  })
})

const createTask: MailboxWrite = { _tag: 'CreateItem', kind: 'task', ownKey: 'key', fields: aTask({ subject: ' Call ', body: { type: 'text', content: 'a\nb' } }) }

const itemOf = async (task: () => Promise<E.Either<unknown, ReadonlyArray<E.Either<unknown, Item | null>>>>): Promise<Item> => {
  const e = await task()
  const first = E.isRight(e) ? e.right[0] : undefined
  if (first === undefined || E.isLeft(first) || first.right === null) throw new Error('no item')
  return first.right
}

describe('a mailbox that normalises', () => {
  it('answers a write with what it made of it', async () => {
    const m = memoryMailbox({ now: tickingClock(), normalise: 'outlook' })
    expect((await itemOf(m.write([createTask]))).fields).toMatchObject({ subject: 'Call', body: { content: 'a\r\nb\r\n' } })
  })

  it('leaves what a person writes as it is', () => {
    const m = memoryMailbox({ now: tickingClock(), normalise: 'outlook' })
    expect(m.person.add('task', aTask({ subject: ' Call ' })).fields.subject).toBe(' Call ')
  })

  it('later: at the next look at the feed the version changes once more, although nobody edited', async () => {
    const m = memoryMailbox({ now: tickingClock(), normalise: 'outlook', normaliseLater: true })
    const written = await itemOf(m.write([createTask]))
    expect(written.fields.subject).toBe(' Call ')
    const page = await m.changes(null)()
    const told = E.isRight(page) && page.right.changes[0]?._tag === 'Present' ? page.right.changes[0].item : null
    expect(told?.fields).toMatchObject({ subject: 'Call', body: { content: 'a\r\nb\r\n' } })
    expect(told?.version).not.toBe(written.version)
    await m.changes(null)()
    expect(m.person.get(written.id)?.version).toBe(told?.version)
  })
})

it('normalising later still happens to an item whose id changed meanwhile', async () => {
  const m = memoryMailbox({ now: tickingClock(), normalise: 'outlook', normaliseLater: true })
  const written = await itemOf(m.write([createTask]))
  const moved = m.person.changeId(written.id)
  await m.changes(null)()
  expect(m.person.get(moved?.id ?? '')?.fields.subject).toBe('Call')
})

it('a CRM that normalises answers a write with what it made of it', async () => {
  const crm = memoryCrm({ now: tickingClock(), normalise: 'plain' })
  const e = await crm.write([{ _tag: 'CreateActivity', kind: 'appointment', ownKey: 'k', owner: 'anna', contact: null, attributes: noAttributes, fields: anAppointment({ subject: ' Visit ' }), commit: () => [] }])()
  expect(e).toMatchObject({ right: [{ right: { activity: { fields: { subject: 'Visit', body: { type: 'text', content: 'At the customer’s' } } } } }] })
})
