import fc from 'fast-check'
import { domainToASCII, domainToUnicode } from 'node:url'
import { describe, expect, it } from 'vitest'
import { addressForms, canonicalAddress, canonicalDomain, domainOf, isInDomain, isOwnAddress, matchesEntry } from '../../src/rules/addresses'
import { decodePunycode } from '../../src/rules/punycode'
import { runs } from '../runs'
import { settings } from './examples'

const distinct = settings()
const ignoring = settings({ contacts: { plusTags: 'ignore' } })

describe('the canonical form of an address', () => {
  it.each([
    ['anna@acme.se', 'anna@acme.se'],
    [' Anna@ACME.se\t', 'anna@acme.se'],
    ['<anna@acme.se>', 'anna@acme.se'],
    ['Anna Ek <Anna@acme.se>', 'anna@acme.se'],
    ['"Ek, Anna <old@x.se>" <anna@acme.se>', 'anna@acme.se'],
    ['mailto:anna@acme.se', 'anna@acme.se'],
    ['MAILTO: <anna@acme.se>', 'anna@acme.se'],
    ['mailto:anna@acme.se?subject=Hi', 'anna@acme.se'],
    ['SMTP:anna@acme.se', 'anna@acme.se'],
    ["'anna@acme.se'", 'anna@acme.se'],
    ['"anna"@acme.se', 'anna@acme.se'],
    ['"anna ek"@acme.se', '"anna ek"@acme.se'],
    ["o'neill@acme.ie", "o'neill@acme.ie"],
    ['anna@acme.se.', 'anna@acme.se'],
    ['anna@BÜCHER.example', 'anna@xn--bcher-kva.example'],
    ['anna@bu\u0308cher.example', 'anna@xn--bcher-kva.example'],
    ['anna@XN--BCHER-KVA.example', 'anna@xn--bcher-kva.example'],
    ['anna@bücher。example', 'anna@xn--bcher-kva.example'],
    ['ÅSA@acme.se', 'åsa@acme.se'],
    ['A\u030aSA@acme.se', 'åsa@acme.se'],
    ['/O=ENRON/OU=NA/CN=RECIPIENTS/CN=JDOE', '/o=enron/ou=na/cn=recipients/cn=jdoe'],
    ['/O=X/CN=Anna@ACME.se', '/o=x/cn=anna@acme.se'],
    ['anna@[192.168.0.1]', 'anna@[192.168.0.1]'],
    ['Anna@１２７.0.0.1', 'anna@１２７.0.0.1'],
    ['Anna@ü/evil.example', 'anna@ü/evil.example'],
    ['Anna@ü:80', 'anna@ü:80'],
    ['<mailto: anna@acme.se >', 'anna@acme.se'],
    ['mailto: anna@acme.se ?subject=Hi', 'anna@acme.se'],
    ["' anna@acme.se '", 'anna@acme.se'],
    ["'anna@acme.se", "'anna@acme.se"],
    ["anna@acme.se'", "anna@acme.se'"],
    ["''", "''"],
    ['x mailto:anna@acme.se', 'x mailto:anna@acme.se'],
    ['a > b <anna@acme.se', 'a > b <anna@acme.se'],
    ['x>anna@acme.se', 'x>anna@acme.se'],
    ['Anna@ acme.se ', 'anna@acme.se'],
    ['anna@ü..', 'anna@xn--tda'],
    ['anna@acme.se..', 'anna@acme.se'],
    ['anna@ü.1', 'anna@ü.1'],
    ['anna@１.example', 'anna@1.example'],
    ['anna@ü.7.example', 'anna@xn--tda.7.example'],
    ['"anna"b@acme.se', '"anna"b@acme.se'],
    ['b"anna"@acme.se', 'b"anna"@acme.se'],
    ['a/o=x@acme.se.', 'a/o=x@acme.se'],
    ['Not an address', 'not an address'],
    ['@acme.se', '@acme.se'],
    ['anna@', 'anna@'],
    ['', '']
  ])('of %j is %j', (address, expected) => {
    expect(canonicalAddress(address)).toBe(expected)
  })

  it('leaves what is longer than a line alone', () => {
    const hostile = `${"'".repeat(200_000)}mailto:<A@b.se>${"'".repeat(200_000)}`
    expect(canonicalAddress(hostile)).toBe(hostile.toLowerCase())
  })

  it('law: is its own canonical form, whatever the text', () => {
    const pieces = fc.constantFrom('anna', '@', 'acme.se', '<', '>', "'", '"', 'mailto:', '?', '.', ' ', 'BÜCHER', 'İ', 'ß', 'Σ', '+tag', '/O=', 'xn--', '\u0308', '１')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 8 }).map((p) => p.join(''))), (s) => {
        const once = canonicalAddress(s)
        expect(canonicalAddress(once)).toBe(once)
      }),
      { numRuns: runs(2000) }
    )
  })

  const labels = fc.stringMatching(/^[a-zåäöüéñ0-9]{1,10}$/)
  const addresses = fc.tuple(fc.stringMatching(/^[a-z0-9.!#$+_-]{1,12}$/), labels, fc.constantFrom('se', 'example', 'co.uk')).map(([local, label, top]) => ({ local, domain: `x${label}.${top}` }))

  it('law: neither case nor the writing of an internationalised domain nor wrapping changes it', () => {
    fc.assert(
      fc.property(addresses, ({ local, domain }) => {
        const expected = canonicalAddress(`${local}@${domain}`)
        for (const other of [`${local}@${domain}`.toUpperCase(), `${local}@${domainToASCII(domain)}`, `${local}@${domainToUnicode(domain)}`, ` <${local}@${domain}.> `, `mailto:${local}@${domain}`])
          expect(canonicalAddress(other)).toBe(expected)
        expect(expected).toBe(`${local}@${domainToASCII(domain)}`)
      })
    )
  })
})

describe('Punycode', () => {
  it('law: decodes what Node encodes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zåäöüéñ日本語中国한국ελλάδаб0-9]{1,20}$/u), (label) => {
        const ascii = domainToASCII(label)
        fc.pre(ascii.startsWith('xn--'))
        expect(decodePunycode(ascii.slice(4))).toBe(domainToUnicode(ascii))
      })
    )
  })
  it.each(['99999999', 'a-!', 'é', 'zzzzzzzzzzzzzzz9', 'bcher-kv'])('answers null to %j', (text) => {
    expect(decodePunycode(text)).toBeNull()
  })
})

