/** The bytes of the file. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { damaged } from './damage'

/** What tells one state of a file from another: its size and the time of its last change, in nanoseconds. */
export interface FileState {
  readonly size: number
  readonly mtimeNs: string
}

export interface Source {
  readonly state: FileState
  /** Exactly `length` bytes; damage where the file ends before. */
  readonly read: (at: number, length: number) => Buffer
  /** Up to `length` bytes. */
  readonly readUpTo: (at: number, length: number) => Buffer
  readonly close: () => void
}

const stateOf = (s: { readonly size: bigint; readonly mtimeNs: bigint }): FileState => ({ size: Number(s.size), mtimeNs: s.mtimeNs.toString() })

/** The present state of the file at `path`. Throws the system's error. */
export const fileState = (path: string): FileState => stateOf(statSync(path, { bigint: true }))

/** Opens for reading. Throws the system's error. */
export const openSource = (path: string): Source => {
  const fd = openSync(path, 'r')
  let open = true
  const close = (): void => {
    if (open) closeSync(fd)
    open = false
  }
  try {
    const stat = fstatSync(fd, { bigint: true })
    // Reading a directory fails later with a code that says less.
    if (stat.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' })
    const state = stateOf(stat)
    const readUpTo = (at: number, length: number): Buffer => {
      // The number of a closed file may by now be another file's.
      if (!open) throw Object.assign(new Error('closed'), { code: 'closed' })
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, state.size - at)))
      let done = 0
      while (done < buffer.length) {
        const n = readSync(fd, buffer, done, buffer.length - done, at + done)
        if (n === 0) break
        done += n
      }
      return buffer.subarray(0, done)
    }
    const read = (at: number, length: number): Buffer => {
      if (!Number.isSafeInteger(at) || at < 0 || at + length > state.size) return damaged(`what should stand at byte ${at}: the file ends at ${state.size}`)
      const buffer = readUpTo(at, length)
      return buffer.length === length ? buffer : damaged(`what should stand at byte ${at}`)
    }
    return { state, read, readUpTo, close }
  } catch (e) {
    close()
    throw e
  }
}
