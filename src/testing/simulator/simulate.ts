/** Plays a world for each seed and judges every law in it: `simulate({ mailbox, crm, store, rules, seeds })`. */
import * as fc from 'fast-check'
import type { RuleSet } from '../../core/rule-set'
import { reachable } from './coverage'
import { type Played, runStory } from './run-story'
import type { Cast } from './simulated-ports'
import type { Story } from './story'
import { storyArbitrary } from './story-arbitrary'

/** Whoever is left out is played by the memory adapters. */
export interface SimulateOptions extends Partial<Cast> {
  /** Default: the rules of the library. */
  readonly rules?: RuleSet
  /** How many worlds, 1 or more. Default 100. */
  readonly seeds?: number
  /** The first seed; each world has one of its own, by which it can be played again. Default 1. */
  readonly from?: number
  /** Stop after so many broken worlds. Default 1. */
  readonly stopAfter?: number
  /** Make the story of a broken world as short as it can be, for at most this time. 0: leave it. Default 60000 ms. */
  readonly shrinkForMs?: number
  /** Called after each world. */
  readonly onWorld?: (done: number) => void
}

/** A world in which a law was broken. */
export interface BrokenWorld {
  /** `simulate({ seeds: 1, from: seed })` plays it again. */
  readonly seed: number
  readonly law: string
  readonly what: string
  /** The shortest story that was found, in words: a line for each step that did something. */
  readonly lines: ReadonlyArray<string>
  /** The same as data, for `runStory`. */
  readonly story: Story
}

export interface Simulation {
  readonly from: number
  readonly worlds: number
  readonly steps: number
  readonly passes: number
  readonly effects: number
  readonly crashes: number
  readonly faults: { readonly [kind: string]: number }
  /** How often a law was looked at. */
  readonly checks: number
  /** How often each action, reason, decision and error was reached. */
  readonly reached: { readonly [what: string]: number }
  readonly broken: ReadonlyArray<BrokenWorld>
}

/** What a run with the memory adapters and the library's rules should have reached and has not: a law can hold because nothing happens. */
export const neverReached = (s: Pick<Simulation, 'reached'>): ReadonlyArray<string> => reachable.filter((what) => !Object.hasOwn(s.reached, what))

const addTo = (sum: { [k: string]: number }, more: Iterable<readonly [string, number]>): void => {
  for (const [k, n] of more) sum[k] = (sum[k] ?? 0) + n
}

const sorted = (counts: { readonly [k: string]: number }): { readonly [k: string]: number } => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))

/** The figures of several runs together. */
export const joinSimulations = (parts: ReadonlyArray<Simulation>): Simulation => {
  const sum = (of: (s: Simulation) => number): number => parts.reduce((n, s) => n + of(s), 0)
  const faults: { [k: string]: number } = {}
  const reached: { [k: string]: number } = {}
  for (const s of parts) {
    addTo(faults, Object.entries(s.faults))
    addTo(reached, Object.entries(s.reached))
  }
  return {
    from: Math.min(...parts.map((s) => s.from)),
    worlds: sum((s) => s.worlds),
    steps: sum((s) => s.steps),
    passes: sum((s) => s.passes),
    effects: sum((s) => s.effects),
    crashes: sum((s) => s.crashes),
    faults: sorted(faults),
    checks: sum((s) => s.checks),
    reached: sorted(reached),
    broken: parts.flatMap((s) => s.broken).sort((a, b) => a.seed - b.seed)
  }
}

/** Adds a world up; sorted only at the end, because there may be a hundred thousand. */
const startTotal = (from: number): { readonly add: (p: Played) => void; readonly total: (broken: ReadonlyArray<BrokenWorld>) => Simulation } => {
  const sum = { worlds: 0, steps: 0, passes: 0, effects: 0, crashes: 0, checks: 0 }
  const faults: { [k: string]: number } = {}
  const reached: { [k: string]: number } = {}
  return {
    add: (p) => {
      sum.worlds++
      sum.steps += p.steps
      sum.passes += p.passes
      sum.effects += p.effects
      sum.crashes += p.crashes
      sum.checks += p.checks
      addTo(faults, Object.entries(p.faults))
      addTo(reached, p.reached)
    },
    total: (broken) => ({ from, ...sum, faults: sorted(faults), reached: sorted(reached), broken })
  }
}

/** The story of a seed. */
export const storyOf = (seed: number): Story => fc.sample(storyArbitrary, { seed, numRuns: 1 })[0] as Story

/** A thrown error is a broken world too: it names the class of the error, and nothing that it might quote. */
const play = async (story: Story, o: SimulateOptions): Promise<Played> => {
  const { mailbox, crm, store } = o
  return runStory(story, { ...(o.rules === undefined ? {} : { rules: o.rules }), cast: { ...(mailbox === undefined ? {} : { mailbox }), ...(crm === undefined ? {} : { crm }), ...(store === undefined ? {} : { store }) } })
}

const shrink = async (seed: number, o: SimulateOptions): Promise<Story | null> => {
  const result = await fc.check(
    fc.asyncProperty(storyArbitrary, async (story) => {
      if ((await play(story, o)).violations.length > 0) throw new Error('broken')
    }),
    { seed, numRuns: 1, ...((o.shrinkForMs ?? 60_000) > 0 ? { interruptAfterTimeLimit: o.shrinkForMs ?? 60_000 } : { endOnFailure: true }) }
  )
  return result.counterexample?.[0] ?? null
}

/**
 * Plays `seeds` worlds, one after the other. The same seed is the same world wherever and whenever it is played, as long
 * as the adapters are deterministic. Rejects only if an adapter throws, or cannot be looked at.
 */
export const simulate = async (o: SimulateOptions = {}): Promise<Simulation> => {
  const { seeds = 100, from = 1, stopAfter = 1 } = o
  for (const [name, n, least] of [['seeds', seeds, 1], ['from', from, 0], ['stopAfter', stopAfter, 1]] as const) if (!Number.isInteger(n) || n < least) throw new RangeError(`${name}: got ${n}, expected a whole number from ${least}`)
  const broken: Array<BrokenWorld> = []
  const { add, total } = startTotal(from)
  for (let seed = from; seed < from + seeds && broken.length < stopAfter; seed++) {
    const story = storyOf(seed)
    const played = await play(story, o)
    add(played)
    if (played.violations.length > 0) {
      const shortest = (await shrink(seed, o)) ?? story
      const again = await play(shortest, o)
      const [v] = again.violations.length > 0 ? again.violations : played.violations
      broken.push({ seed, law: v?.law ?? '', what: v?.what ?? '', lines: again.lines, story: shortest })
    }
    o.onWorld?.(seed - from + 1)
  }
  return total(broken)
}
