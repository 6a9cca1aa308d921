/** Lines of the one table that a run prints, and of its JSON. */
import type { Figure } from './measured'

/** What a figure is compared with. */
export interface Beside {
  readonly what: string
  readonly ratio: number
}

/** What was wanted of a figure, and whether it came. */
export interface Goal {
  readonly text: string
  readonly met: boolean
}

export interface Line extends Figure {
  readonly group: string
  readonly size: number
  readonly name: string
  readonly peakMb: number | null
  readonly beside: ReadonlyArray<Beside>
  readonly goals: ReadonlyArray<Goal>
}

const digits = (n: number): string => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2))

const goalText = ({ text, met }: Goal): string => `${met ? 'met' : 'NOT MET'}: ${text}`

export const heading = (title: string): string => `\n${title}\n${'  what'.padEnd(34)}${'ms'.padStart(10)}${'cpu ms'.padStart(10)}${'peak MB'.padStart(9)}  compared with\n`

export const showLine = (l: Line): string => {
  const beside = [...l.beside.map((b) => `${digits(b.ratio)} x ${b.what}`), ...l.goals.map(goalText), ...(l.note === undefined ? [] : [l.note])]
  return `  ${l.name.padEnd(32)}${digits(l.ms).padStart(10)}${digits(l.cpuMs).padStart(10)}${(l.peakMb === null ? '' : String(l.peakMb)).padStart(9)}  ${beside.join('; ')}\n`
}
