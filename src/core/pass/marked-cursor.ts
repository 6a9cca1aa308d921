/**
 * Cursors as they are stored: with a mark of the settings under which everything before them was judged. Under other
 * settings the same entries may be judged otherwise (a kind was switched on, a window widened), so that what lies before
 * the cursor has to be looked at again: a pass then begins with a full listing.
 */
import { digestText } from '../digest'
import type { Cursor } from '../ports/mailbox'
import type { Settings } from '../settings/settings'

const canonical = (u: unknown): unknown =>
  Array.isArray(u) ? u.map(canonical) : typeof u === 'object' && u !== null ? Object.fromEntries(Object.entries(u).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, canonical(v)])) : u

const marks = new WeakMap<Settings, string>()
const markOf = (settings: Settings): string => {
  const known = marks.get(settings)
  if (known !== undefined) return known
  // What a pass does with what it has found to be gone (the guard) has no say in what is found.
  const made = digestText(JSON.stringify(canonical({ ...settings, guard: null })))
  marks.set(settings, made)
  return made
}

export const markCursor = (settings: Settings, cursor: Cursor): Cursor => `${markOf(settings)} ${cursor}`

/** The cursor as the port gave it; `null` where there is none, or it was stored under other settings. */
export const readCursor = (settings: Settings, stored: Cursor | null): Cursor | null => {
  const mark = `${markOf(settings)} `
  return stored !== null && stored.startsWith(mark) ? stored.slice(mark.length) : null
}
