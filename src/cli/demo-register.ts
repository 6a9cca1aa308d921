/** A contact register for the demonstration, derived from who is written to and by in the files themselves. */
import * as E from 'fp-ts/lib/Either.js'
import type { NewContact } from '../adapters/sql'
import { showPortError } from '../core/errors'
import type { Kind, Mailbox } from '../core/model/fields'
import type { MailboxPort } from '../core/ports/mailbox'
import { CommandFailure } from './fail'

/** Domains that many unrelated people share: there a person is a contact of their own. */
const publicDomains: ReadonlySet<string> = new Set(['aol.com', 'bigfoot.com', 'gmail.com', 'hotmail.com', 'live.com', 'msn.com', 'outlook.com', 'yahoo.com'])

/** How the register was made, in a person's words. */
export const registerRule = 'everybody who wrote or was written to at least twice; one contact for each company domain with its people as contact persons, and one for each person at a public mail provider'

export interface Person {
  readonly address: string
  name: string | null
  mentions: number
}

const isSmtp = (address: string): boolean => /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(address)

/** A name without the addresses that some mail systems put into it. */
const plainName = (name: string | null): string | null => {
  const plain = (name ?? '').split(/\s+/).filter((word) => !word.includes('@')).join(' ')
  return plain === '' ? null : plain
}

/** Adds the people of a mailbox's e-mail to `people`, by address, and answers how many items of each kind the mailbox has. */
export const collectPeople = async (mailbox: MailboxPort, own: ReadonlySet<string>, people: Map<string, Person>): Promise<{ readonly [K in Kind]: number }> => {
  const items = { email: 0, appointment: 0, task: 0 }
  let cursor: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<ReturnType<MailboxPort['changes']>>> = await mailbox.changes(cursor)()
    if (E.isLeft(page)) throw new CommandFailure(showPortError(page.left))
    for (const c of page.right.changes) {
      if (c._tag !== 'Present') continue
      items[c.item.kind]++
      if (c.item.kind !== 'email') continue
      const { from, to, cc } = c.item.fields
      for (const m of [...(from === null ? [] : [from]), ...to, ...cc] satisfies ReadonlyArray<Mailbox>) {
        const address = m.address.toLowerCase()
        if (!isSmtp(address) || own.has(address)) continue
        const known = people.get(address) ?? { address, name: null, mentions: 0 }
        known.mentions++
        known.name ??= plainName(m.name)
        people.set(address, known)
      }
    }
    if (!page.right.more) return items
    cursor = page.right.cursor
  }
}

/** The register, in a fixed order and with fixed ids, so that making it again makes nothing new. */
export const registerOf = (people: ReadonlyMap<string, Person>): ReadonlyArray<NewContact> => {
  const known = [...people.values()].filter((p) => p.mentions >= 2).sort((a, b) => (a.address < b.address ? -1 : 1))
  const companies = new Map<string, Array<Person>>()
  const contacts: Array<NewContact> = []
  for (const p of known) {
    const domain = p.address.slice(p.address.indexOf('@') + 1)
    if (publicDomains.has(domain)) contacts.push({ id: `contact:${p.address}`, name: p.name ?? p.address, addresses: [p.address] })
    else companies.set(domain, [...(companies.get(domain) ?? []), p])
  }
  for (const [domain, persons] of companies)
    contacts.push({ id: `contact:${domain}`, name: domain, addresses: [], persons: persons.map((p) => ({ id: `person:${p.address}`, name: p.name ?? p.address, addresses: [p.address] })) })
  return contacts
}
