/** The register and the documents of a mapping, as far as compiling it goes. */
import type { Kind } from '../../../core/model/fields'
import { checkIdFunction, useAddresses } from './address-use'
import { flagCell, textCell } from './cells'
import { useTable } from './column-use'
import type { Findings } from './column-use'
import { columnOf } from './columns'
import type { Constants, FlagColumn } from './columns'
import type { MappingFunctions } from './functions'
import type { DocumentTable, Mapping, Register } from './mapping'

const useFilter = (findings: Findings, table: string, only: Constants | undefined, deleted: FlagColumn | undefined, at: string): void => {
  const use = useTable(findings, table, {}, {})
  for (const column of Object.keys(only ?? {})) use.column(column, 'any', `${at}.only`)
  if (deleted !== undefined) flagCell(use, deleted, `${at}.deleted`)
}

const useRegister = (findings: Findings, functions: MappingFunctions, r: Register): void => {
  const use = useTable(findings, r.table, {}, {})
  use.column(r.id, 'key', 'contacts.id')
  for (const column of typeof r.name === 'string' ? [r.name] : r.name) use.column(column, 'text', 'contacts.name')
  useFilter(findings, r.table, r.only, r.deleted, 'contacts')
  if (r.addresses !== undefined) useAddresses(findings, functions, r.table, r.addresses, 'contacts.addresses')
  findings.tables.push({ table: r.table, at: 'contacts', key: r.id, filled: null })
  const { persons: p } = r
  if (p === undefined) return
  useTable(findings, p.table, {}, {}).column(p.id, 'key', 'contacts.persons.id')
  useFilter(findings, p.table, p.only, p.deleted, 'contacts.persons')
  useAddresses(findings, functions, p.table, p.addresses, 'contacts.persons.addresses')
  findings.tables.push({ table: p.table, at: 'contacts.persons', key: p.id, filled: null })
  if (p.contact.as === 'column') return void useTable(findings, p.table, {}, {}).column(p.contact.column, 'key', 'contacts.persons.contact')
  const rows = useTable(findings, p.contact.table, {}, {})
  rows.column(p.contact.person, 'key', 'contacts.persons.contact.person')
  rows.column(p.contact.contact, 'key', 'contacts.persons.contact.contact')
  useFilter(findings, p.contact.table, p.contact.only, p.contact.deleted, 'contacts.persons.contact')
  findings.tables.push({ table: p.contact.table, at: 'contacts.persons.contact', key: null, filled: null })
}

const useDocuments = (findings: Findings, functions: MappingFunctions, d: DocumentTable, kinds: ReadonlyArray<Kind>): void => {
  const use = useTable(findings, d.table, {}, functions.converters ?? {})
  use.column(d.id.column, 'key', 'documents.id')
  checkIdFunction(findings, functions, d.table, d.id)
  use.column(d.name, 'text', 'documents.name')
  const { activity } = d
  if (activity.as === 'column') use.column(activity.column, 'key', 'documents.activity')
  else {
    use.column(activity.type, 'text', 'documents.activity.type')
    use.column(activity.id, 'key', 'documents.activity.id')
    for (const kind of kinds) if (activity.types[kind] === undefined) use.wrong(activity.type, `no type for ${kind}`, 'a type of parent for each kind, for documents.activity.types')
  }
  if (d.owner !== undefined) textCell(use, d.owner, 'documents.owner', 'key')
  if (d.mimeType !== undefined) use.column(d.mimeType, 'text', 'documents.mimeType')
  if (d.size !== undefined) use.column(d.size, 'number', 'documents.size')
  if (d.bytes !== undefined) use.column(d.bytes, 'bytes', 'documents.bytes')
  else if (functions.storeDocument === undefined) use.wrong('bytes', 'undefined', 'a column for the bytes, or a function storeDocument')
  else if (d.id.made === 'database') use.wrong(d.id.column, 'made by the database', 'an id that is known before the row is written, as storeDocument is given it')
  for (const column of Object.keys(d.defaults ?? {})) use.column(column, 'any', 'documents.defaults')
  const filled = [d.id.made === 'database' ? undefined : d.id.column, d.name, d.owner === undefined ? undefined : columnOf(d.owner), d.mimeType, d.size, d.bytes, ...(activity.as === 'column' ? [activity.column] : [activity.type, activity.id])]
  findings.tables.push({ table: d.table, at: 'documents', key: d.id.column, filled: [...filled.filter((c) => c !== undefined), ...Object.keys(d.defaults ?? {})] })
}

/** Notes the tables and columns of the register and the documents. */
export const useOthers = (findings: Findings, functions: MappingFunctions, mapping: Mapping): void => {
  if (mapping.contacts !== undefined) useRegister(findings, functions, mapping.contacts)
  if (mapping.documents !== undefined) useDocuments(findings, functions, mapping.documents, Object.keys(mapping.activities) as ReadonlyArray<Kind>)
}
