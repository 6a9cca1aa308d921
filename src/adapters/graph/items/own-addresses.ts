/** The addresses of the mailbox's owner. */
import * as t from 'io-ts'
import { malformed } from '../failure'
import { orFail } from '../http/collect'
import { withQuery } from '../http/query'
import type { GraphClient } from '../http/client'

const text = t.union([t.string, t.null, t.undefined])
const User = t.type({ mail: text, userPrincipalName: text, proxyAddresses: t.union([t.array(t.string), t.null, t.undefined]) })

const freshForMs = 3_600_000
const isAddress = (s: string): boolean => /^[^\s@]+@[^\s@]+$/.test(s)

/** `SMTP:` is the primary address, `smtp:` any other; what else is in the list (X500, SIP) is no address of e-mail. */
const addressesOf = (user: t.TypeOf<typeof User>): ReadonlyArray<string> => {
  const proxies = (user.proxyAddresses ?? []).flatMap((p) => /^smtp:(.+)$/i.exec(p)?.[1] ?? [])
  const all = [user.mail ?? '', ...proxies, user.userPrincipalName ?? ''].filter(isAddress)
  return all.filter((a, i) => all.findIndex((b) => b.toLowerCase() === a.toLowerCase()) === i)
}

/** Asked for once an hour. Throws `InvalidPayload` for a user without an address. */
export const makeOwnAddresses = (client: GraphClient, root: string): (() => Promise<ReadonlyArray<string>>) => {
  let known: { readonly at: number; readonly addresses: ReadonlyArray<string> } | null = null
  return async () => {
    const now = client.options.now()
    if (known !== null && now - known.at < freshForMs && now >= known.at) return known.addresses
    const { body } = orFail(await client.send({ method: 'GET', path: withQuery(root, { $select: 'mail,userPrincipalName,proxyAddresses' }) }), 'the user')
    const addresses = User.is(body) ? addressesOf(body) : []
    if (addresses.length === 0) throw malformed('user', 'mail', 'nothing', 'an address')
    known = { at: now, addresses }
    return addresses
  }
}
