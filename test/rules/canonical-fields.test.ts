import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldNames, kinds } from '../../src/core/model/fields'
import { canonical } from '../../src/rules/canonical-fields'
import { decodeEntities } from '../../src/rules/html-entities'
import { textOfHtml } from '../../src/rules/html-text'
import { comparableText } from '../../src/rules/plain-text'
import { stableJson } from '../../src/rules/stable-json'
import { inZone } from '../../src/time/zones'
import { runs } from '../runs'
import { allDay, mailbox, timed } from './examples'

const text = (content: string) => ({ type: 'text', content })
const html = (content: string) => ({ type: 'html', content })
const body = (value: unknown): string => canonical('email', 'body', value)
const shown = (source: string): string => comparableText(textOfHtml(source))

describe('subject and location', () => {
  it.each([
    ['Offer', ' Offer\r\n'],
    ['Offer for you', 'Offer \t for\u00a0you'],
    ['Offer', '\ufeffO\u200bf\u2060f\ufeffe\u00adr'],
    ['Offer', '\u0000Offer\u001f'],
    ['Åsa', 'A\u030asa'],
    ['a\ufffdb', 'a\ud83db'],
    ['a b', 'a\u0085b']
  ])('%j is %j', (a, b) => {
    for (const field of ['subject', 'location']) expect(canonical('appointment', field, a)).toBe(canonical('appointment', field, b))
  })
  it.each([
    ['Offer', 'offer'],
    ['Offer', 'Of fer'],
    ['Offer', 'Offer.'],
    ['👩\u200d👧', '👩👧']
  ])('%j is not %j', (a, b) => {
    expect(canonical('task', 'subject', a)).not.toBe(canonical('task', 'subject', b))
  })
  it('are not read as HTML', () => {
    expect(canonical('task', 'subject', 'a <b>')).not.toBe(canonical('task', 'subject', 'a'))
    expect(canonical('task', 'subject', '&amp;')).not.toBe(canonical('task', 'subject', '&'))
  })
  it('law: the comparable text is its own comparable text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', ' ', '\u00a0', '\u200b', '\u0085', '\ud800', '\udc00', '\u030a', 'A', '\n', '\u0001', '\u00ad') })), (s) => {
        expect(comparableText(comparableText(s))).toBe(comparableText(s))
      }),
      { numRuns: runs(2000) }
    )
  })
})

describe('a body', () => {
  it('of HTML equals the plain text that it shows', () => {
    const page = `<!DOCTYPE html><html xmlns:o="x"><head><meta charset="utf-8"><title>Not this</title><style>p > a { color: red }</style></head>
      <body lang=SV><div class="WordSection1"><p>Hej&nbsp;Åsa,<o:p></o:p></p><p>see <b>the</b> <a href="https://x.example/?a>b">of</a>fer<br>and &quot;R&amp;D&quot; &#8211; 5 &lt; 6</p></div>
      <!-- a comment <p>hidden</p> --><script>if (a < b) { "</p>" }</script><table><tr><td>one</td><td>two</td></tr></table></body></html>`
    expect(body(html(page))).toBe(body(text('Hej Åsa,\n\nsee the offer\nand "R&D" – 5 < 6\n\none\ttwo\n')))
  })
  it.each([
    ['Hello', 'Hello!'],
    ['Hello', 'Hel lo'],
    ['', 'x']
  ])('%j and %j differ, in text and in HTML', (a, b) => {
    for (const x of [text(a), html(`<p>${a}</p>`)]) for (const y of [text(b), html(`<p>${b}</p>`)]) expect(body(x)).not.toBe(body(y))
  })
  it('of plain text is not read as HTML', () => {
    expect(body(text('a <b>c</b> &amp;'))).not.toBe(body(text('a c &')))
  })
  it('law: text equals itself written as HTML', () => {
    const escaped = (s: string): string => s.replace(/[&<>"]/g, (ch) => `&#${ch.charCodeAt(0)};`)
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('<', '>', '&', '"', 'å', ' ', '\n', '-', '!'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })) }), (s) => {
        expect(body(html(`<html><head><style>${'x'}</style></head><body><p>${escaped(s)}</p></body></html>`))).toBe(body(text(s)))
      }),
      { numRuns: runs(500) }
    )
  })
})

