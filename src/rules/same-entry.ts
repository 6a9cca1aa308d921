/** B22: whether an activity that nobody has linked is the same entry as an item's view. */
import type { Activity } from '../core/model/activity'
import type { RuleSet, View } from '../core/rule-set'
import { startOf } from '../time/zones'
import { canonical } from './canonical-fields'
import { comparableText } from './plain-text'
import { trace } from './verdict'

/** The words that mail programs put before a subject, in the languages most often met. */
const prefixes = /^(?:\s*(?:re|fw|fwd|sv|vs|vb|aw|wg|antw|tr|rv|rif|ref|odp)(?:\[\d{1,4}\])?\s*:)+/

/** A subject without case, prefixes, punctuation and symbols; where nothing would be left, the subject itself. */
const looseSubject = (subject: string): string => {
  const plain = comparableText(subject).toLowerCase()
  const words = plain
    .replace(prefixes, '')
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()
  return words === '' ? plain : words
}

const timeFields = { email: 'sentAt', appointment: 'time', task: 'due' } as const

/** When it is, in the form in which times are compared: an e-mail to the second, an appointment from start to end, all-day or timed, a task by its due date or by having none. */
const timeOf = ({ kind, fields }: Pick<View, 'kind' | 'fields'>): string => {
  const field = timeFields[kind]
  return canonical(kind, field, (fields as { readonly [field: string]: unknown })[field])
}

/**
 * Where to look in the CRM: whatever is the same entry has the same `at`. To the second for an e-mail; `null` for a task
 * without a due date and for an appointment in a zone that is not known, where the subject has to do.
 */
export const probeOf: RuleSet['probeOf'] = (_kind, fields) => {
  const { subject } = fields
  if ('sentAt' in fields) return { at: `${fields.sentAt.slice(0, 19)}.000Z`, subject }
  if ('due' in fields) return { at: fields.due, subject }
  try {
    return { at: startOf(fields.time), subject }
  } catch {
    return { at: null, subject }
  }
}

/**
 * The same entry is of the same kind, the same owner and the same time, and has the same subject: `exact` but for white
 * space, `loose` but also for case, prefixes and punctuation. Of several the lowest id counts, so that every run takes
 * the same one. Busy time stands for nothing that could be recognised.
 */
export const matchActivity: RuleSet['matchActivity'] = (view, candidates, { scope, settings }) => {
  const how = settings.firstRun.match
  const subjectOf = (subject: string): string => (how === 'loose' ? looseSubject(subject) : comparableText(subject))
  const answer = (matches: ReadonlyArray<Activity>, decided: string): ReturnType<RuleSet['matchActivity']> => {
    const [activity = null] = [...matches].sort((a, b) => (a.id < b.id ? -1 : 1))
    return { activity, trace: trace('same-entry', 'B22', { match: how, candidates: candidates.length, same: matches.length, activityId: activity?.id ?? null }, decided) }
  }
  if (how === 'off') return answer([], 'not looked for, as the settings say')
  if (view.redacted) return answer([], 'busy time is not recognised')
  const [time, subject] = [timeOf(view), subjectOf(view.fields.subject)]
  const same = candidates.filter((a) => a.kind === view.kind && a.owner === scope.user && timeOf(a) === time && subjectOf(a.fields.subject) === subject)
  return answer(same, same.length === 0 ? 'none is the same' : same.length === 1 ? 'the same entry' : 'several are the same, the lowest id counts')
}
