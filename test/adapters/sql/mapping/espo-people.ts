/** How people at an EspoCRM write its rows. */
import { randomBytes } from 'node:crypto'
import type { Mailbox } from '../../../../src/core/model/fields'
import { addDays } from '../../../../src/time/zones'
import { listed, startAndEnd, utc, wordsOf } from './plain-sql'
import type { Habits } from './plain-sql'

const statuses = { notStarted: 'Not Started', inProgress: 'Started', completed: 'Completed', waitingOnOthers: 'Started', deferred: 'Deferred' } as const
const priorities = { low: 'Low', normal: 'Normal', high: 'High' } as const
const newId = (): string => randomBytes(9).toString('hex').slice(0, 17)

/** They know no time shown as, and no percentage. */
export const espoPeople: Habits = {
  tables: { email: 'email', appointment: 'meeting', task: 'task' },
  columns: { owner: 'assigned_user_id', modified: 'modified_at', deleted: 'deleted' },
  besides: [['email', 'email_email_address', 'email_id']],
  newId,
  // One row an address, which all that have it point at.
  writePeople: async (host, id, type, people) => {
    await host.run('update email_email_address set deleted = true where email_id = ? and address_type = ?', id, type)
    for (const { address } of people) {
      const known = await host.all('select id from email_address where lower = ? and not coalesce(deleted, false)', address.toLowerCase())
      const key = known[0] === undefined ? newId() : String(known[0]['id'])
      if (known[0] === undefined) await host.run('insert into email_address (id, name, lower) values (?, ?, ?)', key, address, address.toLowerCase())
      await host.run('insert into email_email_address (email_id, email_address_id, address_type) values (?, ?, ?)', id, key, type)
    }
  },
  fields: {
    email: {
      subject: (v: string) => ({ columns: { 'email.name': v.slice(0, 255) } }),
      body: (v: { readonly type: 'text' | 'html'; readonly content: string }) => ({ columns: { 'email.body': v.content, 'email.is_html': v.type === 'html' ? 1 : 0 } }),
      sentAt: (v: string) => ({ columns: { 'email.date_sent': utc(v) } }),
      from: (v) => ({ columns: { 'email.from_string': v === null ? null : listed([v]) } }),
      // The stories name nobody twice, so the names of one list are those of the e-mail.
      to: (v) => ({ columns: { 'email.address_name_map': JSON.stringify(Object.fromEntries((v as ReadonlyArray<Mailbox>).map((m) => [m.address, m.name]))) }, people: ['to', v] }),
      cc: (v) => ({ columns: {}, people: ['cc', v] }),
      bcc: (v) => ({ columns: {}, people: ['bcc', v] })
    },
    appointment: {
      subject: (v: string) => ({ columns: { 'meeting.name': v.slice(0, 255) } }),
      body: (v) => ({ columns: { 'meeting.description': wordsOf(v) } }),
      location: (v: string) => ({ columns: { 'meeting.c_location': v.slice(0, 100) } }),
      time: (v: Parameters<typeof startAndEnd>[0]) => ({
        columns: {
          'meeting.date_start': startAndEnd(v)[0],
          'meeting.date_end': startAndEnd(v)[1],
          'meeting.is_all_day': v.allDay ? 1 : 0,
          'meeting.date_start_date': v.allDay ? v.start : null,
          'meeting.date_end_date': v.allDay ? addDays(v.end, -1) : null
        }
      })
    },
    task: {
      subject: (v: string) => ({ columns: { 'task.name': v.slice(0, 255) } }),
      body: (v) => ({ columns: { 'task.description': wordsOf(v) } }),
      start: (v: string | null) => ({ columns: { 'task.date_start_date': v } }),
      due: (v: string | null) => ({ columns: { 'task.date_end_date': v } }),
      progress: (v: { readonly status: keyof typeof statuses; readonly completedOn: string | null }) => ({ columns: { 'task.status': statuses[v.status], 'task.date_completed': v.completedOn === null ? null : `${v.completedOn} 14:00:00` } }),
      importance: (v: keyof typeof priorities) => ({ columns: { 'task.priority': priorities[v] } })
    }
  }
}
