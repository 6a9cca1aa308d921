/** How people at a SuiteCRM write its rows. */
import { randomUUID } from 'node:crypto'
import { listed, startAndEnd, utc, wordsOf } from './plain-sql'
import type { Habits } from './plain-sql'

const statuses = { notStarted: 'Not Started', inProgress: 'In Progress', completed: 'Completed', waitingOnOthers: 'Pending Input', deferred: 'Deferred' } as const
const priorities = { low: 'Low', normal: 'Medium', high: 'High' } as const

/** They know no time shown as, no percentage, and no date of completion. */
export const suitePeople: Habits = {
  tables: { email: 'emails', appointment: 'meetings', task: 'tasks' },
  columns: { owner: 'assigned_user_id', modified: 'date_modified', deleted: 'deleted' },
  besides: [['email', 'emails_text', 'email_id']],
  newId: randomUUID,
  writePeople: async () => undefined,
  fields: {
    email: {
      subject: (v: string) => ({ columns: { 'emails.name': v.slice(0, 255) } }),
      body: (v: { readonly type: 'text' | 'html'; readonly content: string }) => ({ columns: { 'emails_text.description_html': v.type === 'html' ? v.content : `<p>${v.content}</p>` } }),
      sentAt: (v: string) => ({ columns: { 'emails.date_sent_received': utc(v) } }),
      from: (v) => ({ columns: { 'emails_text.from_addr': v === null ? null : listed([v]) } }),
      to: (v) => ({ columns: { 'emails_text.to_addrs': listed(v) } }),
      cc: (v) => ({ columns: { 'emails_text.cc_addrs': listed(v) } }),
      bcc: (v) => ({ columns: { 'emails_text.bcc_addrs': listed(v) } })
    },
    appointment: {
      subject: (v: string) => ({ columns: { 'meetings.name': v.slice(0, 50) } }),
      body: (v) => ({ columns: { 'meetings.description': wordsOf(v) } }),
      location: (v: string) => ({ columns: { 'meetings.location': v.slice(0, 50) } }),
      time: (v) => ({ columns: { 'meetings.date_start': startAndEnd(v)[0], 'meetings.date_end': startAndEnd(v)[1] } })
    },
    task: {
      subject: (v: string) => ({ columns: { 'tasks.name': v.slice(0, 50) } }),
      body: (v) => ({ columns: { 'tasks.description': wordsOf(v) } }),
      // A clock time of their own, on the same day.
      start: (v: string | null) => ({ columns: { 'tasks.date_start': v === null ? null : `${v} 07:30:00` } }),
      due: (v: string | null) => ({ columns: { 'tasks.date_due': v === null ? null : `${v} 16:00:00` } }),
      progress: (v: { readonly status: keyof typeof statuses }) => ({ columns: { 'tasks.status': statuses[v.status] } }),
      importance: (v: keyof typeof priorities) => ({ columns: { 'tasks.priority': priorities[v] } })
    }
  }
}
