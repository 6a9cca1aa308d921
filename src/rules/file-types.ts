/** What kinds of files there are (B7): by extension, by MIME type and by content. */
import { extension as extensionForMime, lookup } from 'mime-types'
import type { FileType } from '../core/rule-set'
import type { AttachmentGroup } from '../core/settings/settings'
import { extensionOf } from './file-names'

const table = <V>(entries: ReadonlyArray<readonly [value: V, words: string]>): ReadonlyMap<string, V> =>
  new Map(entries.flatMap(([value, text]) => text.split(' ').map((word): [string, V] => [word, value])))

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Only where the MIME type does not tell, or tells something else than a person would. */
const groupByExtension = table<AttachmentGroup>([
  ['document', 'fodt mht mhtml wpd wps oxps tex abw'],
  ['spreadsheet', 'fods'],
  ['presentation', 'fodp'],
  ['image', 'emz wmz nef cr2 arw'],
  ['archive', 'zipx gzip tgz tbz2 txz zst lz lzma z'],
  ['calendar', 'ical'],
  ['other', 'ts']
])

const groupByMimeType = table<AttachmentGroup>([
  ['document', 'text/plain text/html text/markdown text/rtf application/rtf application/msword application/xhtml+xml application/epub+zip application/vnd.ms-xpsdocument'],
  ['spreadsheet', 'text/csv text/tab-separated-values'],
  ['pdf', 'application/pdf application/x-pdf'],
  ['image', 'application/postscript application/eps application/x-photoshop'],
  ['archive', 'application/zip application/x-zip-compressed application/x-7z-compressed application/x-rar-compressed application/vnd.rar application/gzip application/x-gzip application/x-tar application/x-gtar application/x-bzip2 application/x-xz application/x-lzip application/x-lzma application/zstd application/x-compress application/x-lzh-compressed application/x-arj application/x-cpio'],
  ['audio', 'application/ogg'],
  ['video', 'application/vnd.rn-realmedia application/vnd.ms-asf application/mxf application/x-matroska'],
  ['calendar', 'text/calendar text/x-vcalendar application/ics']
])

