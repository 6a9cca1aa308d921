/** B17, B19, L3, L7: what becomes of one field, by who changed it, where it may go, and who wins. Every combination. */
import { describe, expect, it } from 'vitest'
import { digestFields } from '../../../src/core/digest-fields'
import type { Decision } from '../../../src/core/model/decision'
import type { Loser } from '../../../src/core/model/journal'
import { mergeFields, type Merged, replacedBy } from '../../../src/core/reconcile/merge'
import { defaultRules } from '../../../src/rules'
import { context, task, taskActivity, viewOf } from '../../rules/examples'
import { agreed, conflictOf } from './scene'

type Changed = 'nobody' | 'outlook' | 'crm' | 'both' | 'both alike'
type Way = 'none' | 'toCrm' | 'toOutlook' | 'both'
type Winner = 'outlook' | 'crm' | 'ask'
type Outcome = 'nothing' | 'agreed' | 'to the CRM' | 'to Outlook' | 'blocked in Outlook' | 'blocked in the CRM' | 'crm loses' | 'outlook loses' | 'crm loses in place' | 'outlook loses in place' | 'asked'
interface Row {
  readonly writable: Outcome
  readonly readOnly: Outcome
}
type Rows = { readonly [W in Way]: Row }

const always = (o: Outcome): Row => ({ writable: o, readOnly: o })
const everywhere = (o: Outcome): Rows => ({ none: always(o), toCrm: always(o), toOutlook: always(o), both: always(o) })

const fromOutlook: Rows = { none: always('blocked in Outlook'), toCrm: always('to the CRM'), toOutlook: always('blocked in Outlook'), both: always('to the CRM') }
const fromCrm: Rows = { none: always('blocked in the CRM'), toCrm: always('blocked in the CRM'), toOutlook: { writable: 'to Outlook', readOnly: 'blocked in the CRM' }, both: { writable: 'to Outlook', readOnly: 'blocked in the CRM' } }
const conflicts: { readonly [W in Winner]: Rows } = {
  outlook: { none: always('crm loses in place'), toCrm: always('crm loses'), toOutlook: always('crm loses in place'), both: always('crm loses') },
  crm: { none: always('outlook loses in place'), toCrm: always('outlook loses in place'), toOutlook: { writable: 'outlook loses', readOnly: 'outlook loses in place' }, both: { writable: 'outlook loses', readOnly: 'outlook loses in place' } },
  ask: everywhere('asked')
}
const table: { readonly [C in Changed]: { readonly [W in Winner]: Rows } } = {
  nobody: { outlook: everywhere('nothing'), crm: everywhere('nothing'), ask: everywhere('nothing') },
  'both alike': { outlook: everywhere('agreed'), crm: everywhere('agreed'), ask: everywhere('agreed') },
  outlook: { outlook: fromOutlook, crm: fromOutlook, ask: fromOutlook },
  crm: { outlook: fromCrm, crm: fromCrm, ask: fromCrm },
  both: conflicts
}

const [ours, theirs, alike] = ['from Outlook', 'from the CRM', 'the same']
const digestOf = (subject: string): string => digestFields(defaultRules, 'task', { subject }, ['subject'])['subject'] ?? ''
const base: Omit<Merged, 'trace' | 'answered'> = { toCrm: {}, toOutlook: {}, itemFields: {}, activityFields: {}, losersInCrm: [], losersInOutlook: [], losersInPlace: [], blocked: [], ask: [], itemSettled: true, activitySettled: true }
const crmLoses = [{ field: 'subject', side: 'crm', value: theirs }] as const
const outlookLoses = [{ field: 'subject', side: 'outlook', value: ours }] as const
const toCrm = { toCrm: { subject: ours }, itemFields: { subject: digestOf(ours) } }
const toOutlook = { toOutlook: { subject: theirs }, activityFields: { subject: digestOf(theirs) } }

