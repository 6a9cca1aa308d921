/** The state of an entry as a person reads it. */
import type { Decision } from '../core/model/decision'
import type { Explanation, Status } from '../sync/explain'

/** A question with its answers. */
export const decisionLine = (d: Decision): string =>
  `${d.id}: ${d.kind} ${d.itemId}, activity ${d.activityId}: ${d._tag === 'Deletion' ? 'delete the activity too? (delete-activity, keep-activity)' : `which value of ${d.field} counts? (outlook, crm)`}`

const headLine = (s: Status): string => `${s.side === 'outlook' ? 'Item' : 'Activity'} ${s.id}${s.kind === null ? '' : ` (${s.kind})`}: ${s.transferred ? 'transferred' : 'not transferred'}: ${s.text} (${s.reason})`

const contactText = (s: Status): string => (s.contact === null ? '' : ` on ${s.contact.contactId}${s.contact.contactPersonId === null ? '' : `, ${s.contact.contactPersonId}`}`)

export const statusLines = (s: Status): ReadonlyArray<string> => [
  headLine(s),
  ...(s.activityId === null || s.activityId === '' ? [] : [`  activity ${s.activityId}${contactText(s)}`]),
  ...(s.side === 'crm' && s.itemId !== null ? [`  item ${s.itemId}`] : []),
  ...s.documents.map((d) => `  attachment ${d.attachmentId}: ${d.documentId === null ? 'selected, not imported yet' : `document ${d.documentId}`}`),
  ...s.refused.map((r) => `  attachment ${r.attachmentId} ${JSON.stringify(r.name)}: not imported: ${r.text} (${r.reason})`),
  ...s.openDecisions.map((d) => `  waits for an answer: ${d.id}`),
  ...(s.conflicts.length === 0 ? [] : [`  ${s.conflicts.length} conflicts in the journal`]),
  ...(s.lastPass === null ? [] : [`  last touched by a pass at ${s.lastPass.at}`])
]

/** The reason first, then the rules in the order in which they were asked. */
export const explanationLines = (e: Explanation): ReadonlyArray<string> => [
  ...statusLines(e),
  'Rules, in order:',
  ...e.trace.map((t) => `  ${t.behaviour} ${t.rule}: saw ${JSON.stringify(t.saw)} -> decided ${t.decided}`),
  ...(e.history.length === 0 ? [] : ['What was done, newest first:', ...e.history.map((h) => `  ${h.at} ${h.action}: ${h.reason}`)])
]
