/** Text: compressed RTF, RTF, encapsulated addresses, headers. */
import { describe, expect, it } from 'vitest'
import { addressesInHeaders } from '../../../src/adapters/pst/addresses/headers'
import { asSmtp, nameKey, withinEncapsulated } from '../../../src/adapters/pst/addresses/smtp'
import { decompressRtf } from '../../../src/adapters/pst/text/lzfu'
import { bodyOfRtf } from '../../../src/adapters/pst/text/rtf'
import { decodeBytes } from '../../../src/adapters/pst/text/text'

describe('compressed RTF', () => {
  it('is as in the examples of the specification', () => {
    const first = Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0', 'hex')
    expect(decompressRtf(first)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
    // Refers to what it is just writing.
    const second = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex')
    expect(decompressRtf(second)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
  })

  it('that claims to be huge takes no more memory than its bytes can fill', () => {
    const b = Buffer.from('10000000ffffffff4c5a46750000000000414243', 'hex')
    expect(decompressRtf(b)).toBe('ABC')
  })

  it('of an unknown type or without a header is damage', () => {
    expect(() => decompressRtf(Buffer.from('2d0000002b0000004c5a4600f1c5c7a7', 'hex'))).toThrow('compressed RTF')
    expect(() => decompressRtf(Buffer.from('2d'))).toThrow('compressed RTF')
  })
})

describe('RTF', () => {
  it('is read as text', () => {
    const rtf = '{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset204 Arial;}}{\\colortbl;\\red0\\green0\\blue0;}{\\*\\generator X;}\\pard\\b \\\'cf\\\'f0\\b0 \\u8364?\\{ok\\}\\tab x\\par\nnext\\line{\\pict 0a0b}\\~end}'
    expect(bodyOfRtf(rtf)).toEqual({ type: 'text', content: 'Пр€{ok}\tx\r\nnext\r\n\u00a0end' })
  })

  it('gives back the HTML that it was made from', () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\*\\htmltag64 <p class="a">}\\htmlrtf {\\htmlrtf0 Hej \\\'e5{\\*\\htmltag84 &nbsp;}\\htmlrtf \\\'a0\\htmlrtf0 {\\*\\htmltag4 \\par }\\htmlrtf \\par}\\htmlrtf0{\\*\\htmltag72 </p>}{\\*\\mhtmltag84 <x>}}'
    expect(bodyOfRtf(rtf)).toEqual({ type: 'html', content: '<p class="a">Hej å&nbsp;\r\n</p>' })
  })

  it('of any nonsense is read without an exception', () => {
    for (const rtf of ['', '}}}}', '{{{{', '\\', "\\'", '\\u99999999999', '\\uc-5\\u1', '{\\rtf1'.repeat(5000), '\\u-1'.repeat(1000)]) expect(typeof bodyOfRtf(rtf).content).toBe('string')
  })
})

describe('text in a code page', () => {
  it('has the quotes and dashes of windows-1252', () => {
    expect(decodeBytes(Buffer.from([0x93, 0x96, 0x94, 0x80, 0xe5]), 1252)).toBe('“–”€å')
    expect(decodeBytes(Buffer.from([0x97]), 28591)).toBe('—')
    expect(decodeBytes(Buffer.from([0xa4]), 28605)).toBe('€')
    expect(decodeBytes(Buffer.from([0xff, 0xc3]), 65001)).toBe('\ufffd\ufffd')
  })
})

describe('addresses', () => {
  it('are found within the encapsulated ones of old connectors', () => {
    expect(withinEncapsulated('IMCEANOTES-+22Loe+2C+20David+22+20+3CDLoe+40UtiliCorp+2Ecom+3E+40ENRON@ENRON.com')).toBe('DLoe@UtiliCorp.com')
    expect(withinEncapsulated('IMCEASMTP-a+40b+2Ese@x.com')).toBe('a@b.se')
    expect(withinEncapsulated('IMCEAEX-_O=ACME_CN=Bo@acme.se')).toBeNull()
    expect(withinEncapsulated('bo@acme.se')).toBeNull()
  })

  it('can be mailed or cannot', () => {
    expect(asSmtp("'bo@acme.se'")).toBe('bo@acme.se')
    expect(asSmtp('SMTP:Bo+x@räksmörgås.se')).toBe('Bo+x@räksmörgås.se')
    for (const s of ['', 'Bo', 'bo@acme', '/o=x/cn=bo', 'bo@acme.se, cia@acme.se', 'Carl Carter/NA/Enron@Enron']) expect(asSmtp(s)).toBeNull()
  })

  it('are the same person’s whatever the order of the name', () => {
    expect(nameKey('Lokay, Michelle (E-mail)')).toBe(nameKey(' michelle  LOKAY'))
  })

  it('in headers are those of senders and recipients, folded or not', () => {
    const found = addressesInHeaders('Subject: "No" <no@x.se>\r\nFrom: "Ek, Bo" <bo@acme.se>\r\nTo: Cia Al <cia@acme.se>,\r\n\t"Dan" <dan@acme.se>; "Eva Ek" </o=x>\r\n')
    expect([...found]).toEqual([['bo ek', 'bo@acme.se'], ['al cia', 'cia@acme.se'], ['dan', 'dan@acme.se']])
  })

  it('in hostile headers take no time', () => {
    expect(addressesInHeaders(`To: ${'"a'.repeat(50_000)}`).size).toBe(0)
    expect(addressesInHeaders(`To: ${'a '.repeat(50_000)}<`).size).toBe(0)
    expect(withinEncapsulated(`IMCEA-${'IMCEAX-'.repeat(20_000)}`)).toBeNull()
    expect(asSmtp(`${'a.'.repeat(50_000)}@`)).toBeNull()
  })
})
