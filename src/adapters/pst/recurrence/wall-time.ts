/** The wall time of recurrences: minutes since the beginning of 1601, in no zone. */
import type { LocalDateTime, PlainDate } from '../../../core/model/time'
import { damaged } from '../format/damage'

export const minutesPerDay = 1440
const epochOf1601 = -11_644_473_600_000
/** The largest that four bytes can say is in the year 9767, so only what was made up could be beyond. */
const latest = (Date.parse('9999-12-31T00:00:00Z') - epochOf1601) / 60_000

export const localOf = (minutes: number): LocalDateTime => (minutes <= latest ? new Date(epochOf1601 + minutes * 60_000).toISOString().slice(0, 19) : damaged('a recurrence: a date'))

export const dateOf = (minutes: number): PlainDate => localOf(minutes).slice(0, 10)

/** The midnight before. */
export const midnightOf = (minutes: number): number => Math.floor(minutes / minutesPerDay) * minutesPerDay
