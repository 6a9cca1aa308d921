/**
 * L2 settles, L3 no lost edit, L4 no duplicate, L5 no resurrection, L6 no unasked deletion, L8 confined, L9 minimal: any
 * story, with crashes between any two effects, lost answers, expired cursors and changed ids, keeps them all. The judges
 * are in src/testing/world/oracles.ts and share no code with the engine.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { actionTags, reasons } from '../../src/core'
import { runStory } from '../../src/testing/world/run-story'
import { showStory } from '../../src/testing/world/story'
import { storyArbitrary } from '../../src/testing/world/story-arbitrary'
import { endOnFailure, seed } from './seed'

/** Reached by tests of their own, because no story of whole passes can. */
const elsewhere: ReadonlySet<string> = new Set([
  // Only what the user selected is looked at by a transfer: test/rules/gates/gates.test.ts.
  'not-selected',
  // Rare: test/laws/regressions.test.ts.
  'replaced-by-transfer',
  // A shown occurrence changes with its time: test/core/reconcile.
  'time-passed'
])

const reached = new Map<string, number>()

it('L2 L3 L4 L5 L6 L8 L9: any story keeps the laws', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(storyArbitrary, async (story) => {
      const played = await runStory(story)
      for (const [k, n] of played.reached) reached.set(k, (reached.get(k) ?? 0) + n)
      const [v] = played.violations
      if (v !== undefined) throw new Error(`${v.law} at step ${v.step}: ${v.what}\n${showStory(story)}`)
    }),
    { seed, endOnFailure, numRuns: 2000 }
  )
})

it('no law holds only because nothing happened: every action, reason and refusal is reached', () => {
  const missing = [
    ...actionTags.filter((t) => !reached.has(`action ${t}`)),
    ...[...reasons.action, ...reasons.decision, ...reasons.skip, ...reasons.notice].filter((r) => !reached.has(`reason ${r}`) && !elsewhere.has(r)),
    ...reasons.attachment.filter((r) => !reached.has(`refused ${r}`)),
    ...['Open', 'Withdraw', 'Done'].filter((d) => !reached.has(`decision ${d}`))
  ]
  expect(missing).toEqual([])
})
