/** A CRM user at work in the reference tables, with plain SQL over a connection of their own. */

interface Row {
  readonly id: number
}
interface Connection {
  readonly prepare: (sql: string) => { readonly run: (...params: ReadonlyArray<unknown>) => { readonly lastInsertRowid: number | bigint }; readonly get: (...params: ReadonlyArray<unknown>) => unknown }
  readonly close: () => void
}

export interface CrmUser {
  /** On this contact, in this hour, UTC. */
  readonly addAppointment: (subject: string, contact: string, date: string) => void
  readonly addTask: (subject: string, contact: string, due: string) => void
  /** Moves the appointment with this subject to another place; says whether there is one. */
  readonly setLocation: (subject: string, location: string) => boolean
  readonly close: () => void
}

export const openCrmUser = async (file: string, owner: string): Promise<CrmUser> => {
  const { default: Database } = await import('libsql')
  const db = new Database(file) as unknown as Connection
  return {
    addAppointment: (subject, contact, date) =>
      void db.prepare("insert into activities (kind, owner, contact_id, subject, all_day, starts_at, start_zone, ends_at, end_zone, location) values ('appointment', ?, ?, ?, 0, ?, 'UTC', ?, 'UTC', 'At their office')").run(owner, contact, subject, `${date}T09:00:00`, `${date}T10:00:00`),
    addTask: (subject, contact, due) => void db.prepare("insert into activities (kind, owner, contact_id, subject, due_on) values ('task', ?, ?, ?, ?)").run(owner, contact, subject, due),
    setLocation: (subject, location) => {
      const found = db.prepare("select id from activities where kind = 'appointment' and subject = ? and deleted = 0 limit 1").get(subject) as Row | undefined
      if (found === undefined) return false
      db.prepare('update activities set location = ? where id = ?').run(location, found.id)
      return true
    },
    close: () => db.close()
  }
}
