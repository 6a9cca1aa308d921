/** L6: a side that suddenly looks empty stops the pass instead of emptying the other. */
import type { SyncError } from '../errors'
import type { Side } from '../ports/store'
import type { Settings } from '../settings/settings'

export interface Disappearance {
  readonly side: Side
  /** Linked entries of this side that are gone. */
  readonly gone: number
  /** All open links. */
  readonly linked: number
  /** A full listing of the side mentioned nothing at all. */
  readonly listedNothing: boolean
}

/** The error to stop with, or `null`. */
export const judgeDisappearance = (settings: Settings, d: Disappearance): SyncError | null => {
  const emptied = d.listedNothing && d.gone > 0
  const massive = d.gone >= settings.guard.minimum && d.gone > settings.guard.share * d.linked
  return emptied || massive ? { _tag: 'SideLooksEmpty', side: d.side, gone: d.gone, linked: d.linked } : null
}
