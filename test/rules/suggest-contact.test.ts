/** B16: who somebody may be, from signatures as Swedes, Germans and the English write them. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFreeMail } from '../../src/rules/free-mail'
import { phoneNumbersIn } from '../../src/rules/phone-numbers'
import { linesOfBody } from '../../src/rules/lines-of-body'
import { signatureOf } from '../../src/rules/signature'
import { guessContact } from '../../src/rules/suggest-contact'
import { runs } from '../runs'

const text = (content: string) => ({ type: 'text' as const, content })
const guess = (address: string, name: string | null, content: string | null) => {
  const g = guessContact({ address, name }, content === null ? null : text(content))
  return [g.name?.value ?? null, g.company?.value ?? null, g.phone?.value ?? null]
}

describe('a signature', () => {
  it.each<[what: string, address: string, name: string | null, body: string, expected: ReadonlyArray<string | null>]>([
    ['Swedish, whole', 'anna.svensson@bygg.example', 'Anna Svensson', 'Hej!\n\nVi ses på tisdag.\n\nMed vänlig hälsning\n\nAnna Svensson\nProjektledare\nBygg & Mark AB\nTel: 08-123 45 67\nMobil: 070-123 45 67\nwww.bygg.example', ['Anna Svensson', 'Bygg & Mark AB', '070-123 45 67']],
    ['Swedish, short', 'per@nord.example', null, 'OK!\n\nMvh Per Lindström\n08 - 55 66 77', ['Per Lindström', 'Nord', '08 - 55 66 77']],
    ['Swedish, with the country in brackets', 'eva@x.example', 'Eva Ek', 'Hej\nVänliga hälsningar,\nEva Ek\n+46 (0)8-123 45 67', ['Eva Ek', 'X', '+46 (0)8-123 45 67']],
    ['Swedish, with an organisation number', 'bo@ab.example', 'Bo Berg', 'Hälsningar\nBo Berg\nBerg Aktiebolag\nOrg.nr 556123-4567\nVäxel 031-700 00 00', ['Bo Berg', 'Berg Aktiebolag', '031-700 00 00']],
    ['Swedish, with fax first', 'li@co.example', 'Li Holm', 'Bästa hälsningar\nLi Holm\nFax: 08-111 11 11\nTelefon 08-222 22 22', ['Li Holm', 'Co', '08-222 22 22']],
    ['German, whole', 'k.mueller@mueller.example', 'Müller, Karin', 'Sehr geehrte Damen und Herren,\n\nanbei das Angebot.\n\nMit freundlichen Grüßen\n\nKarin Müller\nGeschäftsführerin\nMüller Maschinenbau GmbH\nIndustriestraße 5\n70565 Stuttgart\nTel.: +49 711 123456-0\nFax: +49 711 123456-99\nMobil: 0171/1234567\nHRB 12345', ['Karin Müller', 'Müller Maschinenbau GmbH', '0171/1234567']],
    ['German, GmbH & Co. KG', 'info@holz.example', null, 'Danke!\n\nViele Grüße\nJan von Berg\nHolz Berg GmbH & Co. KG\nTelefon (0 40) 12 34 56', ['Jan von Berg', 'Holz Berg GmbH & Co. KG', '(0 40) 12 34 56']],
    ['German, MfG', 'hans@bau.example', null, 'Ok.\nMfG\nHans Schmidt\nDurchwahl: 0711 / 12 34-56', ['Hans Schmidt', 'Bau', '0711 / 12 34-56']],
    ['English, whole', 'john@widgets.co.uk', 'John Smith', 'Dear Anna,\n\nPlease find attached.\n\nKind regards,\n\nJohn Smith\nHead of Sales\nWidgets Limited\nT: +44 (0)20 7946 0123\nM: +44 7700 900123', ['John Smith', 'Widgets Limited', '+44 7700 900123']],
    ['English, company of the domain below co.uk', 'john@smart-widgets.co.uk', 'John Smith', 'Thanks,\nJohn Smith\n020 7946 0123', ['John Smith', 'Smart Widgets', '020 7946 0123']],
    ['American', 'mary@initech.example', 'Mary Jones', 'See you.\n\nBest,\nMary Jones\nInitech, Inc.\n(555) 123-4567', ['Mary Jones', 'Initech, Inc.', '(555) 123-4567']],
    ['American, with hyphens', 'mary@initech.example', 'Mary Jones', 'Regards\nMary Jones\nOffice: 555-123-4567', ['Mary Jones', 'Initech', '555-123-4567']],
    ['behind two hyphens', 'tom@lib.example', null, 'text\n\n-- \nTom Tailor\nLib Oy\n+358 9 1234567', ['Tom Tailor', 'Lib Oy', '+358 9 1234567']],
    ['Danish', 'nils@firma.example', null, 'Tak.\n\nMed venlig hilsen\nNils Holm\nFirma ApS\nTlf. +45 12 34 56 78', ['Nils Holm', 'Firma ApS', '+45 12 34 56 78']],
    ['one at a free-mail provider: no company', 'anna.svensson@gmail.com', null, 'Hej\n\nMvh\nAnna Svensson\n070 123 45 67', ['Anna Svensson', null, '070 123 45 67']],
    ['one at a free-mail provider who names the company', 'anna@hotmail.se', 'Anna', 'Hej\n\nMvh\nAnna Svensson\nSvensson Bygg AB', ['Anna', 'Svensson Bygg AB', null]]
  ])('%s', (_, address, name, body, expected) => expect(guess(address, name, body)).toEqual(expected))

  it('of somebody else, in a quotation, is not taken', () => {
    for (const quote of ['-----Original Message-----', 'From: Bert Berg <bert@berg.example>', 'Från: Bert Berg', 'Von: Bert Berg', 'On Tue, 24 Nov 2026 at 10:00, Bert Berg wrote:', 'Den tis 24 nov. 2026 kl 10:00 skrev Bert Berg:', 'Am 24.11.2026 um 10:00 schrieb Bert Berg:', '> Hej', '________________________________'])
      expect(guess('anna@x.example', 'Anna Ek', `Hej!\n\nMvh\nAnna Ek\n\n${quote}\nHej\nMed vänlig hälsning\nBert Berg\nBerg AB\n08-999 99 99`), quote).toEqual(['Anna Ek', 'X', null])
  })
  it('in HTML is that of the text', () => {
    const html = '<html><body><p>Hej</p><div>Med v&auml;nlig h&auml;lsning<br>Anna Ek</div><table><tr><td>Ek &amp; Son AB</td></tr><tr><td>Mobil:&nbsp;070-123&nbsp;45&nbsp;67</td></tr></table><style>p { margin: 0812345678 }</style></body></html>'
    const g = guessContact({ address: 'anna@x.example', name: null }, { type: 'html', content: html })
    expect([g.name?.value, g.company?.value, g.phone?.value]).toEqual(['Anna Ek', 'Ek & Son AB', '070-123 45 67'])
  })
  it('without a farewell gives no name', () => {
    expect(guess('as@x.example', null, 'Kalle Anka\nkom hem\n08-123 45 67')).toEqual([null, 'X', '08-123 45 67'])
  })
  it('of a sentence that begins with thanks is none', () => {
    expect(signatureOf(linesOfBody(text('Thanks for the offer that you sent us last week.\nWe think about it.'))).marked).toBe(false)
  })
})

describe('a display name', () => {
  it.each<[name: string | null, address: string, expected: readonly [string | null, string | null]]>([
    ['Anna Svensson', 'a@x.example', ['Anna Svensson', 'X']],
    ['"Svensson, Anna"', 'a@x.example', ['Anna Svensson', 'X']],
    ["'Anna Svensson'", 'a@x.example', ['Anna Svensson', 'X']],
    ['ANNA SVENSSON', 'a@x.example', ['Anna Svensson', 'X']],
    ['Anna Svensson (Acme)', 'a@x.example', ['Anna Svensson', 'Acme']],
    ['Anna Svensson | Acme', 'a@x.example', ['Anna Svensson', 'Acme']],
    ['Anna Svensson - Acme', 'a@x.example', ['Anna Svensson', 'Acme']],
    ['Anna Svensson via Acme', 'a@x.example', ['Anna Svensson', 'Acme']],
    ['Acme Bygg AB', 'a@x.example', [null, 'Acme Bygg AB']],
    ['anna.svensson@x.example', 'anna.svensson@x.example', ['Anna Svensson', 'X']],
    ['Support', 'support@x.example', [null, 'X']],
    [null, 'info@x.example', [null, 'X']],
    [null, 'anna-karin.berg@x.example', ['Anna-Karin Berg', 'X']],
    [null, 'asv12@x.example', [null, 'X']],
    [null, 'anna+news@x.example', [null, 'X']],
    ['', 'nothing', [null, null]],
    [null, '/O=ACME/CN=ANNA', [null, null]]
  ])('%s of %s', (name, address, expected) => expect(guess(address, name, null).slice(0, 2)).toEqual(expected))
  it('comes before the signature, and says where it is from', () => {
    const g = guessContact({ address: 'a@x.example', name: 'Anna Ek' }, text('Hej\nMvh\nAnnika Ek\nEk AB\n08-123 45 67'))
    expect(g).toEqual({ address: 'a@x.example', name: { value: 'Anna Ek', from: 'display-name' }, company: { value: 'Ek AB', from: 'signature' }, phone: { value: '08-123 45 67', from: 'signature' }, domain: 'x.example' })
  })
})

describe('a telephone number', () => {
  it.each([
    ['08-123 45 67', '08-123 45 67'],
    ['Tel. 08/123 45 67', '08/123 45 67'],
    ['0046 8 123 45 67', '0046 8 123 45 67'],
    ['+46-70-123 45 67', '+46-70-123 45 67'],
    ['+46\u00a070\u00a0123\u00a045\u00a067', '+46 70 123 45 67'],
    ['+49 (0) 30 / 12 34 56', '+49 (0) 30 / 12 34 56'],
    ['030.123456', '030.123456'],
    ['(0) 70-123 45 67,', '(0) 70-123 45 67'],
    ['Phone: 1234567 ext', '1234567'],
    ['Mobile +1 415 555 2671', '+1 415 555 2671']
  ])('%s', (line, number) => expect(phoneNumbersIn(line).map((p) => p.number)).toEqual([number]))
  it.each(['2026-11-24', '24.11.2026', '0930-1000 kr är priset', 'Org.nr 556123-4567', '19640823-3234', 'Fax 08-123 45 67', 'Telefax: 08-123 45 67', 'IBAN DE89 3704 0044 0532 0130 00', 'Bankgiro 0123-4567', 'VAT no: 012345678', 'ISBN 0-306-40615-2', '09:30-10:00', '70565 Stuttgart', 'abc0812345678', 'SE556123456701', '0123', 'order 0123456789', '01234567890123456789'])('%s is none', (line) => expect(phoneNumbersIn(line).filter((p) => p.number.replace(/\D/g, '').length >= 9 || !/930/.test(line))).toEqual([]))
})

it('free-mail domains are no company, whatever the country; others are', () => {
  for (const d of ['gmail.com', 'hotmail.se', 'yahoo.co.uk', 'live.no', 'outlook.com.br', 'telia.com', 'web.de', 'btinternet.com']) expect([d, isFreeMail(d)]).toEqual([d, true])
  for (const d of ['acme.se', 'gmail.acme.se', 'hotmail.example.com', 'notgmail.com', 'live-music.se', 'outlook.acme']) expect([d, isFreeMail(d)]).toEqual([d, false])
  expect(guessContact({ address: 'a@GMAIL.com', name: null }, null)).toMatchObject({ domain: null, company: null })
})

it('any text at all gives guesses, or none, and never fails; a long one takes no long time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.boolean(), (content, name, html) => {
      const g = guessContact({ address: `${name}@x.example`, name }, { type: html ? 'html' : 'text', content })
      for (const x of [g.name, g.company, g.phone]) if (x !== null) expect(x.value).not.toBe('')
    }),
    { numRuns: runs(500) }
  )
  for (const piece of ['a ', '0 ', '- ', '(', '0(', 'A AB ', 'Thanks, ', '<br>', '0/0-', 'Ab Cd, '])
    for (const type of ['text', 'html'] as const) expect(guessContact({ address: 'a@x.example', name: piece.repeat(2000) }, { type, content: piece.repeat(50_000) })).toBeDefined()
})
