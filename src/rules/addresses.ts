/** How e-mail addresses are compared (RFC 5322; internationalised domains as in WHATWG URL and UTS #46). */
import type { RuleContext } from '../core/rule-set'
import type { Settings } from '../core/settings/settings'
import { decodePunycode } from './punycode'
import { rememberAnswers } from './remember-answers'

/** Longer than a line of a message may be (RFC 5322, 2.1.1), so no address; it is not taken apart. */
const maxLength = 998

const schemes = /^(?:(?:mailto|smtp):\s*)+/i

/** Takes `<anna@acme.se>` from around an address, and `mailto:`, and the apostrophes that Outlook puts there. */
const unwrapOnce = (s: string): string => {
  const open = s.lastIndexOf('<')
  const close = open < 0 ? -1 : s.indexOf('>', open)
  if (close > open) return s.slice(open + 1, close).trim()
  if (schemes.test(s)) return (s.replace(schemes, '').split('?')[0] ?? '').trim()
  return s.length > 2 && s.startsWith("'") && s.endsWith("'") ? s.slice(1, -1).trim() : s
}

const unwrap = (s: string): string => {
  const once = unwrapOnce(s)
  return once === s ? s : unwrap(once)
}

/** An X.500 address such as `/O=ENRON/OU=NA/CN=RECIPIENTS/CN=JDOE`, which Exchange gives where it knows no other. */
const isX500 = (s: string): boolean => /^\/[a-z]+=/i.test(s)

const lower = (s: string): string => s.normalize('NFC').toLowerCase().normalize('NFC')

/** A domain in ASCII, in lower case, without the dot at the end; one that cannot be a domain stays, in lower case. */
export const canonicalDomain = (domain: string): string => {
  const plain = lower(domain.trim()).replace(/(?<!\.)\.+$/, '')
  if (/^[a-z0-9.-]*$/.test(plain) && !plain.includes('xn--')) return plain
  // URL would take these as the end of the host, or as an escape, and give back another domain than was written.
  if (/[\s/?#:@\\<>%[\]]/.test(plain)) return plain
  try {
    const ascii = new URL(`http://${plain}`).hostname.replace(/(?<!\.)\.+$/, '')
    // Digits in another script would become an IPv4 address.
    return ascii === '' || /^[\d.]+$/.test(ascii) ? plain : ascii
  } catch {
    return plain
  }
}

/** RFC 5322 says that quotes around what needs none mean nothing: `"anna"@acme.se` is `anna@acme.se`. */
const withoutNeedlessQuotes = (local: string): string => /^"([a-z0-9!#$%&'*+/=?^_`{|}~.-]+)"$/.exec(local)?.[1] ?? local

const split = (address: string): { readonly local: string; readonly domain: string } | null => {
  const at = address.lastIndexOf('@')
  return at <= 0 || at === address.length - 1 || isX500(address) ? null : { local: address.slice(0, at), domain: address.slice(at + 1) }
}

/**
 * The one form of an address by which two are the same: lower case (also the local part: no mail system in use tells
 * `Anna@` from `anna@`), domain in ASCII. What is no SMTP address, as X.500, stays as it is, in lower case.
 * `' <Anna@BÜCHER.example.> '` gives `'anna@xn--bcher-kva.example'`.
 */
export const canonicalAddress = (address: string): string => (address.length > maxLength ? findCanonical(address) : knownCanonical(address))

const findCanonical = (address: string): string => {
  const trimmed = address.trim()
  if (trimmed.length > maxLength) return trimmed.toLowerCase()
  const plain = lower(unwrap(trimmed))
  const parts = split(plain)
  return parts === null ? plain : `${withoutNeedlessQuotes(parts.local)}@${canonicalDomain(parts.domain)}`
}

/** Of one mail or meeting every address is asked for several times, and a person writes to the same people again and again. */
const mostKnown = 2000
const knownCanonical = rememberAnswers(mostKnown, findCanonical)

/** The domain of an address, in ASCII; `null` of what is no SMTP address. */
export const domainOf = (address: string): string | null => split(canonicalAddress(address))?.domain ?? null

/** Whether a domain is the other, or one of its subdomains: `mail.acme.se` is in `acme.se`, `notacme.se` is not. Both in ASCII. */
export const isInDomain = (domain: string, parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`)

const toUnicode = (domain: string): string =>
  domain
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label))
    .join('.')

const withoutTag = (local: string): string => {
  const plus = local.indexOf('+')
  return plus > 0 && !local.startsWith('"') ? local.slice(0, plus) : local
}

/** The canonical forms of an address, the address itself first; with the setting `plusTags: 'ignore'` also the one without `+tag`. */
export const canonicalForms = (address: string, settings: Settings): ReadonlyArray<string> => formsOfCanonical(canonicalAddress(address), settings)

const formsOfCanonical = (canonical: string, settings: Settings): ReadonlyArray<string> => {
  if (settings.contacts.plusTags === 'distinct') return [canonical]
  const parts = split(canonical)
  return parts === null ? [canonical] : [...new Set([canonical, `${withoutTag(parts.local)}@${parts.domain}`])]
}

/**
 * All the forms under which an address may stand in a register (B3), the nearest first: canonical, with its domain in
 * Unicode, and where the settings ignore `+tags` both of these without the tag. Without repeats.
 */
export const addressForms = (address: string, settings: Settings): ReadonlyArray<string> => {
  const forms = canonicalForms(address, settings)
  // A domain without this is the same in Unicode, and so are nearly all.
  if (!forms.some((form) => form.includes('xn--'))) return forms
  return [
    ...new Set(
      forms.flatMap((form) => {
        const parts = split(form)
        return parts === null ? [form] : [form, `${parts.local}@${toUnicode(parts.domain)}`]
      })
    )
  ]
}

/** Whether an address is one of the mailbox owner's. */
export const isOwnAddress = (address: string, { settings, ownAddresses }: Pick<RuleContext, 'settings' | 'ownAddresses'>): boolean => {
  const own = ownForms(ownAddresses, settings)
  return canonicalForms(address, settings).some((form) => own.has(form))
}

interface OwnForms {
  readonly settings: Settings
  readonly forms: ReadonlySet<string>
}

/** By the list of addresses, which is one and the same for a whole pass. */
const formsOfOwners = new WeakMap<ReadonlyArray<string>, OwnForms>()
const ownForms = (ownAddresses: ReadonlyArray<string>, settings: Settings): ReadonlySet<string> => {
  const known = formsOfOwners.get(ownAddresses)
  if (known?.settings === settings) return known.forms
  const forms = new Set(ownAddresses.flatMap((own) => canonicalForms(own, settings)))
  formsOfOwners.set(ownAddresses, { settings, forms })
  return forms
}

/** Whether a list entry, `anna@acme.se`, `acme.se` or `@acme.se`, stands for this address. A domain also stands for its subdomains. */
export const matchesEntry = (entry: string, address: string, settings: Settings): boolean => {
  if (entry.lastIndexOf('@') > 0) return canonicalForms(address, settings).includes(canonicalAddress(entry))
  const domain = domainOf(address)
  return domain !== null && isInDomain(domain, canonicalDomain(entry.replace(/^@/, '')))
}
