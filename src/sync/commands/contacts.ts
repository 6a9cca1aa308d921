/** A new e-mail to contacts found in the CRM's register (B16). */
import { unsupported } from '../../core/errors'
import type { ContactHit } from '../../core/model/contact'
import type { Mailbox } from '../../core/model/fields'
import type { PassEnv } from '../../core/pass/env'
import { orStop, Stop } from '../../core/pass/port-call'
import type { ContactQuery, CrmPort } from '../../core/ports/crm'
import { canonicalAddress } from '../../rules/addresses'

/** What a window for a new message is opened with. */
export interface Composed {
  /** Each address once, in the order asked. */
  readonly to: ReadonlyArray<Mailbox>
  /** RFC 6068: `mailto:anna%40acme.se,bo%40beta.se`. */
  readonly mailto: string
  /** Contacts that have no address, or are not there. */
  readonly without: ReadonlyArray<string>
}

const searchOf = (env: PassEnv): NonNullable<CrmPort['searchContacts']> => {
  if (env.crm.searchContacts === undefined) throw new Stop({ _tag: 'PortFailed', port: 'crm', during: 'searching contacts', error: unsupported('searching contacts') })
  return env.crm.searchContacts
}

/** Whom the register finds; errors: `PortFailed` with `Unsupported` where the CRM cannot be searched. */
export const findContacts = (env: PassEnv, query: ContactQuery, limit: number): Promise<ReadonlyArray<ContactHit>> => orStop('crm', 'searching contacts', searchOf(env)(query, limit))

const perContact = 100

/** One address: what is not allowed in one is percent-encoded, the at sign among it, which a reader decodes. */
const encode = (address: string): string => encodeURIComponent(address).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const nameOf = (h: ContactHit): string => h.personName ?? h.name

/** The first address of each. A contact without one of its own is written to at the first of its persons who has one. */
const composeTo = (asked: ReadonlyArray<string>, hits: ReadonlyArray<ContactHit>, keyOf: (h: ContactHit) => string): Composed => {
  const to = new Map<string, Mailbox>()
  const without: Array<string> = []
  for (const key of asked) {
    const hit = hits.find((h) => keyOf(h) === key && h.addresses.length > 0)
    const [address] = hit?.addresses ?? []
    if (hit === undefined || address === undefined) without.push(key)
    else if (!to.has(canonicalAddress(address))) to.set(canonicalAddress(address), { address, name: nameOf(hit) })
  }
  return { to: [...to.values()], mailto: `mailto:${[...to.values()].map((m) => encode(m.address)).join(',')}`, without }
}

/** @param to ids of contacts, which are looked up, or what `findContacts` found */
export const compose = async (env: PassEnv, to: ReadonlyArray<string> | ReadonlyArray<ContactHit>): Promise<Composed> => {
  const isId = (x: string | ContactHit): x is string => typeof x === 'string'
  const ids = (to as ReadonlyArray<string | ContactHit>).filter(isId)
  if (ids.length > 0) return composeTo([...new Set(ids)], await findContacts(env, { _tag: 'Ids', contactIds: ids }, ids.length * perContact), (h) => h.contactId)
  const hits = (to as ReadonlyArray<string | ContactHit>).filter((x): x is ContactHit => !isId(x))
  const keyOf = (h: ContactHit): string => h.contactPersonId ?? h.contactId
  return composeTo(hits.map(keyOf), hits, keyOf)
}
