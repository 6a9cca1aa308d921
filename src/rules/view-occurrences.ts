/** B10: which occurrences of a series stand in the CRM, under which keys. */
import { epochOf, instantOf, type Instant, type LocalDateTime } from '../core/model/time'
import type { Settings } from '../core/settings/settings'
import { firstOccurrence, nextOccurrence, occurrenceAfter, occurrenceAt, occurrencesBetween, occurrencesWithin, spanOf, type Occurrence, type Series } from './occurrences'
import { dayMs } from './recurrence-starts'

/** An occurrence and the key that its link has: `''` where it stands for the whole series. */
export interface Shown {
  readonly key: string
  readonly occurrence: Occurrence
  /** When another takes its place. */
  readonly reviewAt: Instant | null
}

/** What of a series stands in the CRM; see `Views`. */
export interface ShownOccurrences {
  readonly shown: ReadonlyArray<Shown>
  readonly gone: ReadonlyArray<string>
  readonly reviewAt: Instant | null
}

export type RecurrenceMode = Settings['recurrence']['mode']

/**
 * How the series stands in the CRM. Once linked in one way it stays in that way whatever the setting says later, so that
 * it never has an activity for the whole and others for its occurrences besides (L4).
 */
export const modeOf = (setting: RecurrenceMode, linked: ReadonlyArray<string>): RecurrenceMode => {
  if (linked.includes('')) return setting === 'each' ? 'first' : setting
  return linked.length > 0 ? 'each' : setting
}

const showOne = (series: Series, mode: 'first' | 'next', now: Instant): Shown | null => {
  const occurrence = mode === 'first' ? firstOccurrence(series) : nextOccurrence(series, now)
  if (occurrence === null) return null
  const end = instantOf(spanOf(occurrence.time).end)
  const another = mode === 'next' && end > now && nextOccurrence(series, end)?.original !== occurrence.original
  return { key: '', occurrence, reviewAt: another ? end : null }
}

/**
 * The occurrence of a key that names no start any more. After the time of day of a series was changed its starts by the
 * rule are others; then it is the only one on the same date, so that the shift makes no second activity. The key stays what it was.
 */
const onSameDate = (series: Series, key: LocalDateTime, taken: ReadonlySet<LocalDateTime>): Occurrence | null => {
  if (series.cancelled.has(key)) return null
  const date = key.slice(0, 10)
  const left = [...occurrencesBetween(series, `${date}T00:00:00`, `${date}T23:59:59`).values()].filter(({ original }) => !taken.has(original))
  return left.length === 1 ? (left[0] ?? null) : null
}

const resolveLinked = (series: Series, linked: ReadonlyArray<string>): { readonly shown: ReadonlyArray<Shown>; readonly gone: ReadonlyArray<string> } => {
  const keys = [...new Set(linked)].filter((key) => key !== '').sort()
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return { shown: [], gone: [] }
  const known = occurrencesBetween(series, first, last)
  // Keys that still name a start come first, so that no shifted one takes theirs.
  const found = new Map(keys.map((key) => [key, known.get(key) ?? occurrenceAt(series, key)]))
  const taken = new Set<LocalDateTime>(keys.filter((key) => found.get(key) !== null))
  for (const key of keys) {
    if (found.get(key) !== null) continue
    const occurrence = onSameDate(series, key, taken)
    if (occurrence === null) continue
    found.set(key, occurrence)
    taken.add(occurrence.original)
  }
  const entries = [...found]
  return {
    shown: entries.flatMap(([key, occurrence]) => (occurrence === null ? [] : [{ key, occurrence, reviewAt: null }])),
    gone: entries.flatMap(([key, occurrence]) => (occurrence === null ? [key] : []))
  }
}

const showEach = (series: Series, linked: ReadonlyArray<string>, { pastDays, futureDays }: Settings['recurrence'], now: Instant): ShownOccurrences => {
  const from = instantOf(epochOf(now) - pastDays * dayMs)
  const to = instantOf(epochOf(now) + futureDays * dayMs)
  const { shown, gone } = resolveLinked(series, linked)
  const taken = new Set(shown.map(({ occurrence }) => occurrence.original))
  const more = occurrencesWithin(series, from, to).filter(({ original }) => !taken.has(original))
  const next = occurrenceAfter(series, to)
  return {
    shown: [...shown, ...more.map((occurrence) => ({ key: occurrence.original, occurrence, reviewAt: null }))].sort((a, b) => (a.key < b.key ? -1 : 1)),
    gone,
    reviewAt: next === null ? null : instantOf(spanOf(next.time).start - futureDays * dayMs)
  }
}

/**
 * The occurrences to show. Every linked key is among `shown` or `gone`; a linked occurrence outside the window is still
 * shown. Should there be links of both ways, those of single occurrences are kept, and no new ones are made.
 */
export const showOccurrences = (series: Series, linked: ReadonlyArray<string>, settings: Settings['recurrence'], now: Instant): ShownOccurrences => {
  const mode = modeOf(settings.mode, linked)
  if (mode === 'each') return showEach(series, linked, settings, now)
  const one = showOne(series, mode, now)
  const kept = resolveLinked(series, linked)
  const missing = one === null && linked.includes('') ? [''] : []
  return { shown: one === null ? kept.shown : [one, ...kept.shown], gone: [...missing, ...kept.gone], reviewAt: null }
}
