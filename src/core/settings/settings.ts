/** A user's settings (B9): stored as data, decoded and validated, every key with a default. */
import * as t from 'io-ts'
import type { Kind } from '../model/fields'
import { PlainDate } from '../model/time'
import { checked, integerBetween, nullable, oneOf, stringWhere } from '../codec'
import { withDefaults } from './with-defaults'

/** Which way a kind goes (B4, B5). */
export const Direction = oneOf('none', 'toCrm', 'toOutlook', 'both')
export type Direction = t.TypeOf<typeof Direction>

/** Kinds of files (B7). */
export const AttachmentGroup = oneOf('document', 'spreadsheet', 'presentation', 'pdf', 'image', 'archive', 'audio', 'video', 'calendar', 'other')
export type AttachmentGroup = t.TypeOf<typeof AttachmentGroup>
/** Every {@link AttachmentGroup}. */
export const attachmentGroups: ReadonlyArray<AttachmentGroup> = ['document', 'spreadsheet', 'presentation', 'pdf', 'image', 'archive', 'audio', 'video', 'calendar', 'other']

const Extension = stringWhere('a file extension without the dot, in lower case', (s) => /^[a-z0-9_-]{1,16}$/.test(s))
const MimeType = stringWhere('a MIME type like image/png, or image/*', (s) => /^[a-z0-9.+-]+\/([a-z0-9.+-]+|\*)$/.test(s))
/** A domain also stands for its subdomains. */
const AddressOrDomain = stringWhere('an e-mail address or a domain', (s) => /^[^\s@]*@?[^\s@]+\.[^\s@]+$/.test(s))
const Domain = stringWhere('a domain like acme.se', (s) => /^[^\s@]+\.[^\s@]+$/.test(s))

const maxBytes = 2 ** 40

const Share = checked('a share above 0 and up to 1', (u): u is number => typeof u === 'number' && u > 0 && u <= 1)

/** Who decides when both sides changed the same field (B17). */
export const ConflictPolicy = oneOf('outlook', 'crm', 'latest', 'ask')
export type ConflictPolicy = t.TypeOf<typeof ConflictPolicy>

const defaultValues = (template: string) =>
  withDefaults('default values', {
    type: [nullable(t.string), null],
    status: [nullable(t.string), null],
    priority: [nullable(t.string), null],
    project: [nullable(t.string), null],
    responsible: [nullable(t.string), null],
    private: [t.boolean, false],
    /** `{subject}`, `{contact}`, `{from}`, `{kind}` are replaced; anything else stays. */
    subjectTemplate: [stringWhere('a text that contains {subject}', (s) => s.includes('{subject}')), template]
  })

const kindSettings = <D extends Direction>(direction: t.Type<D, D, unknown>, initial: D) => withDefaults('kind', { direction: [direction, initial] })

