/** L3, L4, L5: a pass that dies before or after any single effect, or whose answer is lost there, is made good by the next: the end is what it would have been. */
import { describe, expect, it } from 'vitest'
import { faultyWorld, losersOf, stateOf, type FaultyWorld } from './faulty-world'
import { stride } from '../../runs'
import { stories } from './pass-stories'

for (const commitsWithStore of [false, true])
  describe(commitsWithStore ? 'CRM and store in one transaction' : 'CRM and store apart', () => {
    for (const [name, story] of Object.entries(stories)) {
      const begun = async (): Promise<FaultyWorld> => {
        const w = faultyWorld(commitsWithStore)
        await story.prepare(w)
        return w
      }
      it(name, async () => {
        const undisturbed = await begun()
        const { positions, died } = await undisturbed.runUnder({}, story.settings)
        const [expected, losers] = [await stateOf(undisturbed, story.settings), await losersOf(undisturbed)]
        expect(died).toBe(false)
        expect(expected).toMatchObject({ waiting: { intents: 0, retries: 0, answered: 0 }, settled: true })
        expect(positions).toBeGreaterThan(8)
        for (let at = 0; at < positions; at += stride)
          for (const script of [{ crashAt: at }, { at: new Map([[at, { _tag: 'Lost' as const }]]) }]) {
            const w = await begun()
            const { died: stopped } = await w.runUnder(script, story.settings)
            const what = `${'crashAt' in script ? 'crash' : 'answer lost'} at ${at} of ${positions}`
            if ('crashAt' in script) expect(stopped, what).toBe(true)
            await w.sync(story.settings).run()
            expect(await stateOf(w, story.settings), what).toEqual(expected)
            expect(await losersOf(w), what).toEqual(expect.arrayContaining([...losers]))
          }
      })
    }
  })
