/** A report as a person reads it. */
import { showPortError } from '../core/errors'
import { kinds } from '../core/model/fields'
import type { Report } from '../core/pass/report'
import type { Plan } from '../core/plan/plan'
import { reasonText } from '../core/reason'
import { countLines } from './output'

const names = { email: 'e-mails', appointment: 'appointments', task: 'tasks' } as const

const byReason = (counts: { readonly [reason: string]: number }): ReadonlyArray<string> => countLines(Object.entries(counts).sort(([, a], [, b]) => b - a).map(([reason, n]) => [n, `${reasonText(reason)} (${reason})`]))

export const sumCounts = (all: ReadonlyArray<{ readonly [reason: string]: number }>): { readonly [reason: string]: number } => {
  const out: Record<string, number> = {}
  for (const counts of all) for (const [k, n] of Object.entries(counts)) out[k] = (out[k] ?? 0) + n
  return out
}

export const reportLines = (reports: ReadonlyArray<Report>): ReadonlyArray<string> => {
  const items = sumCounts(reports.map((r) => r.items))
  const created = sumCounts(reports.map((r) => r.created))
  const actions = sumCounts(reports.map((r) => r.actions))
  const skipped = sumCounts(reports.map((r) => r.skipped))
  const refused = sumCounts(reports.map((r) => r.refused))
  const errors = reports.flatMap((r) => r.errors)
  const decisions = reports.flatMap((r) => r.decisions)
  const effects = Object.entries(actions).filter(([, n]) => n > 0)
  return [
    'Seen in Outlook:',
    ...countLines(kinds.map((k) => [items[k] ?? 0, names[k]])),
    'Made in the CRM:',
    ...countLines(kinds.map((k) => [created[k] ?? 0, names[k]])),
    ...(effects.length === 0 ? ['Effects: none'] : ['Effects:', ...countLines(effects.map(([tag, n]) => [n, tag]))]),
    ...(Object.keys(skipped).length === 0 ? [] : ['Not transferred, or left as it is, because:', ...byReason(skipped)]),
    ...(Object.keys(refused).length === 0 ? [] : ['Attachments not imported, because:', ...byReason(refused)]),
    ...(decisions.length === 0 ? ['Decisions to answer: none'] : ['Decisions to answer:', ...decisions.map((d) => `  ${d.id}: ${d._tag === 'Deletion' ? 'delete the activity too? (delete-activity, keep-activity)' : `which value of ${d.field} counts? (outlook, crm)`}`)]),
    ...(errors.length === 0 ? ['Errors: none'] : ['Errors, to be tried again in the next pass:', ...errors.slice(0, 20).map((e) => `  ${e.itemId ?? e.activityId ?? ''} (${e.during}): ${showPortError(e.error)}`), ...(errors.length > 20 ? [`  … and ${errors.length - 20} more`] : [])])
  ]
}

export const planLines = (plan: Plan): ReadonlyArray<string> => {
  const count = (entries: ReadonlyArray<{ readonly reason: string }>): { readonly [reason: string]: number } => sumCounts(entries.map((e) => ({ [e.reason]: 1 })))
  const actions = sumCounts(plan.actions.map((a) => ({ [a._tag]: 1 })))
  return [
    'A pass would do:',
    ...(plan.actions.length === 0 ? ['  nothing'] : countLines(Object.entries(actions).map(([tag, n]) => [n, tag]))),
    ...(plan.skips.length === 0 ? [] : ['and leave alone, because:', ...byReason(count(plan.skips))]),
    ...(plan.refused.length === 0 ? [] : ['Attachments that it would not import, because:', ...byReason(count(plan.refused))])
  ]
}
