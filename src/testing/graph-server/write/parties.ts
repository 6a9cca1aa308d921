/** Recipients as Exchange completes them. */
import type { Recipient } from '@microsoft/microsoft-graph-types'
import { refuse } from '../http/answer'
import type { ServerUser } from '../state/model'

interface Given {
  readonly emailAddress?: { readonly address?: string | null; readonly name?: string | null } | null
}

/** Where no name is known, the address stands in its place. */
export const completeRecipient = (given: Given): Recipient => {
  const address = given.emailAddress?.address ?? ''
  const name = given.emailAddress?.name ?? ''
  return { emailAddress: { name: name === '' ? address : name, address } }
}

/** Refuses what can never be mailed. */
export const readRecipients = (given: ReadonlyArray<Given> | null | undefined): Array<Recipient> =>
  (given ?? []).map((r) => ((r.emailAddress?.address ?? '') === '' && (r.emailAddress?.name ?? '') === '' ? refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.') : completeRecipient(r)))

export const ownerOf = (user: ServerUser): Recipient => ({ emailAddress: { name: user.displayName, address: user.mail } })
