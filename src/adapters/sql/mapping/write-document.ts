/** Documents in a table of the host's. */
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { notFound, unsupported } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Instant } from '../../../core/model/time'
import type { AddDocument } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import type { Param } from '../driver'
import { execute, select } from '../program'
import type { Program } from '../program'
import { textCell } from './cells'
import { keyParam, quote, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { useTable } from './column-use'
import { columnOf } from './columns'
import type { TextColumn } from './columns'
import { defaultsOf, insertRow, newKey } from './insert-row'
import type { DocumentTable } from './mapping'
import { loadByIds, ownerParam } from './rows'
import type { HostRow } from './rows'

type Found = { readonly _tag: 'There'; readonly id: string } | { readonly _tag: 'Missing'; readonly row: HostRow; readonly owner: string; readonly id: string | number | null }

/** The key of a new document: the same for the same owner and key, so that one whose bytes were stored and whose row was not is stored over itself. */
const documentKey = (p: CheckedPlan, { id }: DocumentTable, owner: string, key: string): string | number | null => {
  if (id.made !== 'uuid' && id.made !== 'hex17') return newKey(p, id)
  const hex = createHash('sha256').update(JSON.stringify([p.mapping.name, owner, key])).digest('hex')
  return id.made === 'hex17' ? hex.slice(0, 17) : `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Whether the document is there already, and what it is to be added to. Errors: `Unsupported`, `NotFound`. */
export function* lookForDocument(d: Dialect, p: CheckedPlan, w: AddDocument): Program<E.Either<PortError, Found>> {
  const { documents } = p.mapping
  if (documents === undefined) return E.left(unsupported('documents'))
  const row = (yield* loadByIds(d, p, [w.activity])).get(w.activity)
  if (row === undefined || row.owner !== String(ownerParam(p, row.plan, w.owner))) return E.left(notFound(`activity ${w.activity}`))
  const [known] = yield* select('select document_id from ocs_mapped_documents where mapping = ? and owner = ? and key = ?', [p.mapping.name, row.owner, w.key])
  if (known !== undefined) {
    const id = String(known['document_id'])
    const param = keyParam(p, documents.table, documents.id.column, id)
    if (param !== null && (yield* select(`select 1 as there from ${tableOf(p, documents.table)} where ${quote(documents.id.column)} = ?`, [param])).length > 0) return E.right({ _tag: 'There', id })
  }
  return E.right({ _tag: 'Missing', row, owner: row.owner, id: documentKey(p, documents, row.owner, w.key) })
}

const ownerOf = (p: CheckedPlan, c: TextColumn, table: string, owner: string): Param => textCell(useTable({ columns: [], tables: [], errors: [] }, table, {}, p.functions.converters ?? {}), c, 'documents.owner').encode(owner)

const valuesOf = (p: CheckedPlan, documents: DocumentTable, row: HostRow, w: AddDocument, now: Instant, id: Param): ReadonlyMap<string, Param> => {
  const key = keyParam(p, row.plan.source.table, row.plan.source.id.column, row.key)
  const { activity: to, owner, mimeType, size, bytes } = documents
  const ownerValue = owner === undefined ? row.owner : ownerOf(p, owner, documents.table, w.owner)
  return new Map<string, Param>([
    ...defaultsOf(documents.defaults, { now, owner: ownerValue, id, key: w.key }),
    ...(to.as === 'column' ? ([[to.column, key]] as const) : ([[to.type, to.types[row.plan.kind] ?? null], [to.id, key]] as const)),
    [documents.name, w.name],
    ...(owner === undefined ? [] : ([[columnOf(owner), ownerValue]] as const)),
    ...(mimeType === undefined ? [] : ([[mimeType, w.mimeType]] as const)),
    ...(size === undefined ? [] : ([[size, w.bytes.byteLength]] as const)),
    ...(bytes === undefined ? [] : ([[bytes, w.bytes]] as const))
  ])
}

/** Adds a document to an activity, unless the owner has one with this key; answers with its id. Its bytes are in a column, or have been stored before. */
export function* addDocument(d: Dialect, p: CheckedPlan, w: AddDocument, now: Instant): Program<E.Either<PortError, string>> {
  const found = yield* lookForDocument(d, p, w)
  if (E.isLeft(found)) return found
  if (found.right._tag === 'There') return E.right(found.right.id)
  const { documents } = p.mapping
  if (documents === undefined) return E.left(unsupported('documents'))
  const { row, owner, id } = found.right
  const { source } = row.plan
  // The activity must still be there when this is committed.
  if (d.keepRows !== '') yield* select(`select 1 as there from ${tableOf(p, source.table)} where ${quote(source.id.column)} = ?${d.keepRows}`, [keyParam(p, source.table, source.id.column, row.key)])
  const key = yield* insertRow(p, documents.table, documents.id, id, valuesOf(p, documents, row, w, now, id))
  yield* execute('insert into ocs_mapped_documents (mapping, owner, key, document_id) values (?, ?, ?, ?) on conflict (mapping, owner, key) do update set document_id = excluded.document_id', [p.mapping.name, owner, w.key, key])
  return E.right(key)
}