describe('the forms of an address', () => {
  it('are the canonical one and, of an internationalised domain, that in Unicode', () => {
    expect(addressForms('Anna@Acme.se', distinct)).toEqual(['anna@acme.se'])
    expect(addressForms('Anna@xn--bcher-kva.example', distinct)).toEqual(['anna@xn--bcher-kva.example', 'anna@bücher.example'])
    expect(addressForms('Anna@bücher.example', distinct)).toEqual(['anna@xn--bcher-kva.example', 'anna@bücher.example'])
  })
  it('include the one without the +tag, if the settings ignore tags', () => {
    expect(addressForms('anna+news+x@acme.se', distinct)).toEqual(['anna+news+x@acme.se'])
    expect(addressForms('anna+news+x@acme.se', ignoring)).toEqual(['anna+news+x@acme.se', 'anna@acme.se'])
    expect(addressForms('anna+n@bücher.example', ignoring)).toEqual(['anna+n@xn--bcher-kva.example', 'anna+n@bücher.example', 'anna@xn--bcher-kva.example', 'anna@bücher.example'])
    expect(addressForms('+46701234567@sms.example', ignoring)).toEqual(['+46701234567@sms.example'])
  })
  it('are one of what is no SMTP address, in lower case', () => {
    expect(addressForms('/O=ENRON/CN=J+DOE', ignoring)).toEqual(['/o=enron/cn=j+doe'])
  })
  it('are one where the Punycode is not valid', () => {
    expect(addressForms('a@xn--99999999.example', distinct)).toEqual(['a@xn--99999999.example'])
  })
})

describe('domains', () => {
  it('are those of SMTP addresses only', () => {
    expect(domainOf('Anna <anna@Mail.ACME.se>')).toBe('mail.acme.se')
    expect(domainOf('/O=ENRON/CN=anna@acme.se')).toBeNull()
    expect(domainOf('anna')).toBeNull()
  })
  it('include their subdomains, and not what only ends alike', () => {
    expect(isInDomain('acme.se', 'acme.se')).toBe(true)
    expect(isInDomain('mail.acme.se', 'acme.se')).toBe(true)
    expect(isInDomain('notacme.se', 'acme.se')).toBe(false)
    expect(isInDomain('acme.se', 'mail.acme.se')).toBe(false)
    expect(canonicalDomain('Acme.SE..')).toBe('acme.se')
  })
})

