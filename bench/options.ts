/** What is measured, and how much of it. */
import { parseArgs } from 'node:util'

export const groups = ['reconcile', 'work', 'links', 'mailboxes', 'postgres'] as const
export type Group = (typeof groups)[number]

export interface Options {
  readonly json: boolean
  readonly peers: boolean
  readonly only: ReadonlyArray<Group>
  /** Items of a first pass, of each run of the work. */
  readonly sizes: ReadonlyArray<number>
  /** Links of a file that is filled in bulk, of each run. */
  readonly links: ReadonlyArray<number>
  readonly changes: number
  readonly mailboxes: number
  /** Links of each mailbox. */
  readonly each: number
  /** Of the cases that begin anew each time. */
  readonly rounds: number
}

export const usage = `npm run bench -- [--only ${groups.join(',')}] [--sizes 10000,100000] [--links 10000,100000,1000000] [--changes 100]
                [--mailboxes 10000] [--each 100] [--rounds 3] [--peers] [--json]`

const numbersOf = (name: string, text: string): ReadonlyArray<number> =>
  text.split(',').map((part) => {
    const n = Number(part)
    if (!Number.isInteger(n) || n < 1) throw new Error(`--${name}: ${part} is no whole number from 1\n${usage}`)
    return n
  })

const isGroup = (name: string): name is Group => (groups as ReadonlyArray<string>).includes(name)

export const readOptions = (argv: ReadonlyArray<string>): Options => {
  const text = (initial: string) => ({ type: 'string', default: initial }) as const
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'boolean', default: false }, peers: { type: 'boolean', default: false }, only: text(groups.join(',')), sizes: text('10000,100000'), links: text('10000,100000,1000000'), changes: text('100'), mailboxes: text('10000'), each: text('100'), rounds: text('3') }
  })
  const one = (name: 'changes' | 'mailboxes' | 'each' | 'rounds'): number => numbersOf(name, values[name])[0] ?? 1
  const only = values.only.split(',')
  const unknown = only.find((name) => !isGroup(name))
  if (unknown !== undefined) throw new Error(`--only: there is no ${unknown}\n${usage}`)
  return { json: values.json, peers: values.peers, only: only.filter(isGroup), sizes: numbersOf('sizes', values.sizes), links: numbersOf('links', values.links), changes: one('changes'), mailboxes: one('mailboxes'), each: one('each'), rounds: one('rounds') }
}
