/** Stories that once broke a law, as they were when shrunk. Each keeps them all now. */
import { describe, expect, it } from 'vitest'
import { runStory } from '../../src/testing/simulator/run-story'
import type { Step, World } from '../../src/testing/simulator/story'

const world: World = { normaliseOutlook: 'none', normaliseCrm: false, commitsWithStore: false, pageSize: 1, mailboxWrites: true, crmHoldsTasks: true, documents: true, skewMs: 0, settings: {} }
const pass: Step = { do: 'pass', full: false, breaks: null }
const crash = (at: number): Step => ({ do: 'pass', full: false, breaks: { at, how: 'crash' } })
const task: Step = { do: 'add-item', kind: 'task', when: 0, shape: 'plain' }
const appointment: Step = { do: 'add-item', kind: 'appointment', when: 0, shape: 'plain' }

const stories: { readonly [what: string]: { readonly world?: Partial<World>; readonly steps: ReadonlyArray<Step>; readonly reaches?: string } } = {
  'L3: what an update overwrites is in the journal before the update, so a crash in between loses nothing': {
    world: { settings: { conflict: { policy: 'crm' } } },
    steps: [{ do: 'add-activity', kind: 'appointment', when: 0 }, crash(7), { do: 'edit-item', pick: 0, field: 0, value: 0 }, crash(7), pass]
  },
  'L4: an item without an identity is known again under a new id, even when its activity is gone': {
    steps: [task, pass, { do: 'change-id', pick: 0 }, { do: 'delete-activity', pick: 0 }, pass]
  },
  'L4: a new id is remembered also while another user owns the activity': {
    steps: [task, pass, { do: 'give-away', pick: 0 }, { do: 'change-id', pick: 0 }, pass, { do: 'edit-item', pick: 0, field: 0, value: 0 }, pass]
  },
  'L3: a value that was held back when the item was made is not overwritten by a later edit without a trace': {
    world: { settings: { fields: { appointment: { location: 'toCrm' } } } },
    steps: [{ do: 'add-activity', kind: 'appointment', when: 0 }, { do: 'edit-activity', pick: 0, field: 2, value: 0 }, pass, { do: 'edit-item', pick: 0, field: 2, value: 0 }, pass]
  },
  'L3: a value taken back in the CRM beats our own unrecorded write to Outlook': {
    steps: [task, pass, { do: 'edit-activity', pick: 0, field: 5, value: 0 }, crash(7), { do: 'edit-activity', pick: 0, field: 5, value: 4 }, { do: 'pass', full: true, breaks: { at: 0, how: 'crash' } }, pass]
  },
  'L3: a value taken back in the CRM beats our own unrecorded write to the CRM': {
    steps: [appointment, { do: 'pass', full: false, breaks: { at: 1, how: 'throttled' } }, { do: 'edit-item', pick: 0, field: 4, value: 0 }, crash(5), { do: 'edit-activity', pick: 0, field: 4, value: 2 }, { do: 'edit-item', pick: 0, field: 0, value: 0 }, pass]
  },
  'L3: an old copy that is left behind does not undo edits of the CRM': {
    steps: [appointment, pass, { do: 'copy-item', pick: 0 }, { do: 'edit-activity', pick: 0, field: 0, value: 0 }, { do: 'pass', full: true, breaks: null }, { do: 'purge-item', pick: 0 }, { do: 'pass', full: true, breaks: null }]
  },
  'L2: a conflict that was asked stays one until it is answered': {
    world: { settings: { conflict: { policy: 'ask' } } },
    steps: [appointment, { do: 'copy-item', pick: 0 }, { do: 'pass', full: true, breaks: null }, { do: 'edit-activity', pick: 0, field: 1, value: 0 }, { do: 'purge-item', pick: 0 }, pass, { do: 'edit-item', pick: 0, field: 0, value: 0 }, pass]
  },
  'L4: an activity brought back after its item was transferred anew does not take the item away from that transfer': {
    steps: [{ do: 'add-activity', kind: 'appointment', when: 0 }, pass, { do: 'edit-item', pick: 0, field: 0, value: 0 }, { do: 'delete-activity', pick: 0 }, pass, { do: 'transfer', pick: 0, without: 'nothing' }, { do: 'restore-activity', pick: 0 }, pass],
    reaches: 'reason replaced-by-transfer'
  },
  'L4: a task that got a new id is linked under it before its activity is known to be gone, and stays so when it is edited': {
    steps: [task, pass, { do: 'change-id', pick: 0 }, { do: 'delete-activity', pick: 0 }, pass, { do: 'complete-item', pick: 0 }, { do: 'make-private', pick: 0, on: false }, pass]
  },
  'L4: a new id is remembered before anything is written under it': {
    steps: [task, pass, { do: 'change-id', pick: 0 }, { do: 'edit-activity', pick: 0, field: 0, value: 0 }, { do: 'pass', full: false, breaks: { at: 0, how: 'lost' } }, { do: 'edit-activity', pick: 0, field: 0, value: 0 }, pass]
  },
  'L3: what a lost answer left in the CRM is known again later, when the item has been away and was edited': {
    steps: [task, { do: 'pass', full: false, breaks: { at: 0, how: 'lost' } }, { do: 'trash-item', pick: 0 }, pass, { do: 'restore-item', pick: 0 }, { do: 'edit-item', pick: 0, field: 0, value: 0 }, pass]
  },
  'B7: an attachment that cannot be looked at during an outage is imported afterwards': {
    steps: [{ do: 'receive-email', from: 0, attachment: 'pdf', shape: 'plain', everybody: false }, ...Array.from({ length: 12 }, (_, at): Step => ({ do: 'pass', full: false, breaks: { at: 8 + at, how: at % 2 === 0 ? 'unavailable' : 'odd' } })), { do: 'wait', days: 3 }, pass],
    reaches: 'effect AddDocument'
  },
  'L3: what a lost answer left in the CRM is known again also when nothing tells of the answer any more': {
    steps: [task, { do: 'pass', full: false, breaks: { at: 0, how: 'lost' } }, { do: 'make-private', pick: 0, on: true }, pass, { do: 'make-private', pick: 0, on: false }, { do: 'edit-item', pick: 0, field: 0, value: 0 }, pass]
  },
  'L3: what a lost answer left of one occurrence is known again, when the rest of its series is linked': {
    world: { settings: { recurrence: { mode: 'each' } } },
    steps: [
      { do: 'send-email', to: 0, attachment: 'none' },
      { do: 'add-item', kind: 'appointment', when: 0, shape: 'series' },
      { do: 'pass', full: false, breaks: { at: 5, how: 'lost' } },
      { do: 'trash-item', pick: 0 },
      { do: 'edit-item', pick: 0, field: 0, value: 0 },
      { do: 'trash-item', pick: 0 },
      pass,
      { do: 'restore-item', pick: 21 },
      { do: 'receive-email', from: 0, attachment: 'none', shape: 'plain', everybody: false },
      pass
    ]
  },
  'B13: a question about an activity that was given to somebody else goes away': {
    steps: [{ do: 'add-activity', kind: 'appointment', when: 0 }, pass, { do: 'trash-item', pick: 0 }, pass, { do: 'answer', pick: 0, yes: true }, { do: 'give-away', pick: 0 }, pass],
    reaches: 'reason given-away'
  },
  'L3: an edit that the settings did not carry is carried when they do': {
    world: { settings: { fields: { appointment: { location: 'toCrm' } } } },
    steps: [{ do: 'add-activity', kind: 'appointment', when: 0 }, pass, { do: 'edit-activity', pick: 0, field: 2, value: 0 }, crash(5), { do: 'change-settings', to: 0 }, pass]
  },
  'B4: what the settings left out comes across when they select it': {
    world: { settings: { appointment: { direction: 'none' } } },
    steps: [appointment, pass, { do: 'change-settings', to: 0 }, pass],
    reaches: 'expected appointment from outlook: yes'
  }
}

describe('stories that once broke a law', () => {
  for (const [what, story] of Object.entries(stories))
    it(what, async () => {
      const played = await runStory({ world: { ...world, ...story.world }, steps: story.steps })
      expect(played.violations).toEqual([])
      if (story.reaches !== undefined) expect([...played.reached.keys()]).toContain(story.reaches)
    })
})
