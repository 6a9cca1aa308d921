/** The senders and recipients in the headers with which a message travelled: names that have lost their address elsewhere may still have it here. */
import { mailable, nameKey } from './smtp'

const fields = new Set(['from', 'to', 'cc', 'reply-to', 'sender'])
const lengthAtMost = 200_000

const entryAtMost = 1000

/** The entries of a list of addresses: commas and semicolons within quotes do not part them. In one go over the text, as strangers write it. */
const entriesOf = (list: string): ReadonlyArray<string> => {
  const entries: Array<string> = []
  let quoted = false
  let from = 0
  for (let i = 0; i <= list.length; i++) {
    const c = list[i]
    if (c === '\\' && quoted) i++
    else if (c === '"') quoted = !quoted
    else if (c === undefined || (!quoted && (c === ',' || c === ';'))) {
      entries.push(list.slice(from, i))
      from = i + 1
    }
  }
  return entries.filter((e) => e.length <= entryAtMost)
}

/**
 * Addresses that can be mailed, by the key of the name that stood with them. RFC 2047 words are left as they are: a name
 * that is not recognised only means that no address is found for it.
 */
export const addressesInHeaders = (headers: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const unfolded = headers.slice(0, lengthAtMost).replace(/\r?\n[ \t]+/g, ' ')
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 0 || !fields.has(line.slice(0, colon).trim().toLowerCase())) continue
    for (const entry of entriesOf(line.slice(colon + 1))) {
      const bracket = entry.lastIndexOf('<')
      const key = bracket < 0 ? '' : nameKey(entry.slice(0, bracket))
      const resolved = bracket < 0 ? null : mailable(entry.slice(bracket))
      if (key !== '' && resolved !== null && !found.has(key)) found.set(key, resolved)
    }
  }
  return found
}