const outcomes: { readonly [O in Outcome]: Omit<Merged, 'trace' | 'answered'> } = {
  nothing: base,
  agreed: { ...base, itemFields: { subject: digestOf(alike) }, activityFields: { subject: digestOf(alike) } },
  'to the CRM': { ...base, ...toCrm },
  'to Outlook': { ...base, ...toOutlook },
  // The base stays on the side that was edited: its next edit there is still an edit, and one on the other side a conflict.
  'blocked in Outlook': { ...base, blocked: ['subject'], itemSettled: false },
  'blocked in the CRM': { ...base, blocked: ['subject'], activitySettled: false },
  'crm loses': { ...base, ...toCrm, losersInCrm: crmLoses },
  'outlook loses': { ...base, ...toOutlook, losersInOutlook: outlookLoses },
  'crm loses in place': { ...base, activityFields: { subject: digestOf(theirs) }, losersInPlace: crmLoses, itemSettled: false },
  'outlook loses in place': { ...base, itemFields: { subject: digestOf(ours) }, losersInPlace: outlookLoses, activitySettled: false },
  asked: { ...base, ask: ['subject'], itemSettled: false, activitySettled: false }
}

const item = task()
const activity = taskActivity()
const changed: { readonly [C in Changed]: readonly [inOutlook: string, inCrm: string] } = {
  nobody: [item.fields.subject, activity.fields.subject],
  outlook: [ours, activity.fields.subject],
  crm: [item.fields.subject, theirs],
  both: [ours, theirs],
  'both alike': [alike, alike]
}

interface Try {
  readonly way?: Way
  readonly policy?: string
  readonly writable?: boolean
  readonly doubtful?: ReadonlyArray<string>
  readonly decision?: Decision
  readonly times?: readonly [item: string, activity: string]
}
const merge = (who: Changed, { way = 'both', policy = 'latest', writable = true, doubtful = [], decision, times = ['', ''] }: Try): Merged => {
  const [o, c] = changed[who]
  const shown = { ...item, modifiedAt: times[0] || item.modifiedAt, fields: { ...item.fields, subject: o } }
  const stands = { ...activity, modifiedAt: times[1] || activity.modifiedAt, fields: { ...activity.fields, subject: c } }
  return mergeFields(defaultRules, context({ settings: { conflict: { policy }, fields: { task: { subject: way } } } }), {
    link: agreed(item, activity),
    item: shown,
    view: viewOf('task', shown.fields),
    activity: stands as typeof activity,
    writeBack: { allowed: writable, trace: [] },
    doubtful,
    answers: (field) => (field === 'subject' ? decision : undefined)
  })
}
/** Who decided is a question of its own: see below. */
const undecided = (losers: ReadonlyArray<Loser>): ReadonlyArray<Loser> => losers.map(({ by: _by, ...l }) => l)
const withoutTrace = ({ trace: _trace, answered: _answered, ...m }: Merged): Omit<Merged, 'trace' | 'answered'> => ({ ...m, losersInCrm: undecided(m.losersInCrm), losersInOutlook: undecided(m.losersInOutlook), losersInPlace: undecided(m.losersInPlace) })
const decidedBy = (m: Merged): ReadonlyArray<string | undefined> => [...m.losersInCrm, ...m.losersInOutlook, ...m.losersInPlace].map((l) => l.by)

for (const who of Object.keys(table) as ReadonlyArray<Changed>)
  describe(`changed by ${who}`, () => {
    for (const winner of ['outlook', 'crm', 'ask'] as const)
      for (const way of ['none', 'toCrm', 'toOutlook', 'both'] as const)
        for (const writable of [true, false]) {
          const expected = table[who][winner][way][writable ? 'writable' : 'readOnly']
          it(`policy ${winner}, field goes ${way}, item ${writable ? 'writable' : 'read only'}: ${expected}`, () => expect(withoutTrace(merge(who, { way, policy: winner, writable }))).toEqual(outcomes[expected]))
        }
  })

