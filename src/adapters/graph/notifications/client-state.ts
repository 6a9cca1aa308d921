/**
 * The `clientState` of a subscription: says which mailbox it belongs to, and that we made it. Nothing has to be
 * remembered for it: it is the mailbox and a keyed hash (HMAC-SHA-256) of it under the host's secret.
 */

/** Graph allows 128 characters; the hash takes 43 of them and the two marks 4. */
const longestMailbox = 81
const shortestSecret = 16

const text = new TextEncoder()

const toBase64Url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const fromBase64Url = (s: string): Uint8Array<ArrayBuffer> | null => {
  if (!/^[\w-]*$/.test(s)) return null
  try {
    return Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  } catch {
    return null
  }
}

export interface ClientStates {
  /** @throws RangeError when the name takes more than 60 bytes in UTF-8, as Graph allows no longer `clientState`. */
  readonly of: (mailbox: string) => Promise<string>
  /** The mailbox that a `clientState` was made for, or `null` where we did not make it. Takes as long for a wrong one as for a right one. */
  readonly mailboxOf: (clientState: string) => Promise<string | null>
}

/** @param secret at least 16 characters, the same on every host that makes or receives; kept out of logs. @throws RangeError when it is shorter. */
export const clientStates = (secret: string): ClientStates => {
  if (secret.length < shortestSecret) throw new RangeError(`the secret of notifications has to have at least ${shortestSecret} characters`)
  let imported: Promise<CryptoKey> | undefined
  const key = (): Promise<CryptoKey> => (imported ??= crypto.subtle.importKey('raw', text.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']))
  return {
    of: async (mailbox) => {
      const name = toBase64Url(text.encode(mailbox))
      if (name.length > longestMailbox) throw new RangeError('the name of a mailbox that is to be subscribed to has to take at most 60 bytes')
      const hash = new Uint8Array(await crypto.subtle.sign('HMAC', await key(), text.encode(mailbox)))
      return `1.${name}.${toBase64Url(hash)}`
    },
    mailboxOf: async (clientState) => {
      const [version, name, hash, more] = clientState.split('.')
      if (version !== '1' || name === undefined || hash === undefined || more !== undefined) return null
      const [mailbox, given] = [fromBase64Url(name), fromBase64Url(hash)]
      if (mailbox === null || given === null) return null
      // Web Crypto compares in constant time.
      return (await crypto.subtle.verify('HMAC', await key(), given, mailbox)) ? new TextDecoder().decode(mailbox) : null
    }
  }
}
