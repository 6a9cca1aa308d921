/** An answer that arrives in the middle of a pass counts as if it had come before the pass or after it; it is never lost. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSync } from '../../../src'
import type { Decision } from '../../../src/core/model/decision'
import { small, task, type Small } from '../../sync/world'
import { betweenCalls } from './between-calls'
import { stateOf } from './faulty-world'

const scope = { user: 'anna', database: 'acme' }

interface Story {
  readonly answers: ReadonlyArray<string>
  /** Up to the moment at which a question is open. */
  readonly ask: (w: Small) => Promise<void>
  /** What the pass in whose middle it is answered will see. */
  readonly then?: (w: Small) => void
  readonly settings?: unknown
}

const theItem = (w: Small): string => w.mailbox.person.list()[0]?.id ?? ''
const theActivity = (w: Small): string => w.crm.person.list()[0]?.id ?? ''
const deletionAsked = async (w: Small): Promise<void> => {
  w.mailbox.person.add('task', task('ring'))
  await w.sync().run()
  w.mailbox.person.moveToDeletedItems(theItem(w))
  await w.sync().run()
}
const conflictAsked = async (w: Small): Promise<void> => {
  w.mailbox.person.add('task', task('ring'))
  const sync = w.sync({ conflict: { policy: 'ask' } })
  await sync.run()
  w.mailbox.person.edit(theItem(w), { subject: 'from Outlook' })
  w.crm.person.edit(theActivity(w), { subject: 'from the CRM' })
  await sync.run()
}
const deletion = { answers: ['delete-activity', 'keep-activity'], ask: deletionAsked }
const conflict = { answers: ['outlook', 'crm'], ask: conflictAsked }

const stories: { readonly [name: string]: Story } = {
  'a deletion': deletion,
  'a deletion that is taken back': { ...deletion, then: (w) => void w.mailbox.person.restore(theItem(w)) },
  'a deletion whose folder is emptied': { ...deletion, then: (w) => void w.mailbox.person.deletePermanently(theItem(w)) },
  'a deletion whose activity is deleted in the CRM': { ...deletion, then: (w) => void w.crm.person.delete(theActivity(w)) },
  'a deletion that settings now decide with always': { ...deletion, then: (w) => void w.crm.person.edit(theActivity(w), {}), settings: { deletion: { inOutlook: { task: 'always' } } } },
  'a deletion that settings now decide with never': { ...deletion, then: (w) => void w.crm.person.edit(theActivity(w), { subject: 'edited' }), settings: { deletion: { inOutlook: { task: 'never' } } } },
  'a conflict': { ...conflict, settings: { conflict: { policy: 'ask' } } },
  'a conflict on which both sides agree now': { ...conflict, then: (w) => void w.crm.person.edit(theActivity(w), { subject: 'from Outlook' }), settings: { conflict: { policy: 'ask' } } },
  'a conflict that settings now decide': { ...conflict, then: (w) => void w.crm.person.edit(theActivity(w), { importance: 'high' }), settings: { conflict: { policy: 'latest' } } },
  'a conflict whose item is put away': { ...conflict, then: (w) => void w.mailbox.person.moveToDeletedItems(theItem(w)), settings: { conflict: { policy: 'ask' } } }
}

/** What a person sees in the end: both sides, every question, and what the answer was met with. */
const endOf = async (w: Small, met: unknown, settings: unknown): Promise<string> => {
  const linkIds = w.store.linksOf(scope).map((l) => l.id)
  const asked = await w.store.decisions(scope, { linkIds })()
  const told = E.isRight(asked) ? asked.right.map((d: Decision) => [d._tag, d.state, d.answer]) : asked
  return JSON.stringify([met, told, await stateOf(w, settings)])
}

const played = async (story: Story, answer: string, commitsWithStore: boolean, at: 'before' | 'after' | number, passesAfter = 2): Promise<{ readonly end: string; readonly calls: number }> => {
  const w = small({ commitsWithStore })
  await story.ask(w)
  const [question] = await w.sync().decisions()
  story.then?.(w)
  let met: unknown = null
  const decide = async (): Promise<void> => {
    const r = await w.sync(story.settings).task.decide(question?.id ?? '', answer)()
    met = E.isLeft(r) ? r.left : 'noted'
  }
  if (at === 'before') await decide()
  let calls = 0
  const ports = betweenCalls(w, async (call) => {
    calls = call.at + 1
    if (call.at === at) await decide()
  })
  await createSync({ ...scope, ...ports, settings: story.settings, now: w.now, newPassId: () => 'in the middle' }).run()
  if (at === 'after') await decide()
  for (let n = 0; n < passesAfter; n++) await w.sync(story.settings).run()
  return { end: await endOf(w, met, story.settings), calls }
}

for (const commitsWithStore of [false, true])
  describe(commitsWithStore ? 'CRM and store in one transaction' : 'CRM and store apart', () => {
    for (const [name, story] of Object.entries(stories))
      it.each(story.answers)(`${name}: %s`, async (answer) => {
        const [before, after] = [await played(story, answer, commitsWithStore, 'before'), await played(story, answer, commitsWithStore, 'after')]
        expect(before.end).toMatch(/^\["noted"/)
        const ends: Array<string> = []
        for (let at = 0; at < after.calls; at++) {
          const { end } = await played(story, answer, commitsWithStore, at)
          expect([before.end, after.end], `answered before call ${at} of ${after.calls}`).toContain(end)
          ends.push(end)
        }
        // Where the two orders do not come to the same thing, both are met.
        if (before.end !== after.end) expect(new Set(ends).size).toBe(2)
      })
  })

describe('the pass in which an answer came looks again', () => {
  it.each([['a deletion that is taken back', 'delete-activity'], ['a deletion that settings now decide with never', 'delete-activity'], ['a deletion that settings now decide with always', 'keep-activity'], ['a conflict that settings now decide', 'outlook']])('%s: %s counts in it', async (name, answer) => {
    const story = stories[name]
    if (story === undefined) throw new Error(`no story ${name}`)
    const before = await played(story, answer, false, 'before', 0)
    const { calls } = await played(story, answer, false, 'after', 0)
    // The last moment at which the answer still counts is when what was concluded without it is about to be written.
    const ends = await Promise.all(Array.from({ length: calls }, async (_, at) => (await played(story, answer, false, at, 0)).end))
    const noted = ends.flatMap((end, at) => (end.startsWith('["noted"') ? [[at, end === before.end]] : []))
    expect(noted.length).toBeGreaterThan(8)
    expect(noted.filter(([, asBefore]) => asBefore !== true)).toEqual([])
  })
})

it('of two answers at once the first counts, and the second is refused', async () => {
  const w = small()
  await deletionAsked(w)
  const [question] = await w.sync().decisions()
  const id = question?.id ?? ''
  const ports = betweenCalls(w, async (call) => {
    if (call.name === 'write') await w.sync().decide(id, 'keep-activity')
  })
  const r = await createSync({ ...scope, ...ports, now: w.now }).task.decide(id, 'delete-activity')()
  expect(r).toEqual(E.left({ _tag: 'DecisionNotOpen', decision: id, state: 'answered' }))
  await w.sync().run()
  expect(w.crm.person.list()).toHaveLength(1)
})