describe('the text of HTML', () => {
  it.each([
    ['a<br>b', 'a b'],
    ['a<br/>b<BR />c', 'a b c'],
    ['<p>a</p><p>b</p>', 'a b'],
    ['<li>a<li>b', 'a b'],
    ['a<b>b</b><I>c</I><span style="x">d</span>', 'abcd'],
    ['a<wbr>b&shy;c&#8203;d', 'abcd'],
    ['a <!-- x --> b', 'a b'],
    ['a<!-->b', 'ab'],
    ['a<!--->b', 'ab'],
    ['a<![if !mso]>b<![endif]>c', 'abc'],
    ['a<!--[if mso]><p>x</p><![endif]-->b', 'ab'],
    ['a<?xml:namespace prefix="o"?>b', 'ab'],
    ['<a title="x>y">b</a>', 'b'],
    ["<a title='x>y\"'>b</a>", 'b'],
    ['<a title = "x>y">b</a>', 'b'],
    ['<p">b</p>', 'b'],
    ['<p x=a">b</p>', 'b'],
    ['5 < 6 <7 <', '5 < 6 <7 <'],
    ['a</ >b', 'ab'],
    ['<!>b', 'b'],
    ['a<!doctype b', 'a'],
    ['<!--->b-->', 'b-->'],
    ['a<!-- b>c', 'a'],
    ['<a x=>b</a>', 'b'],
    ['<a x="y"z">b', 'b'],
    ['<a x=y"z>b', 'b'],
    ['<a "x>y">b', 'y">b'],
    ['<a x="y" "z>w">b', 'w">b'],
    ['<b', ''],
    ['b>c', 'b>c'],
    ['a<b', 'a'],
    ['a<!-- b', 'a'],
    ['<style>x', ''],
    ['<STYLE type="a">x</Style >y', 'y'],
    ['<script>"</p>"</script>y', 'y'],
    ['<title>x</title>y', 'y'],
    ['<head><title>x</title></head>y', 'y'],
    ['<head>y', 'y'],
    ['<head><p>y</p><blockquote><head><title>x</title></head>z', 'y z'],
    ['<header>y</header>', 'y'],
    ['</head>y</style>z', 'y z'],
    ['<constructor>y', 'y'],
    ['', '']
  ])('%j shows %j', (source, expected) => {
    expect(shown(source)).toBe(expected)
  })

  it.each([
    ['&amp;lt;', '&lt;'],
    ['&Aring;&aring;&eacute;&szlig;&yuml;&nbsp;&iexcl;', 'Ååéßÿ\u00a0¡'],
    ['&euro;&ndash;&hellip;&apos;', '€–…\''],
    ['&#65;&#x41;&#X42;&#65 ', 'AAB\u0041 '],
    ['&#150;&#x80;&#129;', '–€\u0081'],
    ['&#0;&#xD800;&#x110000;&#99999999;', '\ufffd\ufffd\ufffd\ufffd'],
    ['&#x1F600;', '😀'],
    ['&#xD7FF;&#xDFFF;&#xE000;&#x10FFFF;', '\ud7ff\ufffd\ue000\u{10ffff}'],
    ['&#x41 &#x41', 'A A'],
    ['&unknown; &constructor; & &; &#; &#x; &amp', '&unknown; &constructor; & &; &#; &#x; &amp']
  ])('%j reads %j', (source, expected) => {
    expect(decodeEntities(source)).toBe(expected)
  })

  it('knows every name that mail programs write', () => {
    const names = 'amp AMP lt LT gt GT quot QUOT apos ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo lsaquo rsaquo hellip bull dagger Dagger permil euro trade larr uarr rarr darr minus ensp emsp thinsp zwnj zwj OElig oelig Scaron scaron Yuml fnof circ tilde'
    expect(decodeEntities(names.split(' ').map((name) => `&${name};`).join(''))).toBe('&&<<>>""\'\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a\u2026\u2022\u2020\u2021\u2030\u20ac\u2122\u2190\u2191\u2192\u2193\u2212\u2002\u2003\u2009\u200c\u200d\u0152\u0153\u0160\u0161\u0178\u0192\u02c6\u02dc')
  })
  it('knows what the numbers of windows-1252 mean, and those that have no meaning', () => {
    // The runtime's own decoder of windows-1252 is not asked: some take it for Latin-1.
    const expected = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'
    expect(Array.from({ length: 32 }, (_, i) => decodeEntities(`&#${128 + i};`)).join('')).toBe(expected)
  })

  const pieces = fc.constantFrom('<', '>', '</', '<!--', '-->', '<!', '<?', '<p', '<head>', '</head>', '<style>', '</style', '<script>', '</script>', '<title>', '"', "'", '=', ' ', 'a', '&', '&amp;', '&#', '/>', '<o:p>')
  it('law: answers for anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(pieces, { maxLength: 40 }).map((p) => p.join('')), fc.string({ unit: 'binary' })), (s) => {
        expect(typeof textOfHtml(s)).toBe('string')
      }),
      { numRuns: runs(3000) }
    )
  })

  it('law: what is added to the text of a body is seen', () => {
    const closed = fc.constantFrom('<p>', '</p>', '<br>', 'a', ' ', '&amp;', '<!-- x -->', '<style>x</style>', '<a title="x>y">', '5 < 6 ', '<head>', '</head>', '<script>x</script>')
    fc.assert(
      fc.property(fc.array(closed, { maxLength: 12 }), fc.array(closed, { maxLength: 12 }), (before, after) => {
        const [a, b] = [before.join(''), after.join('')]
        expect(shown(`${a}SEEN${b}`)).toContain('SEEN')
      })
    )
  })
})

