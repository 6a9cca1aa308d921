/** Ports written as plain async functions that throw, made into the ports that the engine takes. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type PortError, showPortError, unexpected } from '../core/errors'
import type { Item } from '../core/model/item'
import type { CrmPort, CrmResult, CrmWrite } from '../core/ports/crm'
import type { MailboxPort, MailboxWrite } from '../core/ports/mailbox'
import type { StorePort } from '../core/ports/store'

/** What such a function throws to say what went wrong: `throw new PortFailure(throttled(5000))`. */
export class PortFailure extends Error {
  override readonly name = 'PortFailure'
  constructor(readonly error: PortError) {
    super(showPortError(error))
  }
}

type Promised<F> = F extends TaskEither<PortError, infer A> ? () => Promise<A> : F extends (...args: infer P) => TaskEither<PortError, infer A> ? (...args: P) => Promise<A> : F

/** A {@link MailboxPort} whose functions are async; `write` is given one effect at a time. */
export type PromiseMailbox = { readonly [K in Exclude<keyof MailboxPort, 'write'>]: Promised<MailboxPort[K]> } & { readonly write: (write: MailboxWrite) => Promise<Item | null> }
/** What not every CRM can do. */
type OptionalOfCrm = 'searchContacts' | 'createContact'
/** A {@link CrmPort} whose functions are async; `write` is given one effect at a time, and calls its `commit` only where `commitsWithStore`. */
export type PromiseCrm = { readonly [K in Exclude<keyof CrmPort, 'write' | OptionalOfCrm>]: Promised<CrmPort[K]> } & { readonly [K in OptionalOfCrm]?: Promised<NonNullable<CrmPort[K]>> } & {
  readonly write: (write: CrmWrite) => Promise<CrmResult>
}
/** A {@link StorePort} whose functions are async. */
export type PromiseStore = { readonly [K in keyof StorePort]: Promised<StorePort[K]> }

/** What is told of anything else that was thrown: its class. Its message may hold content of items, so it goes to `onThrown` and nowhere else. */
const errorOf = (thrown: unknown, onThrown: (thrown: unknown) => void): PortError => {
  if (thrown instanceof PortFailure) return thrown.error
  onThrown(thrown)
  return unexpected(thrown instanceof Error ? `${thrown.constructor.name} was thrown` : `a ${typeof thrown} was thrown`)
}

const settle = async <A>(call: () => Promise<A>, onThrown: (thrown: unknown) => void): Promise<E.Either<PortError, A>> => {
  try {
    return E.right(await call())
  } catch (thrown) {
    return E.left(errorOf(thrown, onThrown))
  }
}

const lift =
  (onThrown: (thrown: unknown) => void) =>
  <P extends ReadonlyArray<unknown>, A>(f: (...args: P) => Promise<A>) =>
  (...args: P): TaskEither<PortError, A> =>
  () =>
    settle(() => f(...args), onThrown)

const oneByOne = async <W, A>(writes: ReadonlyArray<W>, write: (w: W) => Promise<A>, onThrown: (thrown: unknown) => void): Promise<E.Either<PortError, ReadonlyArray<E.Either<PortError, A>>>> => {
  const answers: Array<E.Either<PortError, A>> = []
  for (const w of writes) answers.push(await settle(() => write(w), onThrown))
  return E.right(answers)
}

const ignore = (): void => undefined

/** @param onThrown sees what was thrown that is no {@link PortFailure}; the engine is told only its class. Default: nobody does */
export const mailboxFromPromises = (m: PromiseMailbox, onThrown: (thrown: unknown) => void = ignore): MailboxPort => {
  const up = lift(onThrown)
  return {
    capabilities: m.capabilities,
    ownAddresses: () => settle(() => m.ownAddresses(), onThrown),
    changes: up((from) => m.changes(from)),
    read: up((ids) => m.read(ids)),
    findByOwnKey: up((keys) => m.findByOwnKey(keys)),
    attachment: up((item, attachment, atMost) => m.attachment(item, attachment, atMost)),
    write: (writes) => () => oneByOne(writes, (w) => m.write(w), onThrown)
  }
}

/** @param onThrown see {@link mailboxFromPromises} */
export const crmFromPromises = (c: PromiseCrm, onThrown: (thrown: unknown) => void = ignore): CrmPort => {
  const up = lift(onThrown)
  const { searchContacts, createContact } = c
  return {
    capabilities: c.capabilities,
    changes: up((owner, from) => c.changes(owner, from)),
    read: up((ids) => c.read(ids)),
    findByOwnKey: up((owner, keys) => c.findByOwnKey(owner, keys)),
    findByAddress: up((addresses) => c.findByAddress(addresses)),
    findSimilar: up((owner, kind, probes) => c.findSimilar(owner, kind, probes)),
    write: (writes) => () => oneByOne(writes, (w) => c.write(w), onThrown),
    ...(searchContacts === undefined ? {} : { searchContacts: up((query, limit) => searchContacts(query, limit)) }),
    ...(createContact === undefined ? {} : { createContact: up((contact) => createContact(contact)) })
  }
}

/** @param onThrown see {@link mailboxFromPromises} */
export const storeFromPromises = (s: PromiseStore, onThrown: (thrown: unknown) => void = ignore): StorePort => {
  const up = lift(onThrown)
  return {
    links: up((scope, query) => s.links(scope, query)),
    openLinks: up((scope, after, limit) => s.openLinks(scope, after, limit)),
    countOpenLinks: up((scope) => s.countOpenLinks(scope)),
    due: up((scope, now) => s.due(scope, now)),
    cursor: up((scope, side) => s.cursor(scope, side)),
    decisions: up((scope, query) => s.decisions(scope, query)),
    journal: up((scope, query) => s.journal(scope, query)),
    passes: up((scope, limit) => s.passes(scope, limit)),
    write: up((scope, writes) => s.write(scope, writes)),
    activation: up((user) => s.activation(user)),
    activate: up((scope) => s.activate(scope)),
    deactivate: up((scope) => s.deactivate(scope)),
    acquireLease: up((user, holder, now, until) => s.acquireLease(user, holder, now, until)),
    releaseLease: up((user, fence) => s.releaseLease(user, fence)),
    prune: up((scope, before) => s.prune(scope, before))
  }
}
