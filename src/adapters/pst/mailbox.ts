/** A read-only mailbox port over an Outlook data file. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { cursorExpired, invalidPayload, notFound, unavailable, unsupported, type PortError } from '../../core/errors'
import type { Cursor, ItemPage, MailboxPort } from '../../core/ports/mailbox'
import { decodePstConfig, type CheckedPstConfig, type PstConfig } from './config'
import { formatCursor, parseCursor } from './cursor'
import { toPortError } from './errors'
import { fileState } from './format/source'
import { readPage, type Listed } from './listing'
import { openSession, type Session } from './session'

/** A mailbox port that holds a file open, once it has been asked for something. */
export interface PstMailbox extends MailboxPort {
  /** Closes the file. What is asked after that answers `Unavailable`. May be called more than once. */
  readonly close: () => void
}

interface Open {
  readonly session: Session
  readonly listed: Listed
}

/** The functions that work on the file; they throw what the format's layer throws, and are called one at a time. */
const openFunctions = (config: CheckedPstConfig) => {
  let open: Open | null = null

  const close = (): void => {
    open?.session.file.close()
    open = null
  }

  /** The file as it is now: opened when first asked for, and again when it has changed. */
  const current = (): Open => {
    const now = fileState(config.file)
    const state = open?.session.file.state
    if (open !== null && state?.size === now.size && state.mtimeNs === now.mtimeNs) return open
    close()
    open = { session: openSession(config), listed: new Map() }
    return open
  }

  const changes = async (from: Cursor | null): Promise<E.Either<PortError, ItemPage>> => {
    const { session, listed } = current()
    const { folders, file } = session
    const first = folders[0]
    const start = from === null ? E.right({ at: first === undefined ? null : { folder: first.id, done: 0 } }) : parseCursor(from, file.state)
    if (E.isLeft(start)) return E.left(cursorExpired)
    const { at } = start.right
    if (at === null) return E.right({ changes: [], cursor: formatCursor(file.state, { at: null }), more: false, full: from === null })
    if (!folders.some((f) => f.id === at.folder)) return E.left(cursorExpired)
    return E.right(await readPage(session, config, listed, { at }))
  }
  return { current, changes, close }
}

/**
 * Opens a mailbox on a .pst or .ost file. Nothing is read until a function is asked; no function throws or writes.
 *
 * - `changes(null)` lists everything, folder by folder, at most `pageSize` entries a page. The last page's cursor stands
 *   for the file as it was: with an unchanged file it answers with an empty page, with a changed one `CursorExpired`.
 * - An item's id is its node's in the file, its identity the Message-ID or the iCalUId.
 * - Left out are contacts, distribution lists, journal entries, notes, posts, settings and task requests; search folders,
 *   folders outside the visible tree (recoverable items, views), hidden items of folders, synchronisation problems.
 * - Recurring tasks are their present occurrence; the bodies of a series' exceptions are not read.
 *
 * Errors: `NotFound` (no such file; the base name is told, not the path), `InvalidPayload` (a wrong configuration, no
 * data file, an encrypted one, damage that leaves nothing to read), `Unauthorized`, `Unavailable` (closed; the disk does
 * not answer), `CursorExpired`, and `Unsupported` from `write`. What is damaged in part is delivered in part: the rest
 * are `Failed` changes, under the id `folder:<node>` where not even the ids could be read.
 *
 * @example pstMailbox({ file: 'archive.pst', ownAddresses: ['anna@acme.se'], zone: 'Europe/Stockholm' })
 * @see [MS-PST] https://learn.microsoft.com/openspecs/office_file_formats/ms-pst/
 */
export const pstMailbox = (given: PstConfig): PstMailbox => {
  const decoded = decodePstConfig(given)
  const functions = E.isRight(decoded) ? openFunctions(decoded.right) : null
  let closed = false
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other: a call that finds the file changed reopens it, and must not do so under another. */
  const run =
    <A>(work: (f: NonNullable<typeof functions>) => E.Either<PortError, A> | Promise<E.Either<PortError, A>>): TaskEither<PortError, A> =>
    () => {
      const turn = last.then(async (): Promise<E.Either<PortError, A>> => {
        if (functions === null || E.isLeft(decoded)) return E.left(invalidPayload('configuration of the data file', E.isLeft(decoded) ? decoded.left : []))
        if (closed) return E.left(unavailable('the data file was closed'))
        try {
          return await work(functions)
        } catch (e) {
          return E.left(toPortError(e, decoded.right.file))
        }
      })
      last = turn
      return turn
    }

  return {
    capabilities: { kinds: ['email', 'appointment', 'task'], writes: false, sends: false },
    ownAddresses: run(() => E.right(E.isRight(decoded) ? decoded.right.own : [])),
    changes: (from) => run((f) => f.changes(from)),
    read: (ids) => run((f) => E.right(ids.map(f.current().session.read))),
    // Nothing was ever stamped in a file that cannot be written.
    findByOwnKey: () => run(() => E.right([])),
    attachment: (item, id, atMost) =>
      run((f) => {
        const bytes = f.current().session.attachment(item, id, atMost)
        return bytes === null ? E.left(notFound(`attachment ${id} of item ${item}`)) : E.right(bytes)
      }),
    write: (writes) => run(() => E.right(writes.map(() => E.left(unsupported('writing to an Outlook data file'))))),
    close: () => {
      closed = true
      functions?.close()
    }
  }
}
