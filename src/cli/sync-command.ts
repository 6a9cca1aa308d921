/** `sync` and `preview`: a user's own file. */
import { resolve } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type NewContact, referenceCrm, type SqlDatabase } from '../adapters/sql'
import type { ContactMatch } from '../core/model/contact'
import type { CrmPort } from '../core/ports/crm'
import { openCrm, openCrmOrNone } from './crm-database'
import { collectPeople, type Person, registerOf, registerRule } from './demo-register'
import { say, sayJson } from './output'
import { rememberMailbox, type RememberedMailbox } from './remembered'
import { planLines, reportLines } from './report-text'
import { checkMailbox, readSettings, type SessionOptions, withSession } from './session'

/** What tells a mailbox. */
export interface MailboxFlags {
  readonly mailbox: string
  readonly own: ReadonlyArray<string>
  readonly user?: string
  readonly company: string
  readonly settings?: string
}

export interface SyncFlags extends MailboxFlags {
  readonly crm: string
  readonly contactsFromMailbox?: boolean
  readonly full?: boolean
  readonly allowMassDeletion?: boolean
  readonly now?: string
  readonly json?: boolean
}

/** The mailbox that the flags name, checked. */
export const mailboxOf = (f: MailboxFlags): RememberedMailbox => {
  const m = { user: f.user ?? f.own[0] ?? '', company: f.company, file: resolve(f.mailbox), own: f.own, settings: readSettings(f.settings) }
  checkMailbox(m)
  return m
}

const correspondents = (db: SqlDatabase, m: RememberedMailbox, o: SessionOptions): Promise<ReadonlyArray<NewContact>> =>
  withSession(db, m, o, async ({ mailbox }) => {
    const people = new Map<string, Person>()
    await collectPeople(mailbox, new Set(m.own.map((a) => a.toLowerCase())), people)
    return registerOf(people)
  })

export const runSync = async (f: SyncFlags): Promise<void> => {
  const m = mailboxOf(f)
  const db = await openCrm(f.crm)
  const options: SessionOptions = { now: f.now, bar: f.json !== true }
  try {
    if (f.contactsFromMailbox === true) {
      const register = await correspondents(db, m, options)
      for (const c of register) await referenceCrm(db).addContact(c)
      if (f.json !== true) say(`The contact register: ${register.length} contacts from this mailbox: ${registerRule}.`)
    }
    const report = await withSession(db, m, options, ({ sync }) => sync.run({ full: f.full === true, allowMassDeletion: f.allowMassDeletion === true }))
    await rememberMailbox(db, m)
    if (f.json === true) sayJson(report)
    else for (const line of reportLines([report])) say(line)
  } finally {
    db.close()
  }
}

/** The CRM as if these contacts were registered too. */
const withContacts =
  (contacts: ReadonlyArray<NewContact>) =>
  (crm: CrmPort): CrmPort => {
    const byAddress = new Map<string, Array<Omit<ContactMatch, 'address'>>>()
    const add = (address: string, match: Omit<ContactMatch, 'address'>): void => void byAddress.set(address, [...(byAddress.get(address) ?? []), match])
    for (const c of contacts) {
      const contactId = c.id ?? ''
      for (const a of c.addresses) add(a, { contactId, contactPersonId: null, name: c.name })
      for (const p of c.persons ?? []) for (const a of p.addresses) add(a, { contactId, contactPersonId: p.id ?? null, name: c.name })
    }
    return {
      ...crm,
      findByAddress: (addresses) =>
        TE.map<ReadonlyArray<ContactMatch>, ReadonlyArray<ContactMatch>>((registered) => {
          const known = new Set(registered.map((r) => JSON.stringify([r.address, r.contactId, r.contactPersonId])))
          const more = addresses.flatMap((address) => (byAddress.get(address.toLowerCase()) ?? []).map((match) => ({ ...match, address })))
          return [...registered, ...more.filter((r) => !known.has(JSON.stringify([r.address, r.contactId, r.contactPersonId])))]
        })(crm.findByAddress(addresses))
    }
  }

export const runPreview = async (f: SyncFlags): Promise<void> => {
  const m = mailboxOf(f)
  const db = await openCrmOrNone(f.crm)
  const options: SessionOptions = { now: f.now, bar: f.json !== true }
  try {
    const register = f.contactsFromMailbox === true ? { register: withContacts(await correspondents(db, m, options)) } : {}
    const plan = await withSession(db, m, { ...options, full: f.full === true, ...register }, ({ sync }) => sync.preview())
    if (f.json === true) sayJson(plan)
    else for (const line of planLines(plan)) say(line)
  } finally {
    db.close()
  }
}
