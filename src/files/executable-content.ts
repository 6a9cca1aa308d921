/** Programs, scripts and shortcuts, told by their first bytes. */

const ascii = (text: string): ReadonlyArray<number> => [...text].map((ch) => ch.charCodeAt(0))

const startsWith = (head: Uint8Array, bytes: ReadonlyArray<number>, at = 0): boolean => head.length >= at + bytes.length && bytes.every((byte, i) => head[at + i] === byte)

const uint32 = (head: Uint8Array, at: number): number => new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(at, true)
const uint16 = (head: Uint8Array, at: number): number => new DataView(head.buffer, head.byteOffset, head.byteLength).getUint16(at, true)

/** Signatures at the very beginning, each of something that runs or is followed when it is opened. */
const signatures: ReadonlyArray<readonly [what: string, bytes: ReadonlyArray<number>]> = [
  ['ELF program', [0x7f, ...ascii('ELF')]],
  ['Mach-O program, 32 bits', [0xfe, 0xed, 0xfa, 0xce]],
  ['Mach-O program, 64 bits', [0xfe, 0xed, 0xfa, 0xcf]],
  ['Mach-O program, 32 bits, little endian', [0xce, 0xfa, 0xed, 0xfe]],
  ['Mach-O program, 64 bits, little endian', [0xcf, 0xfa, 0xed, 0xfe]],
  ['Java class, or Mach-O for several processors', [0xca, 0xfe, 0xba, 0xbe]],
  ['Mach-O for several processors, 64 bits', [0xca, 0xfe, 0xba, 0xbf]],
  ['Android program', ascii('dex\n')],
  ['WebAssembly', [0x00, ...ascii('asm')]],
  ['Windows shortcut', [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00]],
  ['compiled Windows help', ascii('ITSF')],
  ['Debian package', ascii('!<arch>\ndebian')],
  ['RPM package', [0xed, 0xab, 0xee, 0xdb]],
  ['browser extension', ascii('Cr24')],
  ['encoded script of Windows', ascii('#@~^')]
]

/**
 * A program of DOS or Windows. A text may begin with the two letters too; its bytes 60 to 63 then point further than any
 * program that Windows would load is long.
 */
const isWindowsProgram = (head: Uint8Array): boolean => startsWith(head, ascii('MZ')) && (head.length < 64 || uint32(head, 60) < 0x09000000)

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** {000C1084-...}, {000C1086-...} and {000C1082-...}, in every case -0000-0000-C000-000000000046: package, patch and transform of Windows Installer. */
const installerKinds = [0x84, 0x86, 0x82].map((kind) => [kind, 0x10, 0x0c, 0x00, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46])

/** An installer is a compound file; the class of its root entry says so, where the directory is among the bytes at hand ([MS-CFB] 2.2 and 2.6.1). */
const isInstaller = (head: Uint8Array): boolean => {
  if (!startsWith(head, compoundFile) || head.length < 512) return false
  const sectorShift = uint16(head, 30)
  if (sectorShift !== 9 && sectorShift !== 12) return false
  const root = (uint32(head, 48) + 1) * 2 ** sectorShift
  return installerKinds.some((kind) => startsWith(head, kind, root + 80))
}

/** Names of entries that make a ZIP archive a program: of Java, Android, Windows and browsers. */
const programEntries = ['META-INF/MANIFEST.MF', 'AndroidManifest.xml', 'classes.dex', 'AppxManifest.xml', 'AppxBlockMap.xml', 'AppxBundleManifest.xml', 'install.rdf']
const zipEntry = [0x50, 0x4b, 0x03, 0x04]

/** Looks at the local headers among the bytes at hand (APPNOTE 4.3.7). Documents of OpenOffice have META-INF/manifest.xml, which is another name. */
const isPackedProgram = (head: Uint8Array): boolean => {
  if (!startsWith(head, zipEntry)) return false
  for (let at = 0; at + 30 <= head.length; at++) {
    if (head[at] !== 0x50 || !startsWith(head, zipEntry, at)) continue
    const nameLength = uint16(head, at + 26)
    const name = String.fromCharCode(...head.subarray(at + 30, Math.min(at + 30 + nameLength, at + 30 + 64)))
    if (programEntries.includes(name)) return true
  }
  return false
}

const textOf = (head: Uint8Array): string => {
  const utf16 = startsWith(head, [0xff, 0xfe]) ? 'utf-16le' : startsWith(head, [0xfe, 0xff]) ? 'utf-16be' : null
  return new TextDecoder(utf16 ?? 'utf-8').decode(head.subarray(0, 2048)).trimStart()
}

/** How a text begins that a system runs or follows whatever else is in it. */
const textBeginnings: ReadonlyArray<RegExp> = [
  /^#!\s*\//,
  /^@echo\s+(?:off|on)\b/i,
  /^<\?php\b/i,
  /^<%@/,
  /^(?:REGEDIT4|Windows Registry Editor)\b/i,
  /^\[(?:InternetShortcut|Desktop Entry)\]/i,
  /^<(?:job|package|scriptlet|component)\b[^]{0,500}<script\b/i
]

/** An HTML application is HTML that says so, and is run with all of the user's rights. */
const isScript = (head: Uint8Array): boolean => {
  const text = textOf(head)
  return textBeginnings.some((beginning) => beginning.test(text)) || /<hta:application\b/i.test(text)
}

/**
 * Whether the content is a program, a script or a shortcut. Plain text is taken for a script only where its beginning
 * leaves no doubt; a script that begins like prose is told by its name.
 */
export const isExecutableContent = (head: Uint8Array): boolean =>
  isWindowsProgram(head) || signatures.some(([, bytes]) => startsWith(head, bytes)) || isInstaller(head) || isPackedProgram(head) || isScript(head)
