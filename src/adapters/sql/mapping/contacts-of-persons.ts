/** Whose persons they are. */
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program } from '../program'
import { allOf, areAll, columnIn, keyParams, notDeleted, selected, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'

/** The contacts of each person, in order; those that are gone are not told apart here. */
export function* contactsOfPersons(d: Dialect, p: CheckedPlan, persons: ReadonlyArray<string>): Program<ReadonlyMap<string, ReadonlyArray<string>>> {
  const found = new Map<string, ReadonlyArray<string>>()
  const source = p.mapping.contacts?.persons
  if (source === undefined || persons.length === 0) return found
  const { contact } = source
  const [table, person, of] = contact.as === 'column' ? [source.table, source.id, contact.column] : [contact.table, contact.person, contact.contact]
  const keys = keyParams(p, table, person, persons)
  if (keys.length === 0) return found
  const rest = contact.as === 'column' ? allOf(...areAll('r', source.only), ...notDeleted('r', source.deleted)) : allOf(...areAll('r', contact.only), ...notDeleted('r', contact.deleted))
  const rows = yield* select(`select ${selected(p, 'r', table, person)} as person, ${selected(p, 'r', table, of)} as contact from ${tableOf(p, table)} r where ${d.isOneOf(columnIn('r', person))} and ${rest.sql}`, [d.list(keys), ...rest.params])
  for (const row of rows) {
    if (row['contact'] === null || row['contact'] === '') continue
    const id = String(row['person'])
    found.set(id, [...(found.get(id) ?? []), String(row['contact'])].sort())
  }
  return found
}
