/** One call of the library under way: how far it got, what is to break in it, and what it did. */
import { type PortError, cursorExpired, throttled, unauthorized, unavailable, unexpected } from '../../core/errors'
import { Crash, type FaultPoint } from '../../adapters/memory'
import type { Database } from './names'
import type { Seat } from './stage'
import type { Breaks, Step } from './story'

export interface Performance {
  readonly seat: Seat
  readonly database: Database
  /** Those with which it began. */
  readonly settings: Seat['settings']
  readonly breaks: Breaks | null
  /** A user goes back in time: what is written then needs no other reason. `null`: any other call. */
  readonly command: 'undo' | 'restore' | null
  /** Plays what happens while this call pauses. */
  readonly meanwhile: (steps: ReadonlyArray<Step>) => Promise<void>
  calls: number
  /** Effects, before and after: twice the number of effects. */
  points: number
  dead: boolean
  interrupted: boolean
  /** What broke, in words; `null`: nothing yet. */
  broke: string | null
  /** Pages are told in the opposite order (L1). */
  readonly reversed: boolean
  /** Ids that were asked for, and entries that feeds and waiting work told of: what a pass costs (L10). */
  asked: number
  told: number
  /** A side was listed whole. */
  listing: boolean
  /** Writes by entity, and updates that wrote what was there already (L9). */
  readonly written: Map<string, number>
  /** Ids of items and activities that it wrote or made. */
  readonly touched: Set<string>
}

export const startPerformance = (seat: Seat, breaks: Breaks | null, meanwhile: Performance['meanwhile'], reversed = false): Performance => ({
  seat,
  database: seat.database,
  settings: seat.settings,
  breaks,
  command: null,
  meanwhile,
  calls: 0,
  points: 0,
  dead: false,
  interrupted: false,
  broke: null,
  reversed,
  asked: 0,
  told: 0,
  listing: false,
  written: new Map(),
  touched: new Set()
})

const noteFault = (perf: Performance, kind: string, where: string): void => {
  const { faults } = perf.seat.stage.figures
  faults[kind] = (faults[kind] ?? 0) + 1
  perf.seat.stage.clock.lastFault = perf.seat.stage.clock.ms
  perf.broke = `${kind} ${where}`
}

const die = (perf: Performance, point: FaultPoint, position: 'before' | 'after'): never => {
  perf.dead = true
  throw new Crash(point, position)
}

/** Every call of a port passes here first. A dead process does nothing any more. */
export const enterCall = async (perf: Performance, port: FaultPoint['port'], call: string): Promise<PortError | null> => {
  if (perf.dead) return die(perf, { port, call, effect: null }, 'before')
  const n = perf.calls++
  const b = perf.breaks
  if (b === null || b.at !== n) return null
  const where = `at ${port}.${call} (call ${n})`
  switch (b.how) {
    case 'meanwhile':
      perf.interrupted = true
      noteFault(perf, 'pause', where)
      await perf.meanwhile(b.steps)
      return null
    case 'unavailable':
      noteFault(perf, 'outage', where)
      return unavailable('a simulated outage')
    case 'unauthorized':
      noteFault(perf, 'refusal', where)
      return unauthorized('a simulated refusal')
    case 'odd':
      noteFault(perf, 'odd answer', where)
      return unexpected('a simulated oddity')
    case 'expired':
      if (call !== 'changes') return null
      noteFault(perf, 'expired cursor', where)
      return cursorExpired
    default:
      return null
  }
}

/** Whether something breaks within the next effects. */
export const breaksWithin = (perf: Performance, effects: number): boolean =>
  perf.broke === null && perf.breaks !== null && (perf.breaks.how === 'lost' || perf.breaks.how === 'fails' || perf.breaks.how === 'throttled' || (perf.breaks.how === 'crash' && perf.breaks.at >= perf.points)) && perf.breaks.at < perf.points + 2 * effects

/** What strikes before or after one effect: a crash exactly there, anything else at the first effect from there on that it can strike. `lost`: it happens, and its answer does not come. */
export const atPoint = (perf: Performance, point: FaultPoint, position: 'before' | 'after'): 'lost' | PortError | null => {
  const n = perf.points++
  const b = perf.breaks
  if (b === null || perf.broke !== null || n < b.at) return null
  const where = `${position} effect ${Math.floor(n / 2)} (${point.effect ?? point.call})`
  if (b.how === 'crash') {
    if (n !== b.at) return null
    noteFault(perf, `crash ${position}`, `effect ${Math.floor(n / 2)} (${point.effect ?? point.call})`)
    return die(perf, point, position)
  }
  if (position === 'after') return null
  if (b.how === 'lost' && point.port !== 'store') {
    noteFault(perf, 'lost answer', where)
    return 'lost'
  }
  if (b.how === 'fails' && point.port !== 'store') {
    noteFault(perf, 'failed effect', where)
    return unexpected('a simulated failure')
  }
  if (b.how === 'throttled') {
    noteFault(perf, 'throttling', where)
    return throttled(1000)
  }
  return null
}
