/** B7, sentence by sentence. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attachment, EmailItem } from '../../src/core/model/item'
import { reasons } from '../../src/core/reason'
import type { AttachmentVerdict, FileType, RuleContext } from '../../src/core/rule-set'
import { selectAttachments } from '../../src/rules/select-attachments'
import { context, email, mailbox } from './examples'

const file = (name: string, over: Partial<Attachment> = {}): Attachment => ({ id: 'a1', name, mimeType: null, size: 1000, inline: false, contentId: null, type: 'file', ...over })
const content = (mimeType: string | null, extension: string | null, executable = false): FileType => ({ mimeType, extension, executable })

const pdf = content('application/pdf', 'pdf')
const png = content('image/png', 'png')
const jpg = content('image/jpeg', 'jpg')
const zip = content('application/zip', 'zip')
const cfb = content('application/x-cfb', 'cfb')
const docx = content('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx')
const xml = content('application/xml', 'xml')
const plain = content(null, null)
const program = content('application/x-msdownload', 'exe', true)

const withSettings = (attachments: unknown, over: Omit<Partial<RuleContext>, 'settings'> = {}): RuleContext => context({ ...over, settings: { attachments } })

const judge = (attachment: Attachment, type: FileType | undefined, attachments: unknown = {}, item: EmailItem = email()): AttachmentVerdict['outcome'] =>
  selectAttachments({ ...item, attachments: [attachment] }, () => type, withSettings(attachments))[0]?.outcome ?? 'needs-type'

const html = (text: string): EmailItem => email({}, { body: { type: 'html', content: text } })
const refused = (reason: string) => ({ refused: reason })

describe('whether attachments of incoming e-mail go to the document module', () => {
  it('selects an ordinary one once its content was looked at', () => {
    expect(judge(file('offer.pdf'), undefined)).toBe('needs-type')
    expect(judge(file('offer.pdf'), pdf)).toBe('selected')
  })
  it('selects none where the settings say so', () => {
    expect(judge(file('offer.pdf'), pdf, { import: false })).toEqual(refused('import-off'))
  })
  it.each([
    ['sent by the owner', email({ folder: 'sentItems' })],
    ['sent by the owner and moved', email({ folder: 'other' }, { from: mailbox('ANNA@acme.se') })],
    ['a draft', email({ folder: 'drafts' })]
  ])('selects none of e-mail that did not come in: %s', (_why, item) => {
    expect(judge(file('offer.pdf'), pdf, {}, item)).toEqual(refused('not-incoming'))
  })
  it('selects none where the CRM has no document module', () => {
    const [verdict] = selectAttachments(email({ attachments: [file('offer.pdf')] }), () => pdf, context({ crm: { kinds: ['email'], documents: false, commitsWithStore: false } }))
    expect(verdict?.outcome).toEqual(refused('no-document-module'))
  })
  it('leaves out what the user left out, of this e-mail only', () => {
    const request = { _tag: 'Transfer', items: 'all', withoutItems: [], withoutAttachments: ['e1/a1', 'e2/a2'] } as const
    const verdicts = selectAttachments(email({ attachments: [file('a.pdf'), file('b.pdf', { id: 'a2' })] }), () => pdf, context({ request }))
    expect(verdicts.map((v) => v.outcome)).toEqual([refused('left-out-by-user'), 'selected'])
  })
  it.each(['item', 'reference'] as const)('does not take an embedded %s for a file', (type) => {
    expect(judge(file('offer.pdf', { type }), pdf)).toEqual(refused('not-a-file'))
  })
  it('judges each by itself, in order, and testifies without a name', () => {
    const verdicts = selectAttachments(email({ attachments: [file('secret-merger.exe'), file('b.pdf', { id: 'a2' })] }), (id) => (id === 'a2' ? pdf : undefined), context())
    expect(verdicts.map((v) => v.outcome)).toEqual([refused('executable'), 'selected'])
    expect(JSON.stringify(verdicts.map((v) => v.trace))).not.toContain('secret')
    expect(verdicts[0]?.trace).toMatchObject({ rule: 'select-attachments', behaviour: 'B7', decided: 'executable' })
  })
  it.each<[string, Attachment, FileType | undefined, unknown, string]>([
    ['not looked at', file('a.PDF', { size: 7, inline: true }), undefined, { extension: 'pdf', mimeType: 'application/pdf', bytes: 7, inline: true, group: 'pdf', content: 'not looked at' }, 'needs-type'],
    ['looked at', file('ATT1', { mimeType: 'application/pdf' }), pdf, { extension: null, mimeType: 'application/pdf', bytes: 1000, inline: false, group: 'pdf', content: 'application/pdf' }, 'selected'],
    ['not recognised', file('false'), plain, { extension: null, mimeType: null, bytes: 1000, inline: false, group: 'other', content: null }, 'selected']
  ])('testifies what it saw: %s', (_, attachment, type, saw, decided) => {
    expect(selectAttachments(email({ attachments: [attachment] }), () => type, context())[0]?.trace).toEqual({ rule: 'select-attachments', behaviour: 'B7', saw, decided })
  })
  it('testifies nothing of a private e-mail but that it is private', () => {
    const [verdict] = selectAttachments(email({ sensitivity: 'private', attachments: [file('a.pdf')] }), () => pdf, context())
    expect(verdict?.trace.saw).toEqual({ private: true })
  })
})

describe('inline pictures are left out unless asked for', () => {
  const logo = file('image001.png', { contentId: 'image001.png@01DB.5F' })
  it.each([
    ['flagged, and shown by the text', { ...logo, inline: true }, html('<img src="cid:image001.png@01DB.5F">')],
    ['flagged only', { ...logo, inline: true }, html('<p>hello')],
    ['flagged in plain text', { ...logo, inline: true }, email()],
    ['shown, and not flagged', logo, html('<img src="cid:image001.png@01DB.5F">')],
    ['shown, in other letters', logo, html("<img src='CID:IMAGE001.PNG@01db.5f'>")],
    ['shown, its id in angle brackets', { ...logo, contentId: '<image001.png@01DB.5F>' }, html('<img src=cid:image001.png@01DB.5F>')],
    ['shown, angle brackets in the text', logo, html('<img src="cid:<image001.png@01DB.5F>">')],
    ['shown, percent-encoded', logo, html('<img src="cid:image001.png%4001DB.5F">')],
    ['its id percent-encoded', { ...logo, contentId: 'image001.png%4001DB.5F' }, html('<img src="cid:image001.png@01DB.5F">')],
    ['shown, with character references', logo, html('<img src="cid:image001.png&#64;01DB.5F">')],
    ['shown as a background', logo, html('<td style="background:url(cid:image001.png@01DB.5F)">')],
    ['shown, without a telling name', file('ATT00001', { contentId: 'x', mimeType: 'application/octet-stream' }), html('<img src="cid:x">')],
    ['shown, its id among spaces and brackets', { ...logo, contentId: ' <<image001.png@01DB.5F>> ' }, html('<img src="cid:image001.png@01DB.5F">')],
    ['shown, something after the bracket', logo, html('<img src="cid:<image001.png@01DB.5F>more">')],
    ['shown, its bracket not closed', logo, html('<img src="cid:<image001.png@01DB.5F">')],
    ['shown, and something after it in brackets', logo, html('<img src="cid:image001.png@01DB.5F<br>">')],
    ['shown, with a space that is encoded', { ...logo, contentId: 'a b' }, html('<img src="cid:%20a%20b%20">')],
    ['a picture by its MIME type only', file('ATT00001', { contentId: 'x', mimeType: 'image/gif' }), html('<img src="cid:x">')]
  ])('%s', (_what, attachment, item) => {
    expect(judge(attachment, undefined, {}, item)).toEqual(refused('inline-picture'))
    expect(judge(attachment, png, { inline: true }, item)).toBe('selected')
  })
  it.each([
    ['a PDF that is flagged but not shown', file('offer.pdf', { inline: true, contentId: 'x' }), html('<p>hello'), pdf],
    ['a PDF that is flagged and shown', file('offer.pdf', { inline: true, contentId: 'x' }), html('<object data="cid:x">'), pdf],
    ['a picture that is neither', file('photo.jpg', { contentId: 'x' }), html('<img src="cid:y">'), jpg],
    ['a picture whose id only begins like one that is shown', file('photo.jpg', { contentId: 'x' }), html('<img src="cid:xy">'), jpg],
    ['a picture whose id stands in plain text', file('photo.jpg', { contentId: 'x' }), email({}, { body: { type: 'text', content: 'cid:x' } }), jpg],
    ['a picture whose id has a bracket within', file('photo.jpg', { contentId: 'a<b' }), html('<img src="cid:ab">'), jpg],
    ['a picture whose id has the other bracket within', file('photo.jpg', { contentId: 'a>b' }), html('<img src="cid:ab">'), jpg],
    ['a file that claims a kind, though it has no extension, and is shown', file('ATT1', { mimeType: 'application/x-pdf', contentId: 'x' }), html('<img src="cid:x">'), pdf],
    ['a file of another kind that is shown', file('notes.vcf', { contentId: 'x' }), html('<img src="cid:x">'), plain],
    ['a file without any kind that is flagged but not shown', file('data', { inline: true, contentId: 'x' }), html('<p>'), plain]
  ])('but not %s', (_what, attachment, item, type) => {
    expect(judge(attachment, type, {}, item)).toBe('selected')
  })
  it('finds the references of hostile HTML in time that grows with its length', () => {
    expect(judge(file('a.pdf', { contentId: 'x' }), pdf, {}, html('cid:<'.repeat(200_000) + '%'.repeat(200_000)))).toBe('selected')
  })
})

describe('which kinds: by group, extension, MIME type, size', () => {
  it.each([
    [999, 'too-small'],
    [1000, null],
    [2000, null],
    [2001, 'too-large']
  ])('%i bytes between 1000 and 2000, inclusive', (size, reason) => {
    expect(judge(file('a.pdf', { size }), pdf, { minBytes: 1000, maxBytes: 2000 })).toEqual(reason === null ? 'selected' : refused(reason))
  })
  it('by extension, whatever the letters, the last one counting', () => {
    expect(judge(file('A.PDF'), pdf, { extensions: ['pdf'] })).toBe('selected')
    expect(judge(file('a.pdf.txt'), plain, { extensions: ['pdf'] })).toEqual(refused('extension-not-selected'))
    expect(judge(file('pdf'), pdf, { extensions: ['pdf'] })).toEqual(refused('extension-not-selected'))
    expect(judge(file('A.Pdf . '), pdf, { blockedExtensions: ['pdf'] })).toEqual(refused('extension-blocked'))
  })
  it('by MIME type, exact or by its first half, without parameters, by name where the server says nothing', () => {
    expect(judge(file('a.png', { mimeType: 'IMAGE/PNG; name=a.png' }), png, { mimeTypes: ['image/png'] })).toBe('selected')
    expect(judge(file('a.png', { mimeType: 'image/png' }), png, { mimeTypes: ['image/*'] })).toBe('selected')
    expect(judge(file('a.png', { mimeType: 'application/octet-stream' }), png, { mimeTypes: ['image/*'] })).toBe('selected')
    expect(judge(file('a.png'), png, { mimeTypes: ['image/*'] })).toBe('selected')
    expect(judge(file('a.pdf', { mimeType: 'application/pdf' }), pdf, { mimeTypes: ['image/*'] })).toEqual(refused('mime-type-not-selected'))
    expect(judge(file('data'), plain, { mimeTypes: ['image/*'] })).toEqual(refused('mime-type-not-selected'))
    expect(judge(file('a.png', { mimeType: 'image/pngx' }), png, { mimeTypes: ['image/png'] })).toEqual(refused('mime-type-not-selected'))
  })
  it('one MIME type of several is enough, and its first half counts whole', () => {
    expect(judge(file('a.png', { mimeType: 'image/png' }), png, { mimeTypes: ['application/pdf', 'image/png'] })).toBe('selected')
    expect(judge(file('a.png', { mimeType: 'imagex/png' }), png, { mimeTypes: ['image/*'] })).toEqual(refused('mime-type-not-selected'))
    expect(judge(file('a.dat', { mimeType: 'x/yz' }), plain, { mimeTypes: ['x/*'] })).toBe('selected')
  })
  it('believes a MIME type that is of no group, or was not given, whatever the content', () => {
    expect(judge(file('a.pdf', { mimeType: 'application/x-nothing' }), pdf, { mimeTypes: ['application/*'] })).toBe('selected')
    expect(judge(file('a.pdf'), pdf, { mimeTypes: ['application/pdf'] })).toBe('selected')
    expect(judge(file('a.pdf', { mimeType: 'image/png' }), undefined, { mimeTypes: ['image/png'] })).toBe('needs-type')
  })
  it('does not believe a MIME type that the list believed and the content does not bear out', () => {
    expect(judge(file('a.pdf', { mimeType: 'image/png' }), pdf, { mimeTypes: ['image/*'] })).toEqual(refused('type-disagrees'))
    expect(judge(file('a.pdf', { mimeType: 'image/png' }), pdf)).toBe('selected')
  })
  it.each([
    ['a.docx', 'document', docx],
    ['a.odt', 'document', content('application/vnd.oasis.opendocument.text', 'odt')],
    ['a.txt', 'document', plain],
    ['a.html', 'document', plain],
    ['a.xls', 'spreadsheet', cfb],
    ['a.csv', 'spreadsheet', plain],
    ['a.xlsm', 'spreadsheet', content('application/vnd.ms-excel.sheet.macroenabled.12', 'xlsm')],
    ['a.pptx', 'presentation', content('application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx')],
    ['a.pdf', 'pdf', pdf],
    ['a.jpeg', 'image', jpg],
    ['a.svg', 'image', xml],
    ['a.heic', 'image', content('image/heic', 'heic')],
    ['a.tar.gz', 'archive', content('application/gzip', 'gz')],
    ['a.mp3', 'audio', content('audio/mpeg', 'mp3')],
    ['a.m4a', 'audio', content('video/mp4', 'mp4')],
    ['a.mp4', 'video', content('video/mp4', 'mp4')],
    ['a.ics', 'calendar', content('text/calendar', 'ics')],
    ['a.vcf', 'other', content('text/vcard', 'vcf')],
    ['a.eml', 'other', plain],
    ['a.unheard-of', 'other', plain],
    ['README', 'other', plain]
  ])('%s is of the group %s', (name, group, type) => {
    expect(judge(file(name), undefined, { groups: [group] })).toBe('needs-type')
    expect(judge(file(name), type, { groups: [group] })).toBe('selected')
    const others = ['document', 'spreadsheet', 'presentation', 'pdf', 'image', 'archive', 'audio', 'video', 'calendar', 'other'].filter((g) => g !== group)
    expect(judge(file(name), undefined, { groups: others })).toEqual(refused('group-not-selected'))
    expect(judge(file(name), type, { groups: others })).toEqual(refused('group-not-selected'))
  })
  it('goes by the MIME type where the name has no extension, and by the content where neither says anything', () => {
    expect(judge(file('scan', { mimeType: 'application/pdf' }), pdf, { groups: ['pdf'] })).toBe('selected')
    expect(judge(file('scan', { mimeType: 'application/pdf' }), png)).toEqual(refused('type-disagrees'))
    expect(judge(file('scan'), png, { groups: ['image', 'other'] })).toBe('selected')
    expect(judge(file('scan'), png, { groups: ['other'] })).toEqual(refused('group-not-selected'))
  })
})

describe("the file's real type must agree with its claimed one", () => {
  it.each([
    ['a PDF that is a picture', 'a.pdf', png],
    ['a PDF without a signature', 'a.pdf', plain],
    ['a picture that is a PDF', 'a.png', pdf],
    ['a text that is a picture', 'a.txt', png],
    ['a calendar entry that is an archive', 'a.ics', zip],
    ['a Word document that is a PDF', 'a.docx', pdf],
    ['a Word document that is text', 'a.doc', plain],
    ['an archive that is a Word document', 'a.zip', docx],
    ['XML that is a PDF', 'a.xml', pdf],
    ['a table in text that is a workbook', 'a.csv', content('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx')],
    ['a text that is a Word document', 'a.txt', docx],
    ['a drawing in XML that is a photograph', 'a.svg', png],
    ['a picture that is an Office file', 'a.jpg', cfb]
  ])('%s', (_what, name, type) => {
    expect(judge(file(name), type)).toEqual(refused('type-disagrees'))
  })
  it.each([
    ['a Word document whose archive does not tell more', 'a.docx', zip],
    ['a Word document with a password', 'a.docx', cfb],
    ['an old Word document', 'a.doc', cfb],
    ['a Word document that is rich text', 'a.doc', content('application/rtf', 'rtf')],
    ['a message', 'a.msg', cfb],
    ['a picture that is another kind of picture', 'a.png', jpg],
    ['a web page that is XML', 'a.xhtml', xml],
    ['an unknown extension on any content', 'a.foo', zip],
    ['an unknown extension on text', 'a.foo', plain],
    ['an Illustrator file', 'a.ai', pdf],
    ['a workbook of Excel 2003 XML', 'a.xls', xml]
  ])('but %s agrees', (_what, name, type) => {
    expect(judge(file(name), type)).toBe('selected')
  })
})

describe('executable content is never imported by default, whatever it is called', () => {
  it.each(['setup.exe', 'SETUP.EXE', 'invoice.pdf.exe', 'invoice.pdf.exe.', 'invoice.exe . .', 'a.exe\u00a0', 'invoice\u202efdp.exe', 'a.e\u200bxe', 'a\uff0eexe', 'a.\uff45\uff58\uff45', 'a.exe::$DATA', 'a.exe\0.pdf', 'folder.pdf/run.bat', 'run.ps1', 'a.js', 'a.vbs', 'a.lnk', 'a.url', 'a.scr', 'a.hta', 'a.iso', 'a.jar', 'a.reg', 'a.msi', 'a.xll', 'a.sh', 'a.app', 'a.command', 'a.chm', 'a.wsf', 'a.settingcontent-ms', 'a.exe"'])('by name: %j', (name) => {
    expect(judge(file(name), undefined)).toEqual(refused('executable'))
    expect(judge(file(name), plain)).toEqual(refused('executable'))
  })
  it.each(['application/x-msdownload', 'APPLICATION/JAVASCRIPT; charset=utf-8', 'application/x-sh', 'application/java-archive'])('by MIME type: %s', (mimeType) => {
    expect(judge(file('readme', { mimeType }), undefined)).toEqual(refused('executable'))
  })
  it.each(['invoice.pdf', 'photo.jpg', 'notes.txt', 'data', 'a.docx'])('by content: %s', (name) => {
    expect(judge(file(name), program)).toEqual(refused('executable'))
    expect(judge(file(name), content(null, null, true))).toEqual(refused('executable'))
  })
  it.each(['offer.from.acme.com/a.pdf', 'exe.pdf', 'a.exe.pdf', 'report v1.2 (final).pdf', '.pdf'])('but not what only looks like it: %j', (name) => {
    expect(judge(file(name), pdf)).toBe('selected')
  })
  it('is imported where the settings say so, if it says that it is', () => {
    expect(judge(file('setup.exe'), program, { executables: true })).toBe('selected')
    expect(judge(file('invoice.pdf'), program, { executables: true })).toEqual(refused('type-disagrees'))
  })
  it('property: whatever else is set, executable content under any name is never selected', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('.pdf', '.exe', '.png', '.docx', ''), fc.option(fc.constantFrom('image/png', 'application/pdf', 'x/y')), fc.boolean(), (base, extension, mimeType, inline) => {
        const outcome = judge(file(base + extension, { mimeType, inline }), content('application/pdf', 'pdf', true), { inline: true })
        expect(outcome).toEqual(refused('executable'))
      })
    )
  })
})

describe('the order', () => {
  it('asks for the content only where everything cheaper has let it through', () => {
    for (const attachments of [{ maxBytes: 10 }, { groups: ['image'] }, { extensions: ['doc'] }, { mimeTypes: ['image/*'] }, { blockedExtensions: ['pdf'] }]) expect(judge(file('a.pdf'), undefined, attachments)).not.toBe('needs-type')
  })
  it('names the first of several reasons, in the order of the checks', () => {
    const all = { import: false, maxBytes: 1, blockedExtensions: ['exe'], extensions: ['pdf'], mimeTypes: ['image/*'], groups: ['image'] }
    expect(judge(file('a.exe'), png, all)).toEqual(refused('import-off'))
    expect(judge(file('a.exe'), png, { ...all, import: true })).toEqual(refused('too-large'))
    expect(judge(file('a.exe'), png, { ...all, import: true, maxBytes: 9999 })).toEqual(refused('extension-blocked'))
    expect(judge(file('a.exe'), png, { ...all, import: true, maxBytes: 9999, blockedExtensions: [] })).toEqual(refused('executable'))
    expect(judge(file('a.doc'), png, { extensions: ['pdf'], mimeTypes: ['image/*'], groups: ['pdf'] })).toEqual(refused('extension-not-selected'))
    expect(judge(file('a.doc'), png, { mimeTypes: ['image/*'], groups: ['pdf'] })).toEqual(refused('mime-type-not-selected'))
    expect(judge(file('a.doc'), png, { groups: ['pdf'] })).toEqual(refused('group-not-selected'))
    expect(judge(file('a.doc'), png)).toEqual(refused('type-disagrees'))
  })
  it('gives only reasons that there are, and reaches every one', () => {
    // Each is asserted above; here the list is held against them, so that a new reason needs a test.
    expect([...reasons.attachment].sort()).toEqual(
      ['executable', 'extension-blocked', 'extension-not-selected', 'group-not-selected', 'import-off', 'inline-picture', 'left-out-by-user', 'mime-type-not-selected', 'no-document-module', 'not-a-file', 'not-incoming', 'too-large', 'too-small', 'type-disagrees'].sort()
    )
  })
})
