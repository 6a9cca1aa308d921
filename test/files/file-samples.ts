/** Beginnings of ZIP archives, written out. */
const u16 = (n: number): ReadonlyArray<number> => [n & 255, (n >> 8) & 255]
const u32 = (n: number): ReadonlyArray<number> => [...u16(n), ...u16(n >>> 16)]
const latin1 = (text: string): ReadonlyArray<number> => [...Buffer.from(text, 'latin1')]

/** A stored entry of a ZIP archive (APPNOTE 4.3.7); its checksum is left out. */
export const localEntry = (name: string, content: string): ReadonlyArray<number> => [
  ...[0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ...u32(0),
  ...u32(content.length),
  ...u32(content.length),
  ...u16(name.length),
  ...u16(0),
  ...latin1(name),
  ...latin1(content)
]

/** A Word document as Office begins it. */
export const ooxmlHead: ReadonlyArray<number> = [
  ...localEntry(
    '[Content_Types].xml',
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
  ),
  ...localEntry('word/document.xml', '<w:document/>')
]
