/** B7: which attachments of an incoming e-mail go to the document module. */
import type { Attachment, EmailItem } from '../core/model/item'
import type { AttachmentReason } from '../core/reason'
import type { AttachmentVerdict, FileType, RuleContext, RuleSet, Trace } from '../core/rule-set'
import { directionOfEmail } from './direction-of-email'
import { isExecutableExtension, isExecutableMimeType } from './executable-types'
import { extensionOf, extensionsOf } from './file-names'
import { agrees, claimOf, groupOfMimeType, mimeTypeOfExtension, plainMimeType, realGroup, type Claim } from './file-types'
import { contentIdsShown, isInlinePicture } from './inline-pictures'
import { isPrivate } from './sensitivity'
import { trace } from './verdict'

interface Subject {
  readonly item: EmailItem
  readonly attachment: Attachment
  readonly claim: Claim
  /** As the server says, else as the name says. */
  readonly mimeType: string | null
  readonly shown: ReadonlySet<string>
  readonly type: FileType | undefined
  readonly context: RuleContext
}

const isLeftOut = ({ item, attachment, context: { request } }: Subject): boolean =>
  request._tag === 'Transfer' && (request.withoutItems.includes(item.id) || request.withoutAttachments.includes(`${item.id}/${attachment.id}`))

const isExecutable = ({ attachment, mimeType, type }: Subject): boolean =>
  extensionsOf(attachment.name).some(isExecutableExtension) || (mimeType !== null && isExecutableMimeType(mimeType)) || type?.executable === true

const matchesMimeType = (mimeType: string, wanted: string): boolean => (wanted.endsWith('/*') ? mimeType.startsWith(wanted.slice(0, -1)) : mimeType === wanted)

/** The server's word on the type was believed by the list of MIME types, so then it has to be true as well. */
const mimeTypeDisagrees = ({ attachment, type, claim, context }: Subject): boolean => {
  const said = plainMimeType(attachment.mimeType)
  if (context.settings.attachments.mimeTypes === null || said === null || type === undefined) return false
  const group = groupOfMimeType(said)
  return group !== 'other' && group !== realGroup(claim, type)
}

type Check = readonly [reason: AttachmentReason, refuses: (subject: Subject) => boolean]

/** In this order; the first that refuses is the reason. Those that need the content do not refuse before it was looked at. */
const checks: ReadonlyArray<Check> = [
  ['import-off', ({ context }) => !context.settings.attachments.import],
  ['not-incoming', ({ item, context }) => directionOfEmail(item, context) !== 'incoming'],
  ['no-document-module', ({ context }) => !context.crm.documents],
  ['left-out-by-user', isLeftOut],
  ['not-a-file', ({ attachment }) => attachment.type !== 'file'],
  ['inline-picture', ({ attachment, shown, context }) => !context.settings.attachments.inline && isInlinePicture(attachment, shown)],
  ['too-small', ({ attachment, context }) => attachment.size < context.settings.attachments.minBytes],
  ['too-large', ({ attachment, context }) => attachment.size > context.settings.attachments.maxBytes],
  ['extension-blocked', ({ attachment, context }) => extensionsOf(attachment.name).some((extension) => context.settings.attachments.blockedExtensions.includes(extension))],
  ['executable', (subject) => !subject.context.settings.attachments.executables && isExecutable(subject)],
  ['extension-not-selected', ({ attachment, context }) => context.settings.attachments.extensions?.includes(extensionOf(attachment.name) ?? '') === false],
  ['mime-type-not-selected', ({ mimeType, context }) => context.settings.attachments.mimeTypes?.some((wanted) => mimeType !== null && matchesMimeType(mimeType, wanted)) === false],
  ['group-not-selected', ({ claim, type, context }) => !context.settings.attachments.groups.includes(type === undefined ? claim.group : realGroup(claim, type))],
  ['type-disagrees', (subject) => subject.type !== undefined && (!agrees(subject.claim, subject.type) || mimeTypeDisagrees(subject))]
]

/** Of something private the trace tells nothing else. The name of a file is never in it. */
const testify = ({ item, attachment, claim, mimeType, type }: Subject, decided: string): Trace =>
  trace(
    'select-attachments',
    'B7',
    isPrivate(item)
      ? { private: true }
      : { extension: extensionOf(attachment.name), mimeType, bytes: attachment.size, inline: attachment.inline, group: claim.group, content: type === undefined ? 'not looked at' : type.mimeType },
    decided
  )

const judge = (subject: Subject): AttachmentVerdict => {
  const { attachment, type } = subject
  const refused = checks.find(([, refuses]) => refuses(subject))?.[0]
  if (refused !== undefined) return { attachment, outcome: { refused }, trace: testify(subject, refused) }
  const outcome = type === undefined ? 'needs-type' : 'selected'
  return { attachment, outcome, trace: testify(subject, outcome) }
}

/** Judges every attachment. Content is asked for only where everything that costs nothing has let the attachment through. */
export const selectAttachments: RuleSet['selectAttachments'] = (item, typeOf, context) => {
  const shown = contentIdsShown(item.fields.body)
  return item.attachments.map((attachment) => {
    const extension = extensionOf(attachment.name)
    const mimeType = plainMimeType(attachment.mimeType) ?? (extension === null ? null : mimeTypeOfExtension(extension))
    return judge({ item, attachment, claim: claimOf(attachment.name, attachment.mimeType), mimeType, shown, type: typeOf(attachment.id), context })
  })
}