describe('own addresses and list entries', () => {
  const own = { settings: distinct, ownAddresses: ['Anna@ACME.se', 'anna@bücher.example'] }
  it('an own address is recognised in whatever writing', () => {
    expect(isOwnAddress('<ANNA@acme.se>', own)).toBe(true)
    expect(isOwnAddress('anna@xn--bcher-kva.example', own)).toBe(true)
    expect(isOwnAddress('bo@acme.se', own)).toBe(false)
    expect(isOwnAddress('anna+x@acme.se', own)).toBe(false)
    expect(isOwnAddress('anna+x@acme.se', { ...own, settings: ignoring })).toBe(true)
  })
  it.each([
    ['bo@acme.se', 'Bo@ACME.se', true],
    ['bo@acme.se', 'bo@mail.acme.se', false],
    ['acme.se', 'bo@acme.se', true],
    ['ACME.se', 'bo@mail.acme.se', true],
    ['@acme.se', 'bo@mail.acme.se', true],
    ['acme.se', 'bo@notacme.se', false],
    ['bücher.example', 'bo@xn--bcher-kva.example', true],
    ['acme.se', '/O=ENRON/CN=bo@acme.se', false],
    ['bo@acme.se', 'bo+x@acme.se', false]
  ])('the entry %j for %j: %j', (entry, address, expected) => {
    expect(matchesEntry(entry, address, distinct)).toBe(expected)
  })
  it('an entry also stands for tagged addresses, if the settings ignore tags', () => {
    expect(matchesEntry('bo@acme.se', 'bo+x@acme.se', ignoring)).toBe(true)
    expect(matchesEntry('bo+x@acme.se', 'bo@acme.se', ignoring)).toBe(false)
  })
})

describe('addresses at the edges', () => {
  it('a line is as long as it may be, and no longer', () => {
    const local = 'a'.repeat(998 - '<@ACME.se>'.length)
    expect(canonicalAddress(`<${local}@ACME.se>`)).toBe(`${local}@acme.se`)
    expect(canonicalAddress(`<a${local}@ACME.se>`)).toBe(`<a${local}@acme.se>`)
  })
  it('an at sign alone makes no domain', () => {
    expect([domainOf('@acme.se'), domainOf('anna@'), domainOf('anna'), domainOf('/O=X/CN=a@b'), domainOf('x/O=y@acme.se'), domainOf('/O1=y@acme.se')]).toEqual([null, null, null, null, 'acme.se', 'acme.se'])
  })
  it('a quoted plus is no tag', () => {
    expect(addressForms('"a +b"@acme.se', ignoring)).toEqual(['"a +b"@acme.se'])
    expect(addressForms('a+b"@acme.se', ignoring)).toEqual(['a+b"@acme.se', 'a@acme.se'])
    expect(addressForms('+b@acme.se', ignoring)).toEqual(['+b@acme.se'])
  })
  it('one form in common with an own address is enough', () => {
    expect(isOwnAddress('anna@acme.se', { settings: ignoring, ownAddresses: ['anna+work@acme.se'] })).toBe(true)
    expect(isOwnAddress('anna+a@acme.se', { settings: ignoring, ownAddresses: ['anna+b@acme.se'] })).toBe(true)
    expect(isOwnAddress('anna+a@acme.se', { settings: distinct, ownAddresses: ['anna+b@acme.se'] })).toBe(false)
  })
  it('an entry that begins with an at sign is a domain; one that holds it elsewhere is an address', () => {
    expect(matchesEntry('@acme.se', 'anna@acme.se', distinct)).toBe(true)
    expect(matchesEntry('ac@me.se', 'anna@acme.se', distinct)).toBe(false)
  })
})

describe('Punycode', () => {
  it.each([
    // RFC 3492, 7.1.
    ['egbpdaj6bu4bxfgehfvwxn', '\u0644\u064a\u0647\u0645\u0627\u0628\u062a\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064a\u061f'],
    ['ihqwcrb4cv8a8dqg056pqjye', '\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587'],
    ['3B-ww4c5e180e575a65lsy2b'.toLowerCase(), '3\u5e74b\u7d44\u91d1\u516b\u5148\u751f'],
    ['PorqunopuedensimplementehablarenEspaol-fmd56a'.toLowerCase(), 'porqu\u00e9nopuedensimplementehablarenespa\u00f1ol'],
    ['b1abfaaepdrnnbgefbadotcwatmq2g4l', '\u043f\u043e\u0447\u0435\u043c\u0443\u0436\u0435\u043e\u043d\u0438\u043d\u0435\u0433\u043e\u0432\u043e\u0440\u044f\u0442\u043f\u043e\u0440\u0443\u0441\u0441\u043a\u0438'],
    ['e28h', '\u{1f600}'],
    ['tda', '\u00fc'],
    ['ab-ba', 'a\u0080b'],
    ['4caaaaaaaaa6obbbbbbbb2hcccccccc', '\u00e4\u00f6\u00fc'.repeat(9)],
    // The characters around the surrogates, and the last of all.
    ['hb9b', '\ud7ff'],
    ['ib9b', null],
    ['zy0c', null],
    ['0y0c', '\ue000'],
    ['dn32g', '\u{10ffff}'],
    ['en32g', null],
    ['a-', 'a'],
    ['', ''],
    ['-tda', null],
    ['a!', null],
    ['!', null],
    ['\u00e9', null],
    ['tdA', null],
    ['a9', null],
    ['99999999', null],
    ['999999999999', null],
    ['a-999999a', null]
  ])('%j is %j', (encoded, expected) => {
    expect(decodePunycode(encoded)).toBe(expected)
  })
})
