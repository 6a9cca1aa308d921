/** Stories by chance: every kind of step, with passes often enough for things to meet. */
import * as fc from 'fast-check'
import type { EmailShape, FileShape, ItemShape, Step, Story, World } from './story'

const pick = fc.nat({ max: 30 })
const value = fc.nat({ max: 5 })
const when = fc.nat({ max: 9 })

const step = (weight: number, arbitrary: fc.Arbitrary<Step>): { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> } => ({ weight, arbitrary })

/** Any step. */
export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  step(6, fc.record({ do: fc.constant('receive-email' as const), from: fc.nat({ max: 5 }), attachment: fc.constantFrom<FileShape>('none', 'none', 'pdf', 'program', 'inline', 'picture-called-pdf', 'text', 'embedded'), shape: fc.constantFrom<EmailShape>('plain', 'plain', 'plain', 'plain', 'plain', 'plain', 'draft', 'junk', 'meeting', 'report') })),
  step(3, fc.record({ do: fc.constant('send-email' as const), to: fc.nat({ max: 5 }), attachment: fc.constantFrom<FileShape>('none', 'pdf') })),
  step(8, fc.record({ do: fc.constant('add-item' as const), kind: fc.constantFrom('appointment', 'task'), when, shape: fc.constantFrom<ItemShape>('plain', 'plain', 'plain', 'plain', 'plain', 'private', 'series', 'series', 'attendee', 'all-day', 'called-off', 'dead-series', 'far-series', 'broken-rule', 'broken-time') })),
  step(2, fc.record({ do: fc.constant('add-twins' as const), kind: fc.constantFrom('appointment', 'task'), when })),
  step(9, fc.record({ do: fc.constant('edit-item' as const), pick, field: value, value })),
  step(2, fc.record({ do: fc.constant('make-private' as const), pick, on: fc.boolean() })),
  step(11, fc.record({ do: fc.constantFrom('trash-item' as const, 'trash-item' as const, 'restore-item' as const, 'purge-item' as const, 'change-id' as const, 'copy-item' as const), pick })),
  step(7, fc.record({ do: fc.constant('add-activity' as const), kind: fc.constantFrom('appointment', 'task'), when })),
  step(9, fc.record({ do: fc.constant('edit-activity' as const), pick, field: value, value })),
  step(5, fc.record({ do: fc.constantFrom('delete-activity' as const, 'restore-activity' as const, 'give-away' as const, 'take-back' as const), pick })),
  step(8, fc.record({ do: fc.constant('answer' as const), pick, yes: fc.boolean() })),
  step(2, fc.record({ do: fc.constant('transfer' as const), pick, without: fc.constantFrom<'nothing' | 'item' | 'attachments'>('nothing', 'nothing', 'item', 'attachments') })),
  step(1, fc.record({ do: fc.constant('send-from-crm' as const), to: fc.nat({ max: 5 }) })),
  step(2, fc.record({ do: fc.constant('expire-cursors' as const), side: fc.constantFrom('outlook', 'crm') })),
  step(2, fc.record({ do: fc.constant('wait' as const), days: fc.constantFrom(1, 3, 8, 50) })),
  step(1, fc.record({ do: fc.constant('spoil-item' as const), pick })),
  step(1, fc.record({ do: fc.constant('mend-items' as const) })),
  step(1, fc.record({ do: fc.constant('switch-database' as const) })),
  step(
    16,
    fc.record({
      do: fc.constant('pass' as const),
      full: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      breaks: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.record({ at: fc.nat({ max: 25 }), how: fc.constantFrom('crash', 'crash', 'lost', 'throttled') }) })
    })
  )
)

const settings = fc.record(
  {
    email: fc.record({ incoming: fc.constantFrom(true, true, false), outgoing: fc.constantFrom(true, true, false) }),
    attachments: fc.constantFrom<object>({}, {}, { import: false }, { groups: ['spreadsheet'] }, { extensions: ['docx'] }, { blockedExtensions: ['pdf'] }, { mimeTypes: ['image/*'] }, { minBytes: 1000 }, { maxBytes: 5 }, { inline: true }, { executables: true }),
    mode: fc.constantFrom('automatic', 'automatic', 'automatic', 'manual'),
    appointment: fc.record({ direction: fc.constantFrom('both', 'both', 'both', 'toCrm', 'toOutlook', 'none') }),
    task: fc.record({ direction: fc.constantFrom('both', 'both', 'both', 'toCrm', 'toOutlook', 'none') }),
    fields: fc.record({ appointment: fc.record({ location: fc.constantFrom('both', 'toCrm', 'toOutlook', 'none') }) }),
    conflict: fc.record({ policy: fc.constantFrom('latest', 'latest', 'outlook', 'crm', 'ask') }),
    deletion: fc.record({
      inOutlook: fc.record({ appointment: fc.constantFrom('ask', 'ask', 'always', 'never'), task: fc.constantFrom('ask', 'always', 'never') }),
      inCrm: fc.record({ appointment: fc.constantFrom('made-in-crm', 'always', 'never') })
    }),
    recurrence: fc.record({ mode: fc.constantFrom('first', 'first', 'next', 'each') }),
    privacy: fc.record({ private: fc.constantFrom('skip', 'busy'), neverSync: fc.constantFrom<ReadonlyArray<string>>([], [], ['gamma.example']), internal: fc.constantFrom('include', 'skip') }),
    firstRun: fc.record({ match: fc.constantFrom('exact', 'loose', 'off'), from: fc.constantFrom(null, null, '2026-03-21') })
  },
  { requiredKeys: [] }
)

/** Any world. */
export const worldArbitrary: fc.Arbitrary<World> = fc.record({
  normaliseOutlook: fc.constantFrom('none', 'at once', 'later'),
  normaliseCrm: fc.boolean(),
  commitsWithStore: fc.boolean(),
  pageSize: fc.constantFrom(1, 3, 100),
  mailboxWrites: fc.constantFrom(true, true, true, true, true, true, false),
  crmHoldsTasks: fc.constantFrom(true, true, true, true, true, true, false),
  documents: fc.constantFrom(true, true, true, false),
  skewMs: fc.constantFrom(0, -90_000, 90_000),
  settings
})

/** Any story; the last step is a pass in which nothing breaks. */
export const storyArbitrary: fc.Arbitrary<Story> = fc
  .record({ world: worldArbitrary, steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 60, size: 'max' }) })
  .map((s) => ({ ...s, steps: [...s.steps, { do: 'pass', full: false, breaks: null }] }))
