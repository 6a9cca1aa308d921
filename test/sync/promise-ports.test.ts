import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { cursorExpired, type PortError, throttled, unexpected } from '../../src/core/errors'
import type { CrmPort } from '../../src/core/ports/crm'
import type { MailboxPort } from '../../src/core/ports/mailbox'
import type { StorePort } from '../../src/core/ports/store'
import { crmFromPromises, mailboxFromPromises, PortFailure, type PromiseCrm, type PromiseMailbox, type PromiseStore, storeFromPromises } from '../../src/sync/promise-ports'
import { type ContractCase, crmContract, mailboxContract, storeContract } from '../../src/testing/contracts'
import { makeCommittingCrm, makeCrm, makeMailbox, makeStore } from '../adapters/memory/worlds'

const orThrow = async <A>(call: () => Promise<E.Either<PortError, A>>): Promise<A> => {
  const r = await call()
  if (E.isLeft(r)) throw new PortFailure(r.left)
  return r.right
}
const first = <A>(answers: ReadonlyArray<E.Either<PortError, A>>): A => {
  const [answer] = answers
  if (answer === undefined) throw new Error('no answer')
  if (E.isLeft(answer)) throw new PortFailure(answer.left)
  return answer.right
}

/** Memory ports as a host would write them. */
const asPromises = {
  mailbox: (m: MailboxPort): PromiseMailbox => ({
    capabilities: m.capabilities,
    ownAddresses: () => orThrow(m.ownAddresses),
    changes: (from) => orThrow(m.changes(from)),
    read: (ids) => orThrow(m.read(ids)),
    findByOwnKey: (keys) => orThrow(m.findByOwnKey(keys)),
    attachment: (item, id, atMost) => orThrow(m.attachment(item, id, atMost)),
    write: async (w) => first(await orThrow(m.write([w])))
  }),
  crm: (c: CrmPort): PromiseCrm => ({
    capabilities: c.capabilities,
    changes: (owner, from) => orThrow(c.changes(owner, from)),
    read: (ids) => orThrow(c.read(ids)),
    findByOwnKey: (owner, keys) => orThrow(c.findByOwnKey(owner, keys)),
    findByAddress: (addresses) => orThrow(c.findByAddress(addresses)),
    findSimilar: (owner, kind, probes) => orThrow(c.findSimilar(owner, kind, probes)),
    write: async (w) => first(await orThrow(c.write([w])))
  }),
  store: (s: StorePort): PromiseStore => ({
    links: (scope, q) => orThrow(s.links(scope, q)),
    openLinks: (scope, after, limit) => orThrow(s.openLinks(scope, after, limit)),
    countOpenLinks: (scope) => orThrow(s.countOpenLinks(scope)),
    due: (scope, now) => orThrow(s.due(scope, now)),
    cursor: (scope, side) => orThrow(s.cursor(scope, side)),
    decisions: (scope, q) => orThrow(s.decisions(scope, q)),
    journal: (scope, q) => orThrow(s.journal(scope, q)),
    passes: (scope, limit) => orThrow(s.passes(scope, limit)),
    write: (scope, writes) => orThrow(s.write(scope, writes)),
    activation: (user) => orThrow(s.activation(user)),
    activate: (scope) => orThrow(s.activate(scope)),
    deactivate: (scope) => orThrow(s.deactivate(scope)),
    acquireLease: (user, holder, now, until) => orThrow(s.acquireLease(user, holder, now, until)),
    releaseLease: (user, fence) => orThrow(s.releaseLease(user, fence)),
    prune: (scope, before) => orThrow(s.prune(scope, before))
  })
}

const proveAll = (title: string, cases: ReadonlyArray<ContractCase>): void => {
  describe(title, () => {
    it.each(cases.map((c) => [c.name, c] as const))('%s', async (_, c) => {
      await expect(c.run()).resolves.toBeDefined()
    })
  })
}

proveAll('a mailbox of promises', mailboxContract(async () => {
  const h = await makeMailbox()()
  return { ...h, port: mailboxFromPromises(asPromises.mailbox(h.port)) }
}))
for (const make of [makeCrm(), makeCommittingCrm()])
  proveAll('a CRM of promises', crmContract(async () => {
    const h = await make()
    return { ...h, port: crmFromPromises(asPromises.crm(h.port)) }
  }))
proveAll('a store of promises', storeContract(async () => {
  const h = await makeStore()
  return { ...h, port: storeFromPromises(asPromises.store(h.port)) }
}))

describe('what an async function throws', () => {
  const failing = async (thrown: unknown): Promise<{ readonly port: MailboxPort; readonly seen: ReadonlyArray<unknown> }> => {
    const h = await makeMailbox()()
    const seen: Array<unknown> = []
    const throwing = (): never => {
      throw thrown
    }
    return { port: mailboxFromPromises({ ...asPromises.mailbox(h.port), changes: throwing, write: throwing }, (t) => seen.push(t)), seen }
  }
  const write = { _tag: 'TrashItem', kind: 'task', id: 'x', version: '1' } as const

  it('is its error, where it is a PortFailure', async () => {
    const { port, seen } = await failing(new PortFailure(cursorExpired))
    expect(await port.changes(null)()).toEqual(E.left(cursorExpired))
    expect(seen).toEqual([])
  })
  it('is told by its class alone otherwise, and whole only to the host', async () => {
    const thrown = new TypeError('secret subject')
    const { port, seen } = await failing(thrown)
    expect(await port.changes(null)()).toEqual(E.left(unexpected('TypeError was thrown')))
    expect(seen).toEqual([thrown])
  })
  it('stops no other write', async () => {
    const { port } = await failing(new PortFailure(throttled(5)))
    expect(await port.write([write, write])()).toEqual(E.right([E.left(throttled(5)), E.left(throttled(5))]))
  })
})
