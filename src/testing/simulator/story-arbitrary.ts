/** Stories by chance: every kind of step, with passes often enough for things to meet. */
import * as fc from 'fast-check'
import type { Breaks, EmailShape, FileShape, ItemShape, Step, Story, World } from './story'
import { settingsBook } from './settings-book'

const pick = fc.nat({ max: 30 })
const value = fc.nat({ max: 5 })
const when = fc.nat({ max: 9 })
const who = fc.nat({ max: 2 })

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> }
const step = (weight: number, arbitrary: fc.Arbitrary<Step>): Weighted => ({ weight, arbitrary: fc.tuple(arbitrary, who).map(([s, w]) => ({ ...s, who: w })) })
const oneOf = <A>(...values: ReadonlyArray<A>): fc.Arbitrary<A> => fc.constantFrom(...values)

const itemShapes = oneOf<ItemShape>('plain', 'plain', 'plain', 'plain', 'plain', 'private', 'series', 'series', 'series', 'series', 'attendee', 'all-day', 'called-off', 'dead-series', 'far-series', 'broken-rule', 'broken-time')
const emailShapes = oneOf<EmailShape>('plain', 'plain', 'plain', 'plain', 'plain', 'plain', 'draft', 'junk', 'meeting', 'report')
const kind = oneOf('appointment' as const, 'task' as const)

/** What people do. */
const deeds: ReadonlyArray<Weighted> = [
  step(5, fc.record({ do: fc.constant('receive-email' as const), from: fc.nat({ max: 5 }), attachment: oneOf<FileShape>('none', 'none', 'pdf', 'program', 'setup', 'inline', 'picture-called-pdf', 'text', 'embedded'), shape: emailShapes, everybody: oneOf(false, false, true) })),
  step(3, fc.record({ do: fc.constant('send-email' as const), to: fc.nat({ max: 5 }), attachment: oneOf<FileShape>('none', 'pdf') })),
  step(7, fc.record({ do: fc.constant('add-item' as const), kind, when, shape: itemShapes })),
  step(2, fc.record({ do: fc.constant('add-twins' as const), kind, when })),
  step(2, fc.record({ do: fc.constant('invite' as const), when })),
  step(10, fc.record({ do: fc.constant('edit-item' as const), pick, field: value, value })),
  step(5, fc.record({ do: fc.constant('edit-both' as const), pick, field: value, value, first: oneOf('outlook' as const, 'crm' as const) })),
  step(4, fc.record({ do: fc.constant('reschedule-occurrence' as const), pick, occurrence: oneOf(0, 0, 1), how: oneOf('move' as const, 'cancel' as const) })),
  step(2, fc.record({ do: fc.constant('make-private' as const), pick, on: fc.boolean() })),
  step(15, fc.record({ do: oneOf('trash-item' as const, 'trash-item' as const, 'trash-item' as const, 'restore-item' as const, 'restore-item' as const, 'purge-item' as const, 'change-id' as const, 'copy-item' as const, 'complete-item' as const, 'decline' as const, 'call-off' as const), pick })),
  step(6, fc.record({ do: fc.constant('add-activity' as const), kind, when })),
  step(10, fc.record({ do: fc.constant('edit-activity' as const), pick, field: value, value })),
  step(6, fc.record({ do: oneOf('delete-activity' as const, 'delete-activity' as const, 'restore-activity' as const, 'give-away' as const, 'give-away' as const, 'take-back' as const, 'complete-activity' as const), pick })),
  step(2, fc.record({ do: fc.constant('expire-cursors' as const), side: oneOf('outlook' as const, 'crm' as const) })),
  step(2, fc.record({ do: fc.constant('wait' as const), days: oneOf(1, 3, 8, 50) })),
  step(1, fc.record({ do: fc.constant('spoil-item' as const), pick })),
  step(2, fc.record({ do: oneOf('mend-items' as const, 'mend-items' as const, 'purge-everything' as const, 'delete-every-activity' as const) })),
  step(1, fc.record({ do: fc.constant('change-settings' as const), to: fc.nat({ max: settingsBook.length - 1 }) }))
]

const answers: ReadonlyArray<Weighted> = [step(10, fc.record({ do: fc.constant('answer' as const), pick, yes: fc.boolean(), twice: oneOf(false, false, false, true) }))]

const full = oneOf(false, false, false, false, true)
const careful = oneOf(false, false, false, true)

/** Most passes have few effects; some have many. */
const position = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 6 }) }, { weight: 2, arbitrary: fc.nat({ max: 25 }) })

/** What breaks at an effect. */
const brokenEffect: fc.Arbitrary<Breaks> = fc.record({ at: position, how: oneOf('crash' as const, 'crash' as const, 'crash' as const, 'lost' as const, 'lost' as const, 'fails' as const, 'throttled' as const) })
const brokenCall: fc.Arbitrary<Breaks> = fc.record({ at: fc.nat({ max: 25 }), how: oneOf('unavailable' as const, 'unauthorized' as const, 'odd' as const, 'expired' as const) })

