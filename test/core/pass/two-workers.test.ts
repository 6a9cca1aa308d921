/**
 * L4: two workers on one mailbox. Before every single call of the one's pass, the other runs a whole pass: nothing is made
 * twice, nothing is lost, and one of them is told that it was one too many.
 */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSync, type Sync } from '../../../src'
import { epochOf, instantOf } from '../../../src/core/model/time'
import { betweenCalls, type Call } from './between-calls'
import { faultyWorld, losersOf, stateOf, type FaultyWorld } from './faulty-world'
import { stories, type Story } from './pass-stories'

const leaseMs = 86_400_000

/** How the second worker comes to run in the middle of the first one's pass. */
const meetings = {
  /** The first is at work. */
  'while the lease runs': { worker: 'two', skipMs: 0 },
  /** The first was paused for so long that its lease has run out. */
  'when the lease has run out': { worker: 'two', skipMs: 2 * leaseMs },
  /** The first is believed to be dead, and was started again. */
  'under the same name': { worker: 'one', skipMs: 0 }
} as const

interface Met {
  readonly w: FaultyWorld
  readonly first: string
  readonly second: string | null
  readonly calls: ReadonlyArray<Call>
  /** Both sides and our memory when the second had finished, and in the end. */
  readonly afterSecond: string
  readonly inTheEnd: string
}

const tagOf = (r: E.Either<{ readonly _tag: string }, unknown>): string => (E.isLeft(r) ? r.left._tag : 'done')

const meet = async (story: Story, commitsWithStore: boolean, how: { readonly worker: string; readonly skipMs: number }, at: number | null): Promise<Met> => {
  const w = faultyWorld(commitsWithStore)
  await story.prepare(w)
  let skipped = 0
  const now = (): string => instantOf(epochOf(w.now()) + skipped)
  const workerOn = (ports: Pick<FaultyWorld, 'mailbox' | 'crm' | 'store'> | ReturnType<typeof betweenCalls>, worker: string, passId: string): Sync =>
    createSync({ user: 'anna', database: 'acme', mailbox: ports.mailbox, crm: ports.crm, store: ports.store, settings: story.settings, now, newPassId: () => passId, worker, leaseMs })
  // The lease of one who fails to take another's, or ends twice, is not of interest: our memory is.
  const picture = (): string => JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.dump({ user: 'anna', database: 'acme' })])
  const calls: Array<Call> = []
  let second: string | null = null
  let afterSecond = ''
  const ports = betweenCalls(w, async (call) => {
    calls.push(call)
    if (call.at !== at) return
    skipped += how.skipMs
    second = tagOf(await workerOn(w, how.worker, 'second').task.run()())
    afterSecond = picture()
  })
  const first = tagOf(await workerOn(ports, 'one', 'first').task.run()())
  return { w, first, second, calls, afterSecond, inTheEnd: picture() }
}

const indexOf = (calls: ReadonlyArray<Call>, name: string): number => calls.find((c) => c.name === name)?.at ?? -1

for (const commitsWithStore of [false, true])
  describe(commitsWithStore ? 'CRM and store in one transaction' : 'CRM and store apart', () => {
    /** Calls that are refused to whoever lost the lease. */
    const isFenced = (c: Call): boolean => c.name === 'write' && (c.port === 'store' || (c.port === 'crm' && commitsWithStore))
    for (const [name, story] of Object.entries(stories))
      describe(name, () => {
        it.each(Object.entries(meetings))('%s', async (title, how) => {
          const alone = await meet(story, commitsWithStore, how, null)
          const [expected, losers] = [await stateOf(alone.w, story.settings), await losersOf(alone.w)]
          const [acquired, released] = [indexOf(alone.calls, 'acquireLease'), indexOf(alone.calls, 'releaseLease')]
          expect(alone.calls.length).toBeGreaterThan(12)
          const told = new Set<string>()
          for (let at = 0; at < alone.calls.length; at++) {
            const m = await meet(story, commitsWithStore, how, at)
            const what = `before call ${at} of ${alone.calls.length}, ${alone.calls[at]?.port}.${alone.calls[at]?.name}`
            const during = at > acquired && at <= released
            const refused = m.calls.some((c) => c.at >= at && isFenced(c))
            const expectedTags = !during ? ['done', 'done'] : title === 'while the lease runs' ? ['done', 'Busy'] : [refused ? 'LeaseLost' : 'done', 'done']
            expect([m.first, m.second], what).toEqual(expectedTags)
            if (m.first === 'LeaseLost') expect(m.inTheEnd, what).toBe(m.afterSecond)
            told.add(`${m.first} ${m.second}`)
            await m.w.sync(story.settings).run()
            expect(await stateOf(m.w, story.settings), what).toEqual(expected)
            expect(await losersOf(m.w), what).toEqual(expect.arrayContaining([...losers]))
          }
          expect(told).toContain(title === 'while the lease runs' ? 'done Busy' : 'LeaseLost done')
        })
      })
  })
