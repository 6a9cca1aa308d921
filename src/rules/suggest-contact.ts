/** B16: guesses who somebody is who is not in the register, from what they write of themselves. Only suggestions: a person decides. */
import type { Body, Mailbox } from '../core/model/fields'
import { canonicalAddress, domainOf } from './addresses'
import { isFreeMail } from './free-mail'
import { linesOfBody } from './lines-of-body'
import { phoneNumbersIn } from './phone-numbers'
import { comparableText } from './plain-text'
import { signatureOf } from './signature'

/** Where a guess comes from. */
export type GuessSource = 'display-name' | 'signature' | 'address' | 'domain'

/** One guess; never more than that. */
export interface Guess {
  readonly value: string
  readonly from: GuessSource
}

/** What may be said of one party. `null`: nothing that could be guessed. */
export interface ContactGuess {
  readonly address: string
  readonly name: Guess | null
  readonly company: Guess | null
  /** A mobile number before any other. */
  readonly phone: Guess | null
  /** In ASCII; `null` where anybody can have an address at it. */
  readonly domain: string | null
}

const legalForms =
  'AB|Aktiebolag|HB|KB|Handelsbolag|Kommanditbolag|Ek\\.? ?för\\.?|Ltd\\.?|Limited|LLC|L\\.L\\.C\\.|LLP|Inc\\.?|Incorporated|Corp\\.?|Corporation|PLC|plc|GmbH|gGmbH|mbH|AG|KG|OHG|UG(?: \\(haftungsbeschränkt\\))?|KGaA|e\\.? ?K\\.?|e\\.? ?V\\.?|SE|Oyj?|A/S|ApS|AS|ASA|B\\.?V\\.?|N\\.?V\\.?|S\\.?A\\.?S?|S\\.?r\\.?l\\.?|S\\.?p\\.?A\\.?'
const company = new RegExp(`(?:^|[\\s,|–-])((?:(?:[\\p{L}\\d][\\p{L}\\d&.+'’-]*|&)[ ,]+){1,6}(?:(?:GmbH|AG) & Co\\.? KG(?:aA)?|${legalForms}))(?:$|[\\s,|.–-])`, 'u')

/** Words that do not begin a company's name in a signature. */
const isNoCompany = (s: string): boolean => /^(?:tel|phone|fax|mobil|mobile|www|http|org|vat|hos|at|för|for|bei|von)\b/i.test(s)

const companyIn = (line: string): string | null => {
  const found = company.exec(line)?.[1]?.trim().replace(/\s+/g, ' ')
  return found === undefined || isNoCompany(found) || /@/.test(found) ? null : found
}

const roles = new Set('info kontakt contact support help helpdesk sales sale försäljning forsaljning verkauf vertrieb kundtjanst kundservice kundenservice service office kontor mail email e-mail post hello hej hallo admin administrator webmaster postmaster noreply no-reply donotreply do-not-reply newsletter nyhetsbrev faktura invoice invoices rechnung billing accounting ekonomi order orders bestellung jobs jobb karriere career press marketing team reception receptionen empfang zentrale booking bokning hr it'.split(' '))

