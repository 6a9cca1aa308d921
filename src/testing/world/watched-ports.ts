/** Ports that note what is written, for law L9 (nothing that changes nothing, and each entity at most once a pass), and one in which single items cannot be read. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { MemoryCrm, MemoryMailbox } from '../../adapters/memory'
import type { ItemPage, ItemRead } from '../../core/ports/mailbox'

export interface WriteLog {
  /** Writes of this pass by entity. */
  readonly perEntity: Map<string, number>
  /** Updates that wrote what was there already. */
  readonly idle: Array<string>
}

const count = (log: WriteLog, key: string): void => void log.perEntity.set(key, (log.perEntity.get(key) ?? 0) + 1)

const changesNothing = (fields: object | undefined, patch: object): boolean =>
  fields !== undefined && Object.entries(patch).every(([f, v]) => JSON.stringify((fields as { readonly [k: string]: unknown })[f]) === JSON.stringify(v))

export const watchMailbox = (m: MemoryMailbox, log: WriteLog): MemoryMailbox => ({
  ...m,
  write: (writes) => {
    for (const w of writes) {
      if (w._tag === 'UpdateItem') {
        count(log, `item ${w.id}`)
        if (changesNothing(m.person.get(w.id)?.fields, w.patch)) log.idle.push(`item ${w.id}`)
      } else if (w._tag === 'TrashItem') count(log, `item ${w.id}`)
      else count(log, `item with key ${w.ownKey}`)
    }
    return m.write(writes)
  }
})

export const watchCrm = (c: MemoryCrm, log: WriteLog): MemoryCrm => ({
  ...c,
  write: (writes) => {
    for (const w of writes) {
      if (w._tag === 'UpdateActivity') {
        count(log, `activity ${w.id}`)
        if (changesNothing(c.person.get(w.id)?.fields, w.patch)) log.idle.push(`activity ${w.id}`)
      } else if (w._tag === 'DeleteActivity') count(log, `activity ${w.id}`)
      else if (w._tag === 'CreateActivity') count(log, `activity with key ${w.ownKey}`)
      else count(log, `document ${w.key}`)
    }
    return c.write(writes)
  }
})

/** A mailbox that tells of some items only that they are there and cannot be read. */
export const spoilMailbox = (m: MemoryMailbox, spoiled: ReadonlySet<string>): MemoryMailbox => {
  const error = { _tag: 'InvalidPayload', what: 'item', errors: [{ field: 'fields.time', got: 'string', expected: 'a time' }] } as const
  return {
    ...m,
    changes: (from) => TE.map((page: ItemPage) => ({ ...page, changes: page.changes.map((c) => (c._tag === 'Present' && spoiled.has(c.item.id) ? { _tag: 'Failed' as const, id: c.item.id, error } : c)) }))(m.changes(from)),
    read: (ids) => TE.map((reads: ReadonlyArray<ItemRead>) => reads.map((r) => (r._tag === 'Found' && spoiled.has(r.id) ? { _tag: 'Failed' as const, id: r.id, error } : r)))(m.read(ids))
  }
}
