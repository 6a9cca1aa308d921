/** Names of people whose addresses are rows of their own, in one column of the e-mail: a JSON object, `{"bo@kund.se":"Bo"}`. */
import * as E from 'fp-ts/lib/Either.js'
import type { Mailbox } from '../../../core/model/fields'
import { textCell } from './cells'
import type { TableUse } from './column-use'
import { field } from './field'
import type { Field } from './field'

/** Names by address. */
export type Names = Readonly<Record<string, string>>

/** Reads the column; `null`: nobody can tell what stands there. */
export const namesIn = (raw: unknown): Names | null => {
  if (raw === null || raw === undefined || raw === '') return {}
  try {
    const parsed: unknown = JSON.parse(String(raw))
    if (typeof parsed !== 'object' || parsed === null) return null
    // PHP writes an empty object as an empty list.
    return Object.fromEntries(Object.entries(parsed).filter((e): e is [string, string] => typeof e[1] === 'string' && e[1] !== ''))
  } catch {
    return null
  }
}

/** The column as a field. It is none of an activity's own: what stands in it belongs to those to whom the e-mail went. */
export const namesField = (use: TableUse, column: string | undefined, at: string): Field | null => {
  if (column === undefined) return null
  const cell = textCell(use, column, at)
  return field<Names | null>('names', [cell], (names) => [JSON.stringify(names)], ([raw]) => E.right(namesIn(raw)), false)
}

const nameIn = (names: Names, address: string): string | undefined => {
  if (Object.hasOwn(names, address)) return names[address]
  const folded = address.toLowerCase()
  return Object.entries(names).find(([a]) => a.toLowerCase() === folded)?.[1]
}

/** An address as a row has it, with its name behind it. An address has no line break. */
export const withName = (names: Names | null, address: string): string => {
  const name = names === null ? undefined : nameIn(names, address)
  return name === undefined ? address : `${address}\n${name}`
}

/** Takes that apart. */
export const mailboxOf = (raw: unknown): Mailbox => {
  const text = String(raw)
  const end = text.indexOf('\n')
  return end < 0 ? { address: text, name: null } : { address: text.slice(0, end), name: text.slice(end + 1) }
}

const peopleIn = (value: unknown): ReadonlyArray<Mailbox> => (Array.isArray(value) ? (value as ReadonlyArray<Mailbox>) : value === null || value === undefined ? [] : [value as Mailbox])

/**
 * The names that stand there, and those of the people to be written; `null`: nothing is to be written, as all are there or
 * nobody can tell what stands there. Whoever has no name keeps the one that the host knows: addresses that the others have are among them.
 */
export const addNames = (before: Names | null, values: ReadonlyArray<unknown>): Names | null => {
  if (before === null) return null
  const named = values.flatMap(peopleIn).filter((m): m is Mailbox & { readonly name: string } => m.name !== null && m.name !== '' && nameIn(before, m.address) !== m.name)
  if (named.length === 0) return null
  const taken = new Set(named.map((m) => m.address.toLowerCase()))
  return { ...Object.fromEntries(Object.entries(before).filter(([a]) => !taken.has(a.toLowerCase()))), ...Object.fromEntries(named.map((m) => [m.address, m.name])) }
}
