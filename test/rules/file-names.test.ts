import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extensionOf, extensionsOf, maxNameLength, safeFileName } from '../../src/rules/file-names'
import { nameDocument } from '../../src/rules/name-document'
import { runs } from '../runs'

describe('safeFileName', () => {
  it.each([
    ['offer.pdf', 'offer.pdf'],
    ['Årsredovisning 2026 (slutlig).docx', 'Årsredovisning 2026 (slutlig).docx'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\a.txt', 'C__Windows_a.txt'],
    ['a\u202efdp.exe', 'afdp.exe'],
    ['a\r\nb\0.txt', 'a__b_.txt'],
    ['a<>:"|?*.txt', 'a_______.txt'],
    ['.htaccess', 'htaccess'],
    ['report.pdf. . ', 'report.pdf'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['nul .txt', '_nul .txt'],
    ['COM1.tar.gz', '_COM1.tar.gz'],
    ['LPT\u00b9', '_LPT\u00b9'],
    ['console.txt', 'console.txt'],
    ['', 'attachment'],
    ['   ', 'attachment'],
    ['...', 'attachment'],
    ['\u200b\u202e', 'attachment'],
    ['a\ud800b.txt', 'a_b.txt'],
    ['a\u0308.txt', '\u00e4.txt']
  ])('%j becomes %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected)
  })
  it('keeps the extension of a long name, and cuts no character in two', () => {
    expect(safeFileName(`${'x'.repeat(400)}.docx`)).toBe(`${'x'.repeat(maxNameLength - 6)}.docx`)
    const smileys = safeFileName(`${'\u{1f600}'.repeat(400)}.pdf`)
    expect(smileys.length).toBeLessThanOrEqual(maxNameLength)
    expect(smileys).toMatch(/^(?:\u{1f600})+\.pdf$/u)
    expect(safeFileName(`a.${'x'.repeat(400)}`).length).toBeLessThanOrEqual(maxNameLength)
  })
  it('is cut where it has to be, and nowhere else', () => {
    const longest = `${'x'.repeat(maxNameLength - 4)}.pdf`
    expect(safeFileName(longest)).toBe(longest)
    expect(safeFileName(`y${longest}`)).toBe(`y${'x'.repeat(maxNameLength - 6)}.pdf`)
    expect(safeFileName('x'.repeat(maxNameLength + 5))).toBe('x'.repeat(maxNameLength - 1))
    // Only what stands at the end is an extension.
    expect(safeFileName(`a.b ${'x'.repeat(200)}`)).toBe(`a.b ${'x'.repeat(maxNameLength - 5)}`)
    expect(safeFileName(`a${' '.repeat(20_000)}b`)).toBe('a')
  })
  it('property: always harmless, and the same when made harmless again', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('con', 'nul.', '..', '/', '\\', ' ', '.', '\u202e', '\0', '.exe', 'x'.repeat(160), '\ud800'))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }).map((p) => p.join('')), (name) => {
        const safe = safeFileName(name)
        expect(safe.length).toBeGreaterThan(0)
        expect(safe.length).toBeLessThanOrEqual(maxNameLength)
        expect(safe).not.toMatch(/[\p{Cc}<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}|^[.\s]|[.\s]$/u)
        expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)\s*(?:\.|$)/i)
        expect(safeFileName(safe)).toBe(safe)
      }),
      { numRuns: runs(3000) }
    )
  })
})

describe('extensionOf', () => {
  it.each([
    ['a.PDF', 'pdf'],
    ['a.tar.gz', 'gz'],
    ['a', null],
    ['a.', null],
    ['.profile', 'profile'],
    ['a.b/c', null],
    ['a.pdf (1)', null],
    ['a.b\\c', null],
    ['a.b\\c/d.e', 'e'],
    ['a.b/c\\d.e', 'e'],
    ['a.exe::$DATA', 'exe'],
    ['a.exe:$DATA', 'exe'],
    ['a:$x.pdf', 'pdf'],
    ['a.\uff45xe', 'exe'],
    ['a\u2024exe', 'exe'],
    ['a.e\u200bxe', 'exe']
  ])('of %j is %j', (name, expected) => {
    expect(extensionOf(name)).toBe(expected)
  })
  it('of a name longer than any is looked for at its end', () => {
    expect(extensionsOf(`a.exe\0${'x'.repeat(994)}.pdf`)).toEqual(['pdf'])
    expect(extensionsOf(`a.exe\0${'x'.repeat(900)}.pdf`)).toEqual(['exe', 'pdf'])
  })
  it('is no other part of the name', () => {
    expect(extensionsOf('a\0b.pdf')).toEqual(['pdf'])
    expect(extensionsOf('a')).toEqual([])
  })
  it('tells both where a NUL is in the name', () => {
    expect(extensionsOf('a.exe\0.pdf')).toEqual(['exe', 'pdf'])
  })
})

describe('nameDocument', () => {
  const attachment = { id: 'a', name: 'scan', mimeType: null, size: 1, inline: false, contentId: null, type: 'file' } as const
  it.each([
    ['the content', { name: 'scan', mimeType: 'text/plain' }, { mimeType: 'application/pdf', extension: 'pdf', executable: false }, 'application/pdf'],
    ['the name where the content is only a container', { name: 'a.docx', mimeType: null }, { mimeType: 'application/zip', extension: 'zip', executable: false }, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['the name where there is no signature', { name: 'a.csv', mimeType: 'application/octet-stream' }, { mimeType: null, extension: null, executable: false }, 'text/csv'],
    ['the server', { name: 'a', mimeType: 'text/x-foo; charset=utf-8' }, undefined, 'text/x-foo'],
    ['nothing', { name: 'a', mimeType: 'application/octet-stream' }, undefined, 'application/octet-stream'],
    ['the archive that it is', { name: 'a', mimeType: null }, { mimeType: 'application/zip', extension: 'zip', executable: false }, 'application/zip']
  ])('takes the MIME type of %s', (_what, over, type, expected) => {
    expect(nameDocument({ ...attachment, ...over }, type).mimeType).toBe(expected)
  })
  it('gives a harmless name', () => {
    expect(nameDocument({ ...attachment, name: '../a\u202e.pdf' }, undefined).name).toBe('_a.pdf')
  })
})
