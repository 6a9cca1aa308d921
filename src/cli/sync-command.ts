/** `sync` and `preview`: a user's own file. */
import { resolve } from 'node:path'
import { referenceCrm } from '../adapters/sql'
import { collectPeople, registerOf, registerRule } from './demo-register'
import { say, sayJson } from './output'
import { rememberMailbox, type RememberedMailbox } from './remembered'
import { planLines, reportLines } from './report-text'
import { openCrm, openSession, readSettings } from './session'

export interface SyncFlags {
  readonly mailbox: string
  readonly own: ReadonlyArray<string>
  readonly crm: string
  readonly user?: string
  readonly company: string
  readonly settings?: string
  readonly contactsFromMailbox?: boolean
  readonly full?: boolean
  readonly allowMassDeletion?: boolean
  readonly now?: string
  readonly json?: boolean
}

const mailboxOf = (f: SyncFlags): RememberedMailbox => ({ user: f.user ?? f.own[0] ?? '', company: f.company, file: resolve(f.mailbox), own: f.own, settings: readSettings(f.settings) })

export const runSync = async (f: SyncFlags): Promise<void> => {
  const m = mailboxOf(f)
  const db = await openCrm(f.crm)
  try {
    const session = openSession(db, m, { now: f.now, bar: f.json !== true })
    try {
      if (f.contactsFromMailbox === true) {
        const people: Parameters<typeof collectPeople>[2] = new Map()
        await collectPeople(session.mailbox, new Set(m.own.map((a) => a.toLowerCase())), people)
        const register = registerOf(people)
        for (const c of register) await referenceCrm(db).addContact(c)
        if (f.json !== true) say(`The contact register: ${register.length} contacts: ${registerRule}.`)
      }
      const report = await session.sync.run({ full: f.full === true, allowMassDeletion: f.allowMassDeletion === true })
      await rememberMailbox(db, m)
      if (f.json === true) sayJson(report)
      else for (const line of reportLines([report])) say(line)
    } finally {
      session.close()
    }
  } finally {
    db.close()
  }
}

export const runPreview = async (f: SyncFlags): Promise<void> => {
  const m = mailboxOf(f)
  const db = await openCrm(f.crm)
  try {
    const session = openSession(db, m, { now: f.now, bar: f.json !== true })
    try {
      const plan = await session.sync.preview()
      if (f.json === true) sayJson(plan)
      else for (const line of planLines(plan)) say(line)
    } finally {
      session.close()
    }
  } finally {
    db.close()
  }
}
