/** Plays many stories: `npm run soak -- --seeds 10000 [--from 1] [--json]`. A failure is shrunk, printed, and replayed with its seed. */
import * as fc from 'fast-check'
import { runStory } from '../src/testing/world/run-story'
import { showStory } from '../src/testing/world/story'
import { storyArbitrary } from '../src/testing/world/story-arbitrary'

const option = (name: string, initial: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? initial : Number(process.argv[at + 1])
  if (!Number.isInteger(value) || value < 1) {
    process.stderr.write(`--${name}: got ${process.argv[at + 1] ?? 'nothing'}, expected a whole number from 1\n`)
    process.exit(2)
  }
  return value
}

const seeds = option('seeds', 1000)
const from = option('from', 1)
const started = performance.now()
const total = { stories: 0, steps: 0, passes: 0, crashes: 0, faults: 0 }
const reached = new Map<string, number>()
let failure: string | null = null

for (let seed = from; seed < from + seeds && failure === null; seed++) {
  const result = await fc.check(
    fc.asyncProperty(storyArbitrary, async (story) => {
      const played = await runStory(story)
      total.stories++
      total.steps += story.steps.length
      total.passes += played.passes
      total.crashes += played.crashes
      total.faults += played.faults
      for (const [k, n] of played.reached) reached.set(k, (reached.get(k) ?? 0) + n)
      const [v] = played.violations
      if (v !== undefined) throw new Error(`${v.law} at step ${v.step}: ${v.what}`)
    }),
    { seed, numRuns: 1 }
  )
  if (result.failed) failure = `seed ${seed}: ${result.errorInstance instanceof Error ? result.errorInstance.message : 'failed'}\n${result.counterexample === null ? '' : showStory(result.counterexample[0])}`
  if (process.stderr.isTTY && seed % 50 === 0) process.stderr.write(`\r${seed - from + 1}/${seeds} stories`)
}

const seconds = (performance.now() - started) / 1000
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ seeds, from, ...total, seconds: Math.round(seconds), storiesPerSecond: Math.round(total.stories / seconds), reached: Object.fromEntries([...reached].sort()), failure })}\n`)
else process.stdout.write(`\n${total.stories} stories, ${total.steps} steps, ${total.passes} passes, ${total.crashes} crashes, ${total.faults} faults in ${seconds.toFixed(0)} s\n${failure ?? 'no violation'}\n`)
process.exit(failure === null ? 0 : 1)