describe('policy latest', () => {
  const [earlier, later] = ['2026-11-24T07:00:00.000Z', '2026-11-24T07:00:00.001Z']
  const cases: ReadonlyArray<readonly [readonly [string, string], Outcome]> = [[[later, earlier], 'crm loses'], [[earlier, later], 'outlook loses'], [[later, later], 'crm loses']]
  for (const [times, expected] of cases) it(`item of ${times[0].slice(17)}, activity of ${times[1].slice(17)}: ${expected}`, () => expect(withoutTrace(merge('both', { times }))).toEqual(outcomes[expected]))
})

describe('an answer', () => {
  const subject = conflictOf(agreed(item, activity), 'subject')
  for (const [answer, expected] of [['outlook', 'crm loses'], ['crm', 'outlook loses']] as const)
    it(`${answer} goes before any policy`, () => {
      for (const policy of ['outlook', 'crm', 'latest', 'ask']) {
        const decision = { ...subject, state: 'answered', answer } as const
        const m = merge('both', { policy, decision })
        expect(withoutTrace(m)).toEqual(outcomes[expected])
        expect(m.answered).toEqual([decision])
      }
    })
  it('that was not given yet decides nothing', () => expect(withoutTrace(merge('both', { policy: 'ask', decision: subject }))).toEqual(outcomes['asked']))
  it('is still wanted when one side went back to what was agreed and the other did not', () => expect(withoutTrace(merge('crm', { policy: 'ask', decision: subject }))).toEqual({ ...outcomes['asked'] }))
})

it('a loser says who decided: the policy, or the answer', () => {
  for (const policy of ['outlook', 'crm', 'latest'] as const) for (const way of ['both', 'none'] as const) expect(decidedBy(merge('both', { policy, way }))).toEqual([policy])
  for (const answer of ['outlook', 'crm'] as const) expect(decidedBy(merge('both', { policy: 'latest', decision: { ...conflictOf(agreed(item, activity), 'subject'), state: 'answered', answer } }))).toEqual(['answer'])
})

describe('a doubtful field', () => {
  it('that differs on one side is a conflict', () => {
    expect(withoutTrace(merge('outlook', { policy: 'crm', doubtful: ['subject'] }))).toMatchObject({ toOutlook: { subject: activity.fields.subject }, losersInOutlook: outlookLoses })
    expect(withoutTrace(merge('crm', { policy: 'outlook', doubtful: ['subject'] }))).toMatchObject({ toCrm: { subject: item.fields.subject }, losersInCrm: crmLoses })
  })
  it('that differs on neither is none', () => expect(withoutTrace(merge('nobody', { doubtful: ['subject'] }))).toEqual(outcomes['nothing']))
  it('on which both agree is none', () => expect(withoutTrace(merge('both alike', { doubtful: ['subject'] }))).toEqual(outcomes['agreed']))
})

it('the policy of a field goes before the general one', () => {
  const m = (policy: string) =>
    mergeFields(defaultRules, context({ settings: { conflict: { policy: 'outlook', fields: { [policy]: 'crm' } } } }), {
      link: agreed(item, activity),
      item: { ...item, fields: { ...item.fields, subject: ours } },
      view: viewOf('task', { ...item.fields, subject: ours }),
      activity: taskActivity({}, { subject: theirs }),
      writeBack: { allowed: true, trace: [] },
      doubtful: [],
      answers: () => undefined
    })
  expect(withoutTrace(m('task.subject')).losersInOutlook).toEqual(outlookLoses)
  expect(withoutTrace(m('task.due')).losersInCrm).toEqual(crmLoses)
})

it('what a patch replaces is named by its own keys', () => expect(replacedBy({ subject: 'a', due: null }, { subject: 'b', gone: 1 })).toEqual({ subject: 'a', gone: undefined }))