describe('a hostile body', () => {
  const mega = 1_000_000
  it.each(['<', '<a', '<a ', '<!', '<!--', '<?', '</', '</a', '<head>', '<head><', '<style', '<a x="', "<a x='>", '&', '&#', '&a', '<title></title>', ' ', '\u00a0', '\u200b', '<![', '-->', '="', '</head'])('of a megabyte of %j is read in one go', (piece) => {
    const source = piece.repeat(Math.ceil(mega / piece.length))
    expect(body(html(source))).toMatch(/^text:/)
    expect(body(text(source))).toMatch(/^text:/)
  })
})

describe('an appointment’s time', () => {
  const time = (value: unknown): string => canonical('appointment', 'time', value)
  it('is its instants, in whatever zone they are written', () => {
    const stockholm = timed('2026-03-29T01:30:00', '2026-03-29T03:30:00')
    if (stockholm.allDay) throw new Error('not timed')
    for (const zone of ['America/New_York', 'UTC', 'Asia/Kolkata']) expect(time({ allDay: false, start: inZone(stockholm.start, zone), end: inZone(stockholm.end, 'UTC') })).toBe(time(stockholm))
    expect(time(timed('2026-03-29T01:31:00', '2026-03-29T03:30:00'))).not.toBe(time(stockholm))
    expect(time(timed('2026-03-29T01:30:00', '2026-03-29T03:31:00'))).not.toBe(time(stockholm))
  })
  it('all-day is its dates, and never the midnights', () => {
    expect(time(allDay('2026-11-24', '2026-11-25'))).toBe(time(allDay('2026-11-24', '2026-11-25')))
    expect(time(allDay('2026-11-24', '2026-11-25'))).not.toBe(time(allDay('2026-11-24', '2026-11-26')))
    expect(time(allDay('2026-11-24', '2026-11-25'))).not.toBe(time(timed('2026-11-24T00:00:00', '2026-11-25T00:00:00', 'UTC')))
  })
  it('in a zone that nobody knows is as it is written', () => {
    const mars = (start: string) => time(timed(start, '2026-11-24T10:30:00', 'Mars/Olympus'))
    expect(mars('2026-11-24T09:30:00')).toBe(mars('2026-11-24T09:30:00'))
    expect(mars('2026-11-24T09:30:00')).not.toBe(mars('2026-11-24T09:31:00'))
  })
})

