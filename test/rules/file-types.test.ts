/** B7: what a file claims to be, and whether its content agrees. */
import { describe, expect, it } from 'vitest'
import type { FileType } from '../../src/core/rule-set'
import { isExecutableExtension, isExecutableMimeType } from '../../src/rules/executable-types'
import { agrees, claimOf, groupOfMimeType, mimeTypeOfExtension, plainMimeType, realGroup } from '../../src/rules/file-types'
import { nameDocument } from '../../src/rules/name-document'

const content = (mimeType: string | null, extension: string | null): FileType => ({ mimeType, extension, executable: false })

describe('the MIME type that a server gives', () => {
  it.each([
    [null, null],
    ['', null],
    [' ; name=x', null],
    ['application/octet-stream', null],
    ['application/binary', null],
    ['application/unknown', null],
    ['application/force-download', null],
    ['IMAGE/PNG ; name=x', 'image/png']
  ])('%j says %j', (given, expected) => {
    expect(plainMimeType(given)).toBe(expected)
  })
})

describe('the group of a name', () => {
  // One for each of the ways in which a name leads to a group.
  it.each([
    ['a.fodt', 'document'],
    ['a.abw', 'document'],
    ['a.docx', 'document'],
    ['a.odt', 'document'],
    ['a.fods', 'spreadsheet'],
    ['a.xls', 'spreadsheet'],
    ['a.ods', 'spreadsheet'],
    ['a.numbers', 'spreadsheet'],
    ['a.tsv', 'spreadsheet'],
    ['a.fodp', 'presentation'],
    ['a.ppt', 'presentation'],
    ['a.odp', 'presentation'],
    ['a.key', 'presentation'],
    ['a.pages', 'document'],
    ['a.pdf', 'pdf'],
    ['a.emz', 'image'],
    ['a.arw', 'image'],
    ['a.eps', 'image'],
    ['a.png', 'image'],
    ['a.zipx', 'archive'],
    ['a.z', 'archive'],
    ['a.tar', 'archive'],
    ['a.mp3', 'audio'],
    ['a.mp4', 'video'],
    ['a.ical', 'calendar'],
    ['a.ics', 'calendar'],
    ['a.vcs', 'calendar'],
    // By its MIME type this would be a video.
    ['a.ts', 'other'],
    ['a.xml', 'other'],
    ['a.nothing', 'other'],
    ['nothing', 'other']
  ])('%s: %s', (name, group) => {
    expect(claimOf(name, null).group).toBe(group)
  })
})