const passOf = (breaks: fc.Arbitrary<Breaks | null>): fc.Arbitrary<Step> => fc.record({ do: fc.constant('pass' as const), full, careful, worker: oneOf(0, 0, 0, 1), breaks })

/** What happens while a process pauses: people act, and another worker takes over. */
const meanwhile: fc.Arbitrary<Breaks> = fc.record({
  at: fc.nat({ max: 25 }),
  how: fc.constant('meanwhile' as const),
  steps: fc.array(fc.oneof(...deeds, ...answers, step(8, passOf(fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: brokenEffect })))), { minLength: 1, maxLength: 4 })
})

const breaks: fc.Arbitrary<Breaks | null> = fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: brokenEffect }, { weight: 1, arbitrary: brokenCall }, { weight: 2, arbitrary: meanwhile })

/** Any step. */
export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  ...deeds,
  ...answers,
  step(2, fc.record({ do: fc.constant('transfer' as const), pick, without: oneOf<'nothing' | 'item' | 'attachments'>('nothing', 'nothing', 'item', 'attachments') })),
  step(1, fc.record({ do: fc.constant('send-from-crm' as const), to: fc.nat({ max: 5 }), breaks: fc.oneof(fc.constant(null), brokenEffect.map((b) => ({ ...b, at: b.at % 3 }))) })),
  step(2, fc.record({ do: fc.constant('switch-database' as const), properly: oneOf(true, true, false) })),
  step(1, fc.record({ do: fc.constant('nonsense' as const), which: fc.nat({ max: 5 }) })),
  step(3, fc.record({ do: fc.constant('undo' as const), pick: fc.nat({ max: 4 }), breaks })),
  step(2, fc.record({ do: fc.constant('restore' as const), pick, breaks })),
  step(1, fc.record({ do: fc.constant('status-of' as const), pick })),
  step(5, fc.record({ do: fc.constant('notification' as const), pick, again: oneOf(false, false, true), breaks })),
  step(20, passOf(breaks))
)

const settings = fc.record(
  {
    email: fc.record({ incoming: oneOf(true, true, false), outgoing: oneOf(true, true, false) }),
    attachments: oneOf<object>({}, {}, { import: false }, { groups: ['spreadsheet'] }, { extensions: ['docx'] }, { blockedExtensions: ['pdf'] }, { mimeTypes: ['image/*'] }, { minBytes: 1000 }, { maxBytes: 5 }, { inline: true }, { executables: true }),
    mode: oneOf('automatic', 'automatic', 'automatic', 'manual'),
    appointment: fc.record({ direction: oneOf('both', 'both', 'both', 'toCrm', 'toOutlook', 'none') }),
    task: fc.record({ direction: oneOf('both', 'both', 'both', 'toCrm', 'toOutlook', 'none') }),
    fields: fc.record({ appointment: fc.record({ location: oneOf('both', 'toCrm', 'toOutlook', 'none') }) }),
    conflict: fc.record({ policy: oneOf('latest', 'latest', 'outlook', 'crm', 'ask') }),
    deletion: fc.record({
      inOutlook: fc.record({ appointment: oneOf('ask', 'ask', 'always', 'never'), task: oneOf('ask', 'always', 'never') }),
      inCrm: fc.record({ appointment: oneOf('made-in-crm', 'always', 'never') })
    }),
    recurrence: fc.record({ mode: oneOf('first', 'first', 'next', 'each') }),
    privacy: fc.record({ private: oneOf('skip', 'busy'), neverSync: oneOf<ReadonlyArray<string>>([], [], ['gamma.example']), internal: oneOf('include', 'skip') }),
    firstRun: fc.record({ match: oneOf('exact', 'loose', 'off'), from: oneOf(null, null, '2026-03-21') }),
    guard: fc.record({ minimum: oneOf(1, 3, 10), share: oneOf(0.3, 0.5) })
  },
  { requiredKeys: [] }
)

/** Any world. */
export const worldArbitrary: fc.Arbitrary<World> = fc.record({
  seats: oneOf(1, 1, 2, 3),
  normaliseOutlook: oneOf('none', 'none', 'at once', 'later'),
  normaliseCrm: fc.boolean(),
  commitsWithStore: fc.boolean(),
  pageSize: oneOf(1, 3, 100),
  mailboxWrites: oneOf(true, true, true, true, true, true, false),
  crmHoldsTasks: oneOf(true, true, true, true, true, true, false),
  documents: oneOf(true, true, true, false),
  skewMs: oneOf(0, 0, -90_000, 90_000),
  losesNotifications: oneOf(0, 2, 3),
  settings,
  otherSettings: fc.array(settings, { maxLength: 2 })
})

/** Any story; the last steps are passes in which nothing breaks, one for each seat. */
export const storyArbitrary: fc.Arbitrary<Story> = fc
  .record({ world: worldArbitrary, steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 60, size: 'max' }) })
  .map(({ world, steps }) => ({ world, steps: [...steps, ...Array.from({ length: world.seats ?? 1 }, (_, i): Step => ({ do: 'pass', full: false, breaks: null, who: i }))] }))
