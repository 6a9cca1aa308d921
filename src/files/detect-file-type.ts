/** What a file is, by its first bytes (B7). The rules judge by the answer; this is the only place that looks at content. */
import { fileTypeFromBuffer } from 'file-type/core'
import type { FileType } from '../core/rule-set'
import { isExecutableContent } from './executable-content'

/**
 * How many of the first bytes are wanted. The signatures that lie furthest in are within 4,100 bytes; that a ZIP archive
 * is an Office document stands in its first entries, which are often longer.
 */
export const headBytes = 16_384

/** Types that file-type knows and that run or are followed, besides those told by {@link isExecutableContent}. */
const executableMimeTypes = new Set([
  'application/java-archive',
  'application/java-vm',
  'application/vnd.android.package-archive',
  'application/wasm',
  'application/x-apple-diskimage',
  'application/x-deb',
  'application/x-elf',
  'application/x-google-chrome-extension',
  'application/x-mach-binary',
  'application/x.ms.shortcut',
  'application/x-rpm',
  'application/x.apple.alias',
  'application/vnd.ms-htmlhelp'
])

/** Formats that are text from the first byte on, or may be. Any other signature at the beginning of a text is chance: `BM` of a bitmap in a list of cars. */
const textFormats = new Set(['application/pdf', 'application/xml', 'application/rtf', 'application/postscript', 'application/eps', 'application/x-ms-regedit', 'text/calendar', 'text/vcard', 'text/vtt'])

const isText = (head: Uint8Array): boolean => head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d)

const unknown: FileType = { mimeType: null, extension: null, executable: false }

/** Never throws and never rejects, whatever the bytes; what has no signature is `null` by type. */
export const detectFileType = async (head: Uint8Array): Promise<FileType> => {
  const executable = isExecutableContent(head)
  try {
    const found = await fileTypeFromBuffer(head)
    if (found === undefined || (!textFormats.has(found.mime) && isText(head))) return { ...unknown, executable }
    return { mimeType: found.mime, extension: found.ext, executable: executable || executableMimeTypes.has(found.mime) }
  } catch {
    // A file that breaks the detector is of no type that it knows.
    return { ...unknown, executable }
  }
}