const capital = (word: string): string => (word === '' ? '' : word.charAt(0).toUpperCase() + word.slice(1))
const nameWord = /^(?:\p{Lu}[\p{L}'’.-]*|von|van|de|der|den|av|af|zu|la|le|di|da|dos|el|bin|al)$/u

/** Two to four words that are written as names are, and no sentence, title or company. */
const isPersonName = (s: string): boolean => {
  const words = s.split(' ')
  return words.length >= 2 && words.length <= 4 && s.length <= 60 && words.every((w) => nameWord.test(w)) && words.filter((w) => /^\p{Lu}/u.test(w)).length >= 2 && companyIn(s) === null && !/\b(?:manager|director|chef|leiter|leiterin|ansvarig|engineer|consultant|konsult|berater|verkställande|direktör|sales|marketing|head|officer|assistant|assistent|geschäftsführer|geschäftsführerin|prokurist|projektledare|säljare|ekonom|gatan|vägen|street|road|stra(?:ß|ss)e|weg|avenue|box|postfach|regards|hälsningar|grüße)\b/iu.test(s)
}

/** A display name is often more than a name: quotes, a company in brackets, the surname first. */
const readDisplayName = (name: string | null, address: string): { readonly name: string | null; readonly company: string | null } => {
  const text = comparableText(name ?? '').replace(/^["'“”„]+|["'“”]+$/g, '').trim()
  if (text === '' || text.includes('@') || canonicalAddress(text) === canonicalAddress(address)) return { name: null, company: null }
  const set = /^(.*?)\s*(?:\(([^()]+)\)|\[([^[\]]+)\]|\s[|–-]\s(.+)|\s(?:via|hos|at|@|bei)\s(.+))\s*$/iu.exec(text)
  const [person, extra] = set === null ? [text, null] : [set[1] ?? '', set[2] ?? set[3] ?? set[4] ?? set[5] ?? null]
  const known = companyIn(person)
  if (known !== null) return { name: null, company: known }
  const surnameFirst = /^([\p{L}'’ -]+),\s*([\p{L}'’. -]+)$/u.exec(person)
  const ordered = surnameFirst === null ? person : `${surnameFirst[2]?.trim()} ${surnameFirst[1]?.trim()}`
  const shouted = /^[^\p{Ll}]+$/u.test(ordered) && ordered.includes(' ')
  const readable = shouted ? ordered.toLowerCase().split(' ').map((w) => w.split('-').map(capital).join('-')).join(' ') : ordered
  return { name: readable === '' || roles.has(readable.toLowerCase()) ? null : readable, company: extra === null || /^\d/.test(extra) ? null : extra.trim() }
}

/** `anna.svensson` is a name; `info`, `as12` and `annasvensson` are none. */
const nameOfLocalPart = (address: string): string | null => {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).split('+')[0] ?? ''
  const words = local.split(/[._]/).filter((w) => w !== '')
  if (roles.has(local.toLowerCase()) || words.length < 2 || words.length > 3 || !words.every((w) => /^\p{L}[\p{L}-]*$/u.test(w)) || words.some((w) => roles.has(w.toLowerCase()))) return null
  return words.map((w) => w.split('-').map(capital).join('-')).join(' ')
}

/** Below these a company has its domain one label further down: `acme.co.uk`. */
const secondLevel = new Set('co com net org gov ac edu or ne go gv'.split(' '))

const companyOfDomain = (domain: string): string | null => {
  const labels = domain.split('.')
  const top = labels.at(-1) ?? ''
  const at = labels.length >= 3 && top.length === 2 && secondLevel.has(labels.at(-2) ?? '') ? labels.length - 3 : labels.length - 2
  const label = labels[at]
  if (label === undefined || label === '' || label.startsWith('xn--')) return null
  return label.split('-').filter((w) => w !== '').map(capital).join(' ')
}

/**
 * @param body what the party wrote themselves; `null` where somebody else wrote it: then there is no signature of theirs
 */
export const guessContact = ({ address, name }: Mailbox, body: Body | null): ContactGuess => {
  const all = domainOf(address)
  const domain = all === null || isFreeMail(all) ? null : all
  const signature = body === null ? { lines: [], marked: false } : signatureOf(linesOfBody(body))
  const shown = readDisplayName(name, address)
  const guess = (value: string | null | undefined, from: GuessSource): Guess | null => (value === null || value === undefined ? null : { value, from })
  // Without a farewell the last lines may be anything: only what cannot be mistaken is taken from them.
  const signed = signature.marked ? (signature.lines.slice(0, 3).find(isPersonName) ?? null) : null
  const phones = phoneNumbersIn(signature.lines.join('\n'))
  return {
    address,
    name: guess(shown.name, 'display-name') ?? guess(signed, 'signature') ?? guess(nameOfLocalPart(address), 'address'),
    company: guess(signature.lines.map(companyIn).find((c) => c !== null), 'signature') ?? guess(shown.company, 'display-name') ?? (domain === null ? null : guess(companyOfDomain(domain), 'domain')),
    phone: guess((phones.find((p) => p.mobile) ?? phones[0])?.number, 'signature'),
    domain
  }
}