describe('the group of a MIME type', () => {
  it.each([
    ['text/rtf', 'document'],
    ['application/vnd.ms-xpsdocument', 'document'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
    ['application/vnd.ms-word.document.macroenabled.12', 'document'],
    ['application/vnd.oasis.opendocument.text', 'document'],
    ['application/vnd.apple.pages', 'document'],
    ['text/csv', 'spreadsheet'],
    ['application/vnd.ms-excel', 'spreadsheet'],
    ['application/vnd.oasis.opendocument.spreadsheet', 'spreadsheet'],
    ['application/vnd.apple.numbers', 'spreadsheet'],
    ['application/vnd.ms-powerpoint', 'presentation'],
    ['application/vnd.apple.keynote', 'presentation'],
    ['application/x-pdf', 'pdf'],
    ['application/x-photoshop', 'image'],
    ['image/anything', 'image'],
    ['audio/anything', 'audio'],
    ['video/anything', 'video'],
    ['application/ogg', 'audio'],
    ['application/mxf', 'video'],
    ['application/zstd', 'archive'],
    ['text/x-vcalendar', 'calendar'],
    ['x-image/png', 'other'],
    ['x-audio/mpeg', 'other'],
    ['x-video/mpeg', 'other'],
    ['x/application/vnd.apple.numbers', 'other'],
    ['x/application/vnd.apple.keynote', 'other'],
    ['x/application/vnd.apple.pages', 'other'],
    ['', 'other']
  ])('%s: %s', (mimeType, group) => {
    expect(groupOfMimeType(mimeType)).toBe(group)
  })
})

describe('a claim', () => {
  it.each([
    ['its name counts first', 'a.pdf', 'image/png', { extension: 'pdf', group: 'pdf' }],
    ['its MIME type where the name is not known', 'a.nothing', 'image/gif', { extension: 'gif', group: 'image' }],
    ['its MIME type where there is no name', 'ATT00001', 'application/pdf', { extension: 'pdf', group: 'pdf' }],
    ['a MIME type that has no extension', 'ATT00001', 'application/x-pdf', { extension: null, group: 'pdf' }],
    ['a MIME type that nobody knows', 'ATT00001', 'application/x-nothing', { extension: null, group: 'other' }],
    ['nothing', 'ATT00001', 'application/octet-stream', { extension: null, group: 'other' }]
  ])('%s', (_, name, mimeType, expected) => {
    expect(claimOf(name, mimeType)).toEqual(expected)
  })
  it('knows the MIME type of an extension, and of none that is not known', () => {
    expect([mimeTypeOfExtension('pdf'), mimeTypeOfExtension('nothing')]).toEqual(['application/pdf', null])
  })
})

describe('content', () => {
  const claim = (name: string, mimeType: string | null = null) => claimOf(name, mimeType)
  it.each([
    ['the same format', claim('a.pdf'), content('application/pdf', 'pdf'), 'pdf', true],
    ['a container that the format is kept in', claim('a.docx'), content('application/zip', 'zip'), 'document', true],
    ['a container that it is not kept in', claim('a.docx'), content('application/gzip', 'gz'), 'archive', false],
    ['another format of the same group', claim('a.png'), content('image/jpeg', 'jpg'), 'image', true],
    ['another group', claim('a.png'), content('application/pdf', 'pdf'), 'pdf', false],
    ['another format, both of no group', claim('a.vcf'), content('application/x-sqlite3', 'sqlite'), 'other', false],
    ['not recognised, and it always would be', claim('a.pdf'), content(null, null), 'pdf', false],
    ['not recognised, and it need not be', claim('a.txt'), content(null, null), 'document', true],
    ['text in place of text', claim('a.csv'), content('text/vcard', 'vcf'), 'other', true],
    ['no text in place of text', claim('a.csv'), content('application/pdf', 'pdf'), 'pdf', false],
    ['no text and no extension in place of text', claim('a.csv'), content('application/x-thing', null), 'other', false],
    ['nothing claimed', claim('ATT'), content('application/pdf', 'pdf'), 'pdf', true],
    ['nothing claimed, and its content has no extension', claim('ATT'), content('application/pdf', null), 'pdf', true],
    ['a group claimed, without an extension, that it is', claim('ATT', 'application/x-pdf'), content('application/pdf', 'pdf'), 'pdf', true],
    ['a group claimed, without an extension, that it is not', claim('ATT', 'application/x-pdf'), content('image/png', 'png'), 'image', false],
    ['a group claimed, without an extension, not recognised', claim('ATT', 'application/x-pdf'), content(null, null), 'pdf', true],
    ['known by its MIME type, its extension not known', claim('a.png'), content('image/x-new', 'new'), 'image', true],
    ['known by its extension, whatever its MIME type', claim('a.png'), content('video/mp2t', 'ts'), 'other', false],
    ['an extension that is not known, and no group', claim('a.png'), content('application/x-new', 'new'), 'other', false]
  ])('%s', (_, claimed, type, group, agreed) => {
    expect([realGroup(claimed, type), agrees(claimed, type)]).toEqual([group, agreed])
  })
  it.each([
    ['zip', 'docx xlsx pptx odt epub zipx'],
    ['cfb', 'doc xls ppt msg docx'],
    ['xml', 'svg doc fods'],
    ['rtf', 'doc'],
    ['pdf', 'ai'],
    ['ps', 'eps ai'],
    ['gz', 'emz svgz'],
    ['mp4', 'm4a mov'],
    ['m4a', 'mp4'],
    ['3gp', 'amr'],
    ['mov', 'm4a heic'],
    ['asf', 'wma'],
    ['wmv', 'wma'],
    ['mkv', 'mka'],
    ['webm', 'weba'],
    ['ogx', 'oga ogv'],
    ['ogg', 'ogv'],
    ['ogv', 'ogg']
  ])('in a %s may be called %s', (container, names) => {
    for (const name of names.split(' ')) expect(agrees({ extension: name, group: 'calendar' }, content('x/of-no-group', container)), name).toBe(true)
    expect(agrees({ extension: 'png', group: 'calendar' }, content('x/of-no-group', container))).toBe(false)
  })
  it('of two that have no extension is not thereby the same', () => {
    expect(realGroup({ extension: null, group: 'image' }, content('application/pdf', null))).toBe('pdf')
    expect(realGroup({ extension: 'x', group: 'image' }, content('application/pdf', null))).toBe('pdf')
  })
})

describe('what can be run', () => {
  it.each(['ade', 'exe', 'mda', 'ps1', 'url', 'xnk', 'air', 'ko', 'zsh', 'scpt'])('.%s', (extension) => {
    expect(isExecutableExtension(extension)).toBe(true)
  })
  it.each(['application/bat', 'application/x-msdownload', 'text/x-vbscript'])('%s', (mimeType) => {
    expect(isExecutableMimeType(mimeType)).toBe(true)
  })
  it('is not everything', () => {
    for (const extension of ['', 'pdf', 'docm', ' ', 'exe com']) expect(isExecutableExtension(extension), extension).toBe(false)
    expect([isExecutableMimeType(''), isExecutableMimeType('application/pdf')]).toEqual([false, false])
  })
})

describe('the MIME type under which a document is kept', () => {
  const named = (name: string, mimeType: string | null, type?: FileType) => nameDocument({ id: 'f', name, mimeType, size: 1, inline: false, contentId: null, type: 'file' }, type).mimeType
  it.each([
    ['by content', 'a.png', 'text/plain', content('image/jpeg', 'jpg'), 'image/jpeg'],
    ['by name, where the content is a container that the name tells apart', 'a.docx', null, content('application/zip', 'zip'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['by name, where the content is a compound file', 'a.doc', null, content('application/x-cfb', 'cfb'), 'application/msword'],
    ['by name, where the content is XML', 'a.svg', null, content('application/xml', 'xml'), 'image/svg+xml'],
    ['by name, where the content is XML as text', 'a.svg', null, content('text/xml', 'xml'), 'image/svg+xml'],
    ['by content, where the name says another thing than the container', 'a.png', null, content('application/zip', 'zip'), 'application/zip'],
    ['by content, where it is no container though of the same group', 'a.png', 'image/gif', content('image/jpeg', 'jpg'), 'image/jpeg'],
    ['by name, where the content tells nothing', 'a.csv', 'image/gif', content(null, null), 'text/csv'],
    ['by the server, where neither tells', 'false', 'image/gif', content(null, null), 'image/gif'],
    ['by a container alone', 'data', null, content('application/zip', 'zip'), 'application/zip'],
    ['by nothing', 'data', null, undefined, 'application/octet-stream']
  ])('%s', (_, name, mimeType, type, expected) => {
    expect(named(name, mimeType, type)).toBe(expected)
  })
})
