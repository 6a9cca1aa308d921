/** Open questions as a person is asked them (B13, B17): what each is about, and what each answer would do. */
import type { ContactRef } from '../../core/model/activity'
import type { Answer, Decision } from '../../core/model/decision'
import type { PassEnv } from '../../core/pass/env'
import { inChunks, orStop } from '../../core/pass/port-call'
import type { ActivityRead } from '../../core/ports/crm'
import type { ItemRead } from '../../core/ports/mailbox'
import { reasonText } from '../../core/reason'
import { isPrivate } from './pair-now'

/** One answer, and what it would do. */
export interface AnswerChoice {
  readonly answer: Answer
  readonly text: string
}

/** A question with what a person has to know to answer it. */
export type OpenDecision = Decision & {
  /** The question in words. */
  readonly text: string
  /** Of the item, or, where that is gone, of the activity; `null` where it is private, or cannot be read. */
  readonly subject: string | null
  readonly contact: ContactRef | null
  /** Where the item is now. */
  readonly item: 'there' | 'in-deleted-items' | 'gone' | 'unreadable'
  readonly activity: 'there' | 'given-away' | 'gone' | 'unreadable'
  /** Of a conflict, what each side holds now; `null` for other questions, and where it is private or cannot be read. */
  readonly values: { readonly outlook: unknown; readonly crm: unknown } | null
  readonly answers: ReadonlyArray<AnswerChoice>
}

const answersTo = (d: Decision): ReadonlyArray<AnswerChoice> =>
  d._tag === 'Deletion'
    ? [
        { answer: 'delete-activity', text: d.editedInCrm ? 'The activity is deleted from the CRM too, although it was edited there since.' : 'The activity is deleted from the CRM too.' },
        { answer: 'keep-activity', text: 'The activity stays in the CRM, and is not kept in step with Outlook any more.' }
      ]
    : [
        { answer: 'outlook', text: `The value that ${d.field} has in Outlook counts; that of the CRM goes to the journal, from where it can be restored.` },
        { answer: 'crm', text: `The value that ${d.field} has in the CRM counts; that of Outlook goes to the journal, from where it can be restored.` }
      ]

const fieldOf = (fields: object, field: string): unknown => (fields as { readonly [f: string]: unknown })[field] ?? null

const inContext = (env: PassEnv, d: Decision, item: ItemRead | undefined, activity: ActivityRead | undefined): OpenDecision => {
  const mine = activity?._tag === 'Found' && activity.activity.owner === env.scope.user ? activity.activity : null
  const hidden = item === undefined || item._tag === 'Failed' || (item._tag === 'Found' && isPrivate(item.item))
  const shown = item?._tag === 'Found' && !hidden ? item.item : null
  // An item that is gone cannot say whether it was private; what the CRM calls private stays hidden.
  const subject = hidden ? null : (shown ?? (mine?.attributes.private === true ? null : mine))?.fields.subject ?? null
  return {
    ...d,
    text: reasonText(d._tag === 'Deletion' ? 'deleted-in-outlook' : 'conflict-to-decide'),
    subject,
    contact: mine?.contact ?? null,
    item: item === undefined || item._tag === 'Failed' ? 'unreadable' : item._tag === 'Missing' ? 'gone' : item.item.place === 'normal' ? 'there' : 'in-deleted-items',
    activity: activity === undefined || activity._tag === 'Failed' ? 'unreadable' : activity._tag === 'Missing' ? 'gone' : mine === null ? 'given-away' : 'there',
    values: d._tag === 'Conflict' && shown !== null && mine !== null ? { outlook: fieldOf(shown.fields, d.field), crm: fieldOf(mine.fields, d.field) } : null,
    answers: answersTo(d)
  }
}

const perCall = 500

/** The open questions, oldest first. Three calls, or two more for every further five hundred. */
export const listDecisions = async (env: PassEnv): Promise<ReadonlyArray<OpenDecision>> => {
  const open = await orStop('store', 'loading decisions', env.store.decisions(env.scope, {}))
  if (open.length === 0) return []
  const items = new Map<string, ItemRead>()
  const activities = new Map<string, ActivityRead>()
  for (const ids of inChunks([...new Set(open.map((d) => d.itemId))], perCall)) for (const r of await orStop('mailbox', 'reading items', env.mailbox.read(ids))) items.set(r.id, r)
  for (const ids of inChunks([...new Set(open.map((d) => d.activityId))], perCall)) for (const r of await orStop('crm', 'reading activities', env.crm.read(ids))) activities.set(r.id, r)
  return open.map((d) => inContext(env, d, items.get(d.itemId), activities.get(d.activityId)))
}