const groupByMimePattern: ReadonlyArray<readonly [RegExp, AttachmentGroup]> = [
  [/^image\//, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/spreadsheet|ms-excel|^application\/vnd\.apple\.numbers/, 'spreadsheet'],
  [/presentation|ms-powerpoint|^application\/vnd\.apple\.keynote/, 'presentation'],
  [/wordprocessing|ms-word|opendocument\.text|^application\/vnd\.apple\.pages/, 'document']
]

/** The MIME type without parameters, in lower case; `null` where it says nothing. */
export const plainMimeType = (mimeType: string | null): string | null => {
  const plain = mimeType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return plain === '' || plain === 'application/octet-stream' || plain === 'application/binary' || plain === 'application/unknown' || plain === 'application/force-download' ? null : plain
}

/** The group of a MIME type without parameters, in lower case. */
export const groupOfMimeType = (mimeType: string): AttachmentGroup => groupByMimeType.get(mimeType) ?? groupByMimePattern.find(([pattern]) => pattern.test(mimeType))?.[1] ?? 'other'

/** The MIME type that an extension stands for, `null` where it is not known. */
export const mimeTypeOfExtension = (extension: string): string | null => lookup(extension) || null

const isKnown = (extension: string): boolean => groupByExtension.has(extension) || mimeTypeOfExtension(extension) !== null

const groupOfExtension = (extension: string): AttachmentGroup => groupByExtension.get(extension) ?? groupOfMimeType(mimeTypeOfExtension(extension) ?? '')

/** What a file claims to be. */
export interface Claim {
  /** By name, else by MIME type; `null` where neither says anything that is known. */
  readonly extension: string | null
  readonly group: AttachmentGroup
}

/** What a name and a MIME type claim. The name counts first, because it is what decides how a file opens, and servers often give a wrong type. */
export const claimOf = (name: string, mimeType: string | null): Claim => {
  const byName = extensionOf(name)
  if (byName !== null && isKnown(byName)) return { extension: byName, group: groupOfExtension(byName) }
  const plain = plainMimeType(mimeType)
  return plain === null ? { extension: null, group: 'other' } : { extension: extensionForMime(plain) || null, group: groupOfMimeType(plain) }
}

/** Formats that are always recognised by their first bytes: without them a file is not what it claims. */
const alwaysSigned = words(
  'pdf png jpg jpeg jfif gif webp tif tiff bmp psd heic avif ico zip 7z rar gz tgz xz bz2 ' +
    'docx docm dotx dotm xlsx xlsm xlsb xltx xltm pptx pptm ppsx ppsm potx potm odt ods odp doc dot xls xlt ppt pps pot msg epub rtf'
)

/** Formats that are text, and so have no signature. */
const textual = words('txt text md markdown log csv tsv htm html xhtml xml json yaml yml ini tex eml mht mhtml ics ical ifb vcs vcf css sql svg srt vtt')

/** Contents that are text although they are recognised. */
const textualContent = words('xml html svg ics vcf rtf eml json vtt')

/** What a container may be called, by the extension that its content has. */
const containers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['zip', words('docx docm dotx dotm xlsx xlsm xlsb xltx xltm pptx pptm ppsx ppsm potx potm odt ott ods ots odp otp epub pages numbers key xps oxps kmz zipx vsdx thmx 3mf')],
  // An Office document with a password is in a compound file whatever its format.
  ['cfb', words('doc dot xls xlt ppt pps pot msg vsd pub mpp wps docx docm dotx dotm xlsx xlsm xlsb xltx xltm pptx pptm ppsx ppsm potx potm vsdx')],
  ['xml', words('svg doc xls fodt fods fodp docx kml gpx xhtml html htm')],
  ['rtf', words('doc')],
  ['pdf', words('ai')],
  ['ps', words('ai eps ps')],
  ['gz', words('emz wmz svgz')],
  ['mp4', words('m4a m4b m4v mov aac 3gp 3g2')],
  ['m4a', words('mp4 m4v mov aac')],
  ['3gp', words('amr m4a')],
  ['mov', words('m4a heic')],
  ['asf', words('wma wmv')],
  ['wmv', words('wma')],
  ['mkv', words('mka webm')],
  ['webm', words('mka weba')],
  ['ogx', words('ogg oga ogv opus')],
  ['ogg', words('ogv')],
  ['ogv', words('ogg')]
])

const fits = (claim: Claim, type: FileType): boolean => claim.extension !== null && type.extension !== null && (claim.extension === type.extension || (containers.get(type.extension)?.has(claim.extension) ?? false))

const groupOfContent = (type: FileType): AttachmentGroup => (type.extension !== null && isKnown(type.extension) ? groupOfExtension(type.extension) : groupOfMimeType(type.mimeType ?? ''))

/** The group by content, as far as the content tells; where it does not, the claimed one. */
export const realGroup = (claim: Claim, type: FileType): AttachmentGroup => (type.mimeType === null || fits(claim, type) ? claim.group : groupOfContent(type))

/**
 * Whether the content is of the kind that the file claims: of the same group, a container that the claimed format is kept
 * in, or text where the claimed format is text. What claims nothing known cannot be at odds with its content.
 */
export const agrees = (claim: Claim, type: FileType): boolean => {
  if (claim.extension === null) return claim.group === 'other' || type.mimeType === null || claim.group === groupOfContent(type)
  if (type.mimeType === null) return !alwaysSigned.has(claim.extension)
  if (fits(claim, type)) return true
  if (textual.has(claim.extension)) return type.extension !== null && textualContent.has(type.extension)
  return claim.group === groupOfContent(type) && claim.group !== 'other'
}
