import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectFileType, headBytes } from '../../src/files/detect-file-type'
import { runs } from '../runs'
import { localEntry, ooxmlHead } from './file-samples'

const bytes = (...parts: ReadonlyArray<string | ReadonlyArray<number>>): Uint8Array => Uint8Array.from(parts.flatMap((p) => (typeof p === 'string' ? [...Buffer.from(p, 'latin1')] : [...p])))
const zeros = (n: number): ReadonlyArray<number> => new Array<number>(n).fill(0)

const compoundFile = (clsid: ReadonlyArray<number>): Uint8Array => {
  const file = new Uint8Array(2048)
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  file[30] = 9
  file[48] = 1
  file.set(clsid, (1 + 1) * 512 + 80)
  return file
}
const installer = [0x84, 0x10, 0x0c, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46]

const executables: { readonly [what: string]: Uint8Array } = {
  'a Windows program': bytes('MZ', zeros(100)),
  'a Windows program cut short': bytes('MZ', [0x90]),
  'an ELF program': bytes([0x7f], 'ELF', [2, 1, 1], zeros(60)),
  'Mach-O, big endian': bytes([0xfe, 0xed, 0xfa, 0xce], zeros(30)),
  'Mach-O, little endian': bytes([0xcf, 0xfa, 0xed, 0xfe], zeros(30)),
  'a Java class': bytes([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52], zeros(30)),
  'an Android program': bytes('dex\n035', zeros(30)),
  WebAssembly: bytes([0], 'asm', [1, 0, 0, 0]),
  'a Windows shortcut': bytes([0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46], zeros(60)),
  'a jar': bytes(localEntry('META-INF/MANIFEST.MF', 'Main-Class: A'), localEntry('A.class', 'x')),
  'an apk with its manifest second': bytes(localEntry('res/a.png', 'x'), localEntry('AndroidManifest.xml', 'x')),
  'an installer': compoundFile(installer),
  'compiled help': bytes('ITSF', zeros(60)),
  'a shell script': bytes('#!/bin/sh\nrm -rf /'),
  'a script for env, after a byte order mark': bytes([0xef, 0xbb, 0xbf], '#! /usr/bin/env python3\n'),
  'a batch file': bytes('\r\n@ECHO off\r\ndel *.*'),
  'a batch file in UTF-16': bytes([0xff, 0xfe], [...'@echo off'].flatMap((ch) => [ch.charCodeAt(0), 0])),
  PHP: bytes('<?php system($_GET["c"]);'),
  'an HTML application': bytes('<html><head><HTA:APPLICATION id=x></head>'),
  'a script file of Windows': bytes('<job id="a"><script language="VBScript">'),
  'an internet shortcut': bytes('[InternetShortcut]\r\nURL=file://x'),
  'a desktop entry': bytes('[Desktop Entry]\nExec=x'),
  'a registry file': bytes('REGEDIT4\r\n'),
  'a Debian package': bytes('!<arch>\ndebian-binary', zeros(60))
}

describe('detectFileType, B7', () => {
  it.each(Object.entries(executables))('takes %s for executable', async (_what, head) => {
    expect((await detectFileType(head)).executable).toBe(true)
  })

  it.each([
    ['a PDF', bytes('%PDF-1.7\n'), 'application/pdf', 'pdf'],
    ['a PNG', bytes([0x89], 'PNG\r\n', [0x1a, 10, 0, 0, 0, 13], 'IHDR', zeros(30)), 'image/png', 'png'],
    ['a calendar entry', bytes('BEGIN:VCALENDAR\r\n'), 'text/calendar', 'ics'],
    ['a compound file of Office', compoundFile([6, 9, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46]), 'application/x-cfb', 'cfb'],
    ['a Word document', bytes(ooxmlHead), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
    ['a ZIP archive', bytes(localEntry('readme.txt', 'hello'), localEntry('b.txt', 'x')), 'application/zip', 'zip'],
    ['an OpenDocument text', bytes(localEntry('mimetype', 'application/vnd.oasis.opendocument.text'), localEntry('META-INF/manifest.xml', 'x')), 'application/vnd.oasis.opendocument.text', 'odt']
  ])('tells %s', async (_what, head, mimeType, extension) => {
    expect(await detectFileType(head)).toEqual({ mimeType, extension, executable: false })
  })

  it.each([
    ['nothing', bytes()],
    ['plain text', bytes('Dear Anna,\n#!/bin/sh is how a script begins')],
    ['text that begins like a program', bytes('MZ is short for Mark Zbikowski. '.repeat(10))],
    ['text that begins like a bitmap', bytes('BMW;Volvo;Saab\r\n1;2;3\r\n'.repeat(10))],
    ['HTML', bytes('<!DOCTYPE html><script>1</script>')],
    ['what no detector knows', bytes([1, 2, 3, 4, 5, 6, 7, 8])]
  ])('gives no type for %s', async (_what, head) => {
    expect(await detectFileType(head)).toEqual({ mimeType: null, extension: null, executable: false })
  })

  it('tells a Word document by as many bytes as it wants, whatever comes later', async () => {
    const file = new Uint8Array(100_000)
    file.set(bytes(ooxmlHead))
    expect((await detectFileType(file.subarray(0, headBytes))).extension).toBe('docx')
  })

  it('never throws, whatever the bytes', async () => {
    const starts = [[], [0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x49, 0x44, 0x33], [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70], [0x1a, 0x45, 0xdf, 0xa3], [0x4d, 0x5a], [0x49, 0x49, 0x2a, 0], [0xff, 0xfe], [0x1f, 0x8b], [0x30, 0x26, 0xb2, 0x75], [0x4f, 0x67, 0x67, 0x53]]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 3000 }), async (start, rest) => {
        const type = await detectFileType(bytes(start, [...rest]))
        expect(type.mimeType === null).toBe(type.extension === null)
      }),
      { numRuns: runs(1500) }
    )
  })

  it('never throws on a real file that was cut or damaged anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(executables), bytes(ooxmlHead), compoundFile(installer)), fc.nat(), fc.nat(), fc.nat({ max: 255 }), async (file, cut, at, byte) => {
        const damaged = file.slice(0, cut % (file.length + 1))
        if (damaged.length > 0) damaged[at % damaged.length] = byte
        await detectFileType(damaged)
      }),
      { numRuns: runs(1500) }
    )
  })
})
