/** Plays a story and judges every law, after every effect and after every call. */
import type { RuleSet } from '../../core/rule-set'
import { type Director } from './calls/perform'
import { playCall } from './calls/play-call'
import { playDeed } from './deeds/play-deed'
import { orThrow } from './listing'
import { memoryCast } from './memory-cast'
import type { Cast } from './simulated-ports'
import { databases, nameOf } from './names'
import { endStage, reach, type Seat, type Stage, startStage, type Violation } from './stage'
import type { Call, Deed, Step, Story } from './story'

/** What a story came to. */
export interface Played {
  readonly violations: ReadonlyArray<Violation & { readonly step: number }>
  readonly steps: number
  readonly passes: number
  readonly effects: number
  readonly crashes: number
  /** How often a law was looked at. */
  readonly checks: number
  /** By kind. */
  readonly faults: { readonly [kind: string]: number }
  /** How often each action, reason and error was reached. */
  readonly reached: ReadonlyMap<string, number>
  /** The story in words. */
  readonly lines: ReadonlyArray<string>
}

export interface Staging {
  readonly rules?: RuleSet
  readonly cast?: Partial<Cast>
  /** Sees the world as the story left it. */
  readonly onEnd?: (stage: Stage) => Promise<void>
}

const calls: ReadonlySet<string> = new Set<Call['do']>(['pass', 'notification', 'answer', 'transfer', 'send-from-crm', 'undo', 'restore', 'status-of', 'switch-database', 'nonsense'])
const isCall = (s: Deed | Call): s is Call => calls.has(s.do)

const minute = 60_000

export const runStory = async (story: Story, { rules, cast, onEnd }: Staging = {}): Promise<Played> => {
  const stage = await startStage(story.world, { ...memoryCast, ...cast }, rules !== undefined)
  let depth = 0
  const playStep = async (s: Step): Promise<void> => {
    stage.clock.ms += minute
    const seat = stage.seats[(s.who ?? 0) % stage.seats.length] as Seat
    // The line of a call comes after what happened meanwhile, so it is put where it began.
    const at = stage.lines.length
    const told = isCall(s) ? await playCall(director, seat, s) : await playDeed(seat, s)
    if (told !== null) stage.lines.splice(at, 0, `${'   '.repeat(depth)}${String(stage.figures.step).padStart(depth > 0 ? 0 : 3)}${depth > 0 ? ' meanwhile' : '.'} ${isCall(s) ? told : `${nameOf(seat.user)} ${told}`}`)
  }
  const director: Director = {
    stage,
    rules,
    play: async (steps) => {
      depth++
      for (const s of steps) await playStep(s)
      depth--
    }
  }
  for (const s of story.steps) {
    stage.figures.step++
    await playStep(s)
    if (stage.violations.length > 0) break
  }
  await onEnd?.(stage)
  for (const seat of stage.seats) for (const database of databases) await reachClosed(stage, seat.user, database)
  await endStage(stage)
  const { figures } = stage
  return { violations: stage.violations, steps: figures.step, passes: stage.used.passes, effects: figures.effects, crashes: figures.crashes, checks: figures.checks, faults: figures.faults, reached: stage.reached, lines: stage.lines }
}

/** Why links were closed is told by our memory alone. */
const reachClosed = async (stage: Stage, user: string, database: string): Promise<void> => {
  const { port } = stage.store
  const journal = await orThrow('the journal', port.journal({ user, database }, { limit: 100_000 }))
  const links = await orThrow('links', port.links({ user, database }, { ids: [...new Set(journal.flatMap((e) => e.linkId ?? []))], itemIds: [], activityIds: [], identities: [] }))
  for (const l of links) if (l.closed !== null) reach(stage, `reason ${l.closed}`)
}
