/** Ports that write down every call with what it was given: what a pass does, as text for people. */
import * as E from 'fp-ts/lib/Either.js'
import { createSync, SyncFailure, type Sync } from '../../../src'
import { unavailable, type PortError } from '../../../src/core/errors'
import type { Ports } from './between-calls'
import type { Small } from '../../sync/world'

type Task = () => Promise<E.Either<PortError, unknown>>

/** Calls that fail: one by its place among all, or all of a name; with `each`, by their answer for each write. */
export interface Failing {
  readonly call: number | string
  readonly each?: true
  /** With `each`: no answer at all. */
  readonly none?: true
  readonly error: PortError
}

export interface Transcript {
  readonly ports: Ports
  readonly lines: Array<string>
  /** `crm.read`, one for each call. */
  readonly calls: Array<string>
}

const shown = (u: unknown): string => JSON.stringify(u, (_, v: unknown) => (v instanceof Uint8Array ? `${v.length} bytes` : typeof v === 'function' ? undefined : v)) ?? ''

/** What the CRM is to write into our memory together with a write is written down when the CRM asks for it. */
const transcribedCommits = (args: ReadonlyArray<unknown>, note: (line: string) => void): ReadonlyArray<unknown> =>
  args.map((a) =>
    Array.isArray(a)
      ? a.map((w: unknown): unknown => {
          if (typeof w !== 'object' || w === null || !('commit' in w)) return w
          const { commit, ...rest } = w as { readonly commit: (result: unknown) => unknown }
          return {
            ...rest,
            commit: (result: unknown): unknown => {
              const writes = commit(result)
              note(`    commit ${shown(writes)}`)
              return writes
            }
          }
        })
      : a
  )

export const transcribe = (w: Ports, failing: Failing | null = null): Transcript => {
  const lines: Array<string> = []
  const calls: Array<string> = []
  const note = (line: string): void => void lines.push(line)
  const wrapped = (port: keyof Ports): object =>
    Object.fromEntries(
      Object.entries(w[port]).map(([name, member]: [string, unknown]) => {
        const called = (task: Task, args: ReadonlyArray<unknown>): Task => async () => {
          note(`  ${port}.${name} ${args.map(shown).join(' ')}`.trimEnd())
          calls.push(`${port}.${name}`)
          if (failing === null || (failing.call !== calls.length - 1 && failing.call !== `${port}.${name}`)) return task()
          if (failing.none === true) return E.right([])
          return failing.each === true ? E.right((args[0] as ReadonlyArray<unknown>).map(() => E.left(failing.error))) : E.left(failing.error)
        }
        if (name === 'ownAddresses') return [name, called(member as Task, [])]
        if (typeof member !== 'function') return [name, member]
        return [name, (...args: ReadonlyArray<unknown>) => {
          const given = transcribedCommits(args, note)
          return called(() => (member as (...a: ReadonlyArray<unknown>) => Task)(...given)(), args)
        }]
      })
    )
  return { ports: { mailbox: wrapped('mailbox') as Ports['mailbox'], crm: wrapped('crm') as Ports['crm'], store: wrapped('store') as Ports['store'] }, lines, calls }
}

/** Something done with a {@link Sync}, written down to its end. */
export const playTranscribed = async (w: Ports & Pick<Small, 'now'>, act: (sync: Sync) => Promise<unknown>, settings: unknown = {}, failing: Failing | null = null): Promise<Transcript> => {
  const t = transcribe(w, failing)
  let pass = 0
  const sync = createSync({ user: 'anna', database: 'acme', ...t.ports, settings, now: w.now, newPassId: () => `p${++pass}`, worker: 'one', onProgress: (p) => t.lines.push(`  progress ${p.phase} ${p.seen} ${p.done}`) })
  try {
    t.lines.push(`  end ${shown(await act(sync))}`)
  } catch (e) {
    if (!(e instanceof SyncFailure)) throw e
    t.lines.push(`  stopped ${shown(e.error)}`)
  }
  return t
}

/** What is said where a call fails: each thing once, with the first call that made it be said. */
export const failuresOf = async (play: (failing: Failing | null) => Promise<Transcript>, seen: Set<string>): Promise<ReadonlyArray<string>> => {
  const { calls } = await play(null)
  const out: Array<string> = []
  for (const [at, call] of calls.entries()) {
    const failed = await play({ call: at, error: unavailable('down') })
    const said = `  without ${call}: ${failed.lines.at(-1)?.trim() ?? ''}`
    // What a pass did all the same is in the other transcripts.
    if (!said.includes(': stopped') || seen.has(said)) continue
    seen.add(said)
    out.push(said)
  }
  return out
}
