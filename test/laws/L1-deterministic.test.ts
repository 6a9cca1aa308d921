/** L1: the same input gives the same plan, byte for byte, whatever the order it arrives in. L11: everything in the input is in the plan, with a reason. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { reconcile, reasonText, type ReconcileInput } from '../../src/core'
import { defaultRules } from '../../src/rules'
import { captureInput } from '../../src/testing/simulator/capture-input'
import { storyArbitrary } from '../../src/testing/simulator/story-arbitrary'
import { endOnFailure, seed } from './seed'

const plan = reconcile(defaultRules)

const shuffled = (input: ReconcileInput, keys: ReadonlyArray<number>): ReconcileInput => {
  const order = <A>(all: ReadonlyArray<A>, salt: number): ReadonlyArray<A> => all.map((a, i) => [keys[(i + salt) % keys.length] as number, i, a] as const).sort((x, y) => x[0] - y[0] || y[1] - x[1]).map(([, , a]) => a)
  return {
    ...input,
    // Some things are mentioned twice.
    items: order([...input.items, ...input.items.slice(0, 2)], 0),
    activities: order([...input.activities, ...input.activities.slice(0, 2)], 1),
    links: order(input.links, 2),
    decisions: order(input.decisions, 3),
    contacts: order(input.contacts, 4),
    similar: order(input.similar, 5),
    fileTypes: order(input.fileTypes, 6),
    doubtful: order(input.doubtful, 7)
  }
}

it('L1: the order of the input does not count, and the same input gives the same bytes', { timeout: 300_000 }, async () => {
  let entries = 0
  await fc.assert(
    fc.asyncProperty(storyArbitrary, fc.array(fc.nat({ max: 9 }), { minLength: 3, maxLength: 12 }), async (story, keys) => {
      for (const input of await captureInput(story)) {
        const expected = JSON.stringify(plan(input))
        entries += plan(input).actions.length
        expect(JSON.stringify(plan(JSON.parse(JSON.stringify(input)) as ReconcileInput))).toBe(expected)
        expect(JSON.stringify(plan(shuffled(input, keys)))).toBe(expected)
      }
    }),
    { seed, endOnFailure, numRuns: 150 }
  )
  expect(entries).toBeGreaterThan(200)
})

it('L11: every item and activity of the input is in the plan as an action, a decision or a skip with its reason', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(storyArbitrary, async (story) => {
      for (const input of await captureInput(story)) {
        const p = plan(input)
        const entries = [...p.actions, ...p.remember, ...p.decisions, ...p.skips]
        for (const e of entries) expect(reasonText(e.reason)).not.toBe('')
        const said = new Set(entries.flatMap((e) => [`item ${e.subject.itemId}`, `activity ${e.subject.activityId}`]))
        for (const i of input.items) expect(said, `item ${i.id}`).toContain(`item ${i.id}`)
        for (const a of input.activities) expect(said, `activity ${a.id}`).toContain(`activity ${a.id}`)
      }
    }),
    { seed, endOnFailure, numRuns: 150 }
  )
})