/** Everything a user can choose. */
export const Settings = withDefaults('settings', {
  /** B6. */
  mode: [oneOf('automatic', 'manual'), 'automatic'],
  email: [
    withDefaults('email', {
      /** B1, B2. An e-mail is never made in Outlook by a sync, so it goes to the CRM or nowhere. */
      incoming: [t.boolean, true],
      outgoing: [t.boolean, true]
    }),
    {}
  ],
  appointment: [kindSettings(Direction, 'both'), {}],
  task: [kindSettings(Direction, 'both'), {}],
  /** Overrides for single fields, `{ appointment: { body: 'toCrm' } }` (B19). A field never goes where its kind does not. */
  fields: [
    withDefaults('fields', {
      email: [withDefaults('email fields', { subject: [Direction, 'both'], body: [Direction, 'both'] }), {}],
      appointment: [
        withDefaults('appointment fields', { subject: [Direction, 'both'], body: [Direction, 'both'], location: [Direction, 'both'], time: [Direction, 'both'], showAs: [Direction, 'both'] }),
        {}
      ],
      task: [
        withDefaults('task fields', {
          subject: [Direction, 'both'],
          body: [Direction, 'both'],
          start: [Direction, 'both'],
          due: [Direction, 'both'],
          progress: [Direction, 'both'],
          importance: [Direction, 'both']
        }),
        {}
      ]
    }),
    {}
  ],
  contacts: [
    withDefaults('contacts', {
      /** `ignore`: `anna+news@acme.se` is `anna@acme.se` (B3). */
      plusTags: [oneOf('distinct', 'ignore'), 'distinct']
    }),
    {}
  ],
  attachments: [
    withDefaults('attachments', {
      /** B7. */
      import: [t.boolean, true],
      groups: [t.readonlyArray(AttachmentGroup), attachmentGroups],
      /** `null`: all that the groups allow. A list narrows further. */
      extensions: [nullable(t.readonlyArray(Extension)), null],
      blockedExtensions: [t.readonlyArray(Extension), []],
      mimeTypes: [nullable(t.readonlyArray(MimeType)), null],
      minBytes: [integerBetween(0, maxBytes), 0],
      maxBytes: [integerBetween(0, maxBytes), 25 * 1024 * 1024],
      inline: [t.boolean, false],
      /** Import executable content too. Never set by a template. */
      executables: [t.boolean, false]
    }),
    {}
  ],
  /** B8. */
  defaults: [
    withDefaults('defaults', { email: [defaultValues('{subject}'), {}], appointment: [defaultValues('{subject}'), {}], task: [defaultValues('{subject}'), {}] }),
    {}
  ],
  recurrence: [
    withDefaults('recurrence', {
      /** B10. */
      mode: [oneOf('first', 'next', 'each'), 'first'],
      /** Days before and after now within which `each` keeps an activity per occurrence. */
      pastDays: [integerBetween(0, 3660), 0],
      futureDays: [integerBetween(1, 3660), 60]
    }),
    {}
  ],
  deletion: [
    withDefaults('deletion', {
      /** B13. */
      inOutlook: [
        withDefaults('deletion in Outlook', { email: [oneOf('ask', 'always', 'never'), 'ask'], appointment: [oneOf('ask', 'always', 'never'), 'ask'], task: [oneOf('ask', 'always', 'never'), 'ask'] }),
        {}
      ],
      /** B14. */
      inCrm: [
        withDefaults('deletion in the CRM', { appointment: [oneOf('made-in-crm', 'always', 'never'), 'made-in-crm'], task: [oneOf('made-in-crm', 'always', 'never'), 'made-in-crm'] }),
        {}
      ]
    }),
    {}
  ],
  conflict: [
    withDefaults('conflict', {
      /** B17. */
      policy: [ConflictPolicy, 'latest'],
      /** For single fields: `{ 'appointment.time': 'outlook' }`. The names are checked by `decodeSettings`, because io-ts drops what a record's domain does not have instead of refusing it. */
      fields: [t.readonly(t.record(t.string, ConflictPolicy)), {}]
    }),
    {}
  ],
  privacy: [
    withDefaults('privacy', {
      /** B18. `busy` transfers appointments as busy time; private e-mail and tasks are skipped all the same. */
      private: [oneOf('skip', 'busy'), 'skip'],
      busyText: [t.string, 'Busy'],
      neverSync: [t.readonlyArray(AddressOrDomain), []],
      internal: [oneOf('include', 'skip'), 'include'],
      ownDomains: [t.readonlyArray(Domain), []]
    }),
    {}
  ],
  firstRun: [
    withDefaults('first run', {
      /** B22. Inclusive; `null`: no limit. Applies to what is not linked yet. */
      from: [nullable(PlainDate), null],
      to: [nullable(PlainDate), null],
      /** `exact`: same subject and time. `loose`: same time, and the subject the same but for case, prefixes such as RE: and punctuation. `off`: never. */
      match: [oneOf('exact', 'loose', 'off'), 'exact']
    }),
    {}
  ],
  /** L6: when more than `share` of all links and at least `minimum` would be lost at once, the pass stops. */
  guard: [withDefaults('guard', { minimum: [integerBetween(1, 1_000_000), 10], share: [Share, 0.5] }), {}]
})
export type Settings = t.TypeOf<typeof Settings>

/** The per-kind direction, e-mail included. */
export const directionOf = (settings: Settings, kind: Kind): Direction =>
  kind === 'email' ? (settings.email.incoming || settings.email.outgoing ? 'toCrm' : 'none') : settings[kind].direction
