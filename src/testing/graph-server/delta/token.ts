/** Delta and skip tokens: opaque to clients, with all that a round needs to go on. */
import { refuse } from '../http/answer'
import type { Context } from '../context'

export interface Round {
  /** What it was begun on: the path without its user, and the mailbox. */
  readonly of: string
  /** Everything after this is told; -1 in a first round, which tells what is there. */
  readonly from: number
  /** Everything up to this; what comes later is for the next round. */
  readonly until: number
  /** How many entries of the round were told already. */
  readonly told: number
  /** Query options and window, as the first request had them. */
  readonly query: Readonly<Record<string, string>>
  readonly issuedMs: number
  readonly epoch: number
}

const check = (text: string): string => {
  let sum = 7
  for (const c of text) sum = (sum * 31 + c.charCodeAt(0)) % 1_679_616
  return sum.toString(36).padStart(4, '0')
}

export const writeToken = (round: Round): string => {
  const text = Buffer.from(JSON.stringify(round)).toString('base64url')
  return `${check(text)}${text}`
}

const invalid = (): never => refuse(400, 'ErrorInvalidSyncStateData', 'The sync state data is not valid.')

export const readToken = (token: string): Round => {
  const text = token.slice(4)
  if (text === '' || check(text) !== token.slice(0, 4)) return invalid()
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Round
}

const dayMs = 86_400_000

export const isTooOld = (ctx: Context, round: Round): boolean => {
  const lifetimeMs = ctx.server.options.deltaTokenLifetimeMs ?? 30 * dayMs
  return round.epoch < ctx.server.deltaEpoch || Date.parse(ctx.server.world.now()) - round.issuedMs > lifetimeMs
}