describe('the other fields', () => {
  it('parties are their addresses in order; names do not count', () => {
    expect(canonical('email', 'to', [mailbox('Bo@X.example', 'Bo'), mailbox('c@bücher.example')])).toBe(canonical('email', 'to', [mailbox('<bo@x.example>'), mailbox('c@xn--bcher-kva.example', 'C')]))
    expect(canonical('email', 'cc', [mailbox('a@x.example'), mailbox('b@x.example')])).not.toBe(canonical('email', 'cc', [mailbox('b@x.example'), mailbox('a@x.example')]))
    expect(canonical('email', 'bcc', [])).not.toBe(canonical('email', 'bcc', [mailbox('')]))
    expect(canonical('email', 'from', mailbox('BO@x.example', 'Bo'))).toBe(canonical('email', 'from', mailbox('bo@x.example')))
    for (const field of ['to', 'cc', 'bcc']) expect(canonical('email', field, [mailbox('BO@x.example', 'Bo')])).toBe('mailboxes:["bo@x.example"]')
    expect(canonical('email', 'from', mailbox('BO@x.example', 'Bo'))).toBe('mailbox:bo@x.example')
    expect(canonical('email', 'from', null)).not.toBe(canonical('email', 'from', mailbox('null')))
  })
  it('the time an e-mail was sent counts to the second', () => {
    expect(canonical('email', 'sentAt', '2026-11-24T06:00:00.999Z')).toBe(canonical('email', 'sentAt', '2026-11-24T06:00:00.000Z'))
    expect(canonical('email', 'sentAt', '2026-11-24T06:00:01.000Z')).not.toBe(canonical('email', 'sentAt', '2026-11-24T06:00:00.000Z'))
  })
  it('progress, dates, importance and free/busy are compared as they are, whatever the order of keys', () => {
    const progress = { status: 'completed', percent: 100, completedOn: '2026-11-24' }
    expect(canonical('task', 'progress', progress)).toBe(canonical('task', 'progress', { completedOn: '2026-11-24', percent: 100, status: 'completed' }))
    expect(canonical('task', 'progress', progress)).not.toBe(canonical('task', 'progress', { ...progress, percent: 99 }))
    expect(canonical('task', 'progress', progress)).not.toBe(canonical('task', 'progress', { ...progress, completedOn: null }))
    expect(canonical('task', 'due', null)).not.toBe(canonical('task', 'due', '2026-11-24'))
    expect(canonical('task', 'importance', 'low')).not.toBe(canonical('task', 'importance', 'high'))
    expect(canonical('appointment', 'showAs', 'busy')).not.toBe(canonical('appointment', 'showAs', 'free'))
  })
  it('law: there is an answer for any field and any value, the same for an equal value', () => {
    const field = fc.oneof(fc.constantFrom(...kinds.flatMap((kind) => fieldNames[kind])), fc.constantFrom('constructor', '__proto__', 'own'))
    fc.assert(
      fc.property(fc.constantFrom(...kinds), field, fc.anything({ withBigInt: true }), (kind, name, value) => {
        expect(typeof canonical(kind, name, value)).toBe('string')
        expect(canonical(kind, name, value)).toBe(canonical(kind, name, value))
      })
    )
  })
})

describe('stable JSON', () => {
  it('law: is JSON, whose keys come in one order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      })
    )
    expect(stableJson({ b: 1, a: { d: [1, { f: 1, e: 2 }], c: undefined } })).toBe('{"a":{"d":[1,{"e":2,"f":1}]},"b":1}')
    expect([stableJson(undefined), stableJson(3n), stableJson(Number.NaN)]).toEqual(['undefined', '3', 'NaN'])
  })
})
