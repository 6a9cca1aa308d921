/** A mailbox that holds nothing but what was edited: item n is computed from n whenever it is asked for, so a million cost no memory. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { notFound, unsupported, versionMismatch, type PortError } from '../src/core/errors'
import type { AppointmentFields } from '../src/core/model/fields'
import type { AppointmentItem, Item } from '../src/core/model/item'
import type { ItemChange, MailboxPort, MailboxWrite } from '../src/core/ports/mailbox'
import { type BodyLength, itemOf } from './records'

export interface LazyMailbox extends MailboxPort {
  /** An edit of a person. */
  readonly edit: (n: number, fields: Partial<AppointmentFields>) => void
  readonly item: (n: number) => AppointmentItem
}

export interface LazyMailboxOptions {
  /** The mailbox has the items from `from` to `from + items - 1`. */
  readonly items: number
  readonly from?: number
  readonly length?: BodyLength
}

const pageSize = 500

const numberOf = (id: string): number => (/^item-\d+$/.test(id) ? Number(id.slice(5)) : -1)

export const lazyMailbox = ({ items, from = 0, length = 'usual' }: LazyMailboxOptions): LazyMailbox => {
  const edited = new Map<number, { readonly version: number; readonly fields: Partial<AppointmentFields> }>()
  /** Numbers of the items in the order in which they changed: the position in it is the cursor. */
  const log: Array<number> = []
  const has = (n: number): boolean => n >= from && n < from + items
  const item = (n: number): AppointmentItem => {
    const e = edited.get(n)
    return e === undefined ? itemOf(n, length) : itemOf(n, length, `v${e.version}`, e.fields)
  }
  const edit = (n: number, fields: Partial<AppointmentFields>): void => {
    const e = edited.get(n) ?? { version: 1, fields: {} }
    edited.set(n, { version: e.version + 1, fields: { ...e.fields, ...fields } })
    log.push(n)
  }
  const present = (n: number): ItemChange => ({ _tag: 'Present', item: item(n) })
  const write = (w: MailboxWrite): E.Either<PortError, Item> => {
    if (w._tag !== 'UpdateItem') return E.left(unsupported(w._tag))
    const n = numberOf(w.id)
    if (!has(n)) return E.left(notFound(w.id))
    if (item(n).version !== w.version) return E.left(versionMismatch(w.id))
    edit(n, w.patch as Partial<AppointmentFields>)
    return E.right(item(n))
  }
  return {
    capabilities: { kinds: ['email', 'appointment', 'task'], writes: true, sends: false },
    ownAddresses: TE.right(['anna@acme.se']),
    // `log:<position>`, or `list:<next item>:<position when the listing began>`.
    changes: (cursor) =>
      TE.fromIO(() => {
        const [kind, at, begun] = (cursor ?? `list:${from}:${log.length}`).split(':')
        if (kind === 'log') {
          const to = Math.min(log.length, Number(at) + pageSize)
          return { changes: [...new Set(log.slice(Number(at), to))].map(present), cursor: `log:${to}`, more: to < log.length, full: false }
        }
        const to = Math.min(from + items, Number(at) + pageSize)
        const more = to < from + items
        return { changes: Array.from({ length: to - Number(at) }, (_, i) => present(Number(at) + i)), cursor: more ? `list:${to}:${begun}` : `log:${begun}`, more, full: true }
      }),
    read: (ids) => TE.fromIO(() => ids.map((id) => (has(numberOf(id)) ? { _tag: 'Found', id, item: item(numberOf(id)) } : { _tag: 'Missing', id }))),
    findByOwnKey: () => TE.right([]),
    attachment: () => TE.left(notFound('attachment')),
    write: (writes) => TE.fromIO(() => writes.map(write)),
    edit,
    item
  }
}
