/** The suites can fail: each adapter here is broken in one way, and the case that is named catches it. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { memoryCrm, memoryMailbox, memoryStore } from '../../../src/adapters/memory'
import type { JournalEntry } from '../../../src/core/model/journal'
import type { ActivityRead, CrmPort, CrmWrite } from '../../../src/core/ports/crm'
import type { ItemPage, ItemRead, MailboxPort, MailboxWrite } from '../../../src/core/ports/mailbox'
import type { StorePort } from '../../../src/core/ports/store'
import { type ContractCase, crmContract, mailboxContract, storeContract } from '../../../src/testing/contracts'
import { crmHarness, mailboxHarness, tickingClock } from './worlds'

interface Broken {
  readonly how: string
  readonly cases: ReadonlyArray<ContractCase>
  /** Beginnings of the names of cases, each of which has to fail. */
  readonly caughtBy: ReadonlyArray<string>
}

const mailbox = (how: string, breakIt: (port: MailboxPort) => Partial<MailboxPort>, ...caughtBy: ReadonlyArray<string>): Broken => ({
  how: `mailbox: ${how}`,
  cases: mailboxContract(async () => {
    const good = memoryMailbox({ now: tickingClock(), pageSize: 1 })
    return { ...mailboxHarness(good), port: { ...good, ...breakIt(good) } }
  }),
  caughtBy
})

const crm = (how: string, breakIt: (port: CrmPort) => Partial<CrmPort>, ...caughtBy: ReadonlyArray<string>): Broken => ({
  how: `CRM: ${how}`,
  cases: crmContract(async () => {
    const good = memoryCrm({ now: tickingClock(), pageSize: 3 })
    return { ...crmHarness(good), port: { ...good, ...breakIt(good) } }
  }),
  caughtBy
})

const store = (how: string, breakIt: (port: StorePort) => Partial<StorePort>, ...caughtBy: ReadonlyArray<string>): Broken => ({
  how: `store: ${how}`,
  cases: storeContract(async () => {
    const good = memoryStore()
    return { port: { ...good, ...breakIt(good) }, dispose: async () => undefined }
  }),
  caughtBy
})

/** Gives each write the version that is there, as an adapter does that does not compare. */
const withPresentVersion = (port: MailboxPort, w: MailboxWrite): TE.TaskEither<never, MailboxWrite> => async () => {
  if (w._tag !== 'UpdateItem' && w._tag !== 'TrashItem') return E.right(w)
  const read = await port.read([w.id])()
  const found = E.isRight(read) ? read.right[0] : undefined
  return E.right(found?._tag === 'Found' ? { ...w, version: found.item.version } : w)
}

let freshKeys = 0
const freshKey = (): string => `ocs1:acme:activity:fresh${++freshKeys}:0`

const crmWrites = (port: CrmPort, change: (w: CrmWrite) => CrmWrite): Partial<CrmPort> => ({ write: (writes) => port.write(writes.map(change)) })
const reversed = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => [...all].reverse()

const everyBroken: ReadonlyArray<Broken> = [
  mailbox(
    'the version is not checked',
    (port) => ({
      write: (writes) => async () => {
        const answers = []
        for (const w of writes) {
          const changed = await withPresentVersion(port, w)()
          const one = E.isRight(changed) ? await port.write([changed.right])() : changed
          if (E.isLeft(one)) return one
          answers.push(...one.right)
        }
        return E.right(answers)
      }
    }),
    'UpdateItem: any other present version answers VersionMismatch',
    'UpdateItem: an edit by a person makes the version read before stale',
    'TrashItem: an item that was edited since its version was read',
    'write: carries out the effects in the order given'
  ),
  mailbox(
    'the own key is ignored',
    (port) => ({ write: (writes) => port.write(writes.map((w) => (w._tag === 'CreateItem' ? { ...w, ownKey: freshKey() } : w))) }),
    'CreateItem: a second create with the same key',
    'CreateItem: twice with one key in one call',
    'findByOwnKey: the items stamped'
  ),
  mailbox('keys are compared without case', (port) => ({ findByOwnKey: (keys) => port.findByOwnKey(keys.map((k) => k.toLowerCase())) }), 'findByOwnKey: a prefix, a longer key or another case'),
  mailbox('answers to read come in another order', (port) => ({ read: (ids) => TE.map(reversed<ItemRead>)(port.read(ids)) }), 'read: one answer an id, in the order asked'),
  mailbox(
    'a write that fails stops the next',
    (port) => ({
      write: (writes) => async () => {
        const answers = []
        for (const w of writes) {
          const one = await port.write([w])()
          if (E.isLeft(one)) return one
          answers.push(...one.right)
          if (one.right.some(E.isLeft)) break
        }
        return E.right(answers)
      }
    }),
    'write: answers for each, in order'
  ),
  mailbox('delta pages are marked full', (port) => ({ changes: (from) => TE.map((page: ItemPage) => ({ ...page, full: true }))(port.changes(from)) }), 'changes: every page from null on is marked full'),
  mailbox(
    'what is in Deleted Items is left out',
    (port) => ({
      changes: (from) => async () => {
        const page = await port.changes(from)()
        return E.isLeft(page) ? page : E.right({ ...page.right, changes: page.right.changes.filter((c) => c._tag !== 'Present' || c.item.place === 'normal') })
      }
    }),
    'changes: from null, everything there is',
    'changes: an item moved to Deleted Items is Present'
  ),
  mailbox('a delta begins at the end of the listing instead of its beginning', (port) => ({
    changes: (from) => async () => {
      const page = await port.changes(from)()
      if (E.isLeft(page) || page.right.more || !page.right.full) return page
      let cursor = page.right.cursor
      for (;;) {
        const next = await port.changes(cursor)()
        if (E.isLeft(next)) return next
        cursor = next.right.cursor
        if (!next.right.more) return E.right({ ...page.right, cursor })
      }
    }
  }), 'changes: what changes between the pages of a listing'),
  mailbox('a port throws', () => ({ findByOwnKey: () => async () => { throw new TypeError('no network') } }), 'no function throws or rejects', 'findByOwnKey: asked for nothing'),
  mailbox(
    'a second send goes out',
    (port) => {
      const sent = new Set<string>()
      const again = (w: MailboxWrite): MailboxWrite => (w._tag !== 'SendEmail' || sent.size === sent.add(w.ownKey).size - 1 ? w : { ...w, ownKey: freshKey() })
      return { write: (writes) => port.write(writes.map(again)) }
    },
    'SendEmail: a second send with the same key sends nothing'
  ),
  mailbox('it says it cannot be written to, and writes', (port) => ({ capabilities: { ...port.capabilities, writes: false, sends: false } }), 'write: where writes is false every effect answers Unsupported'),
  mailbox('attachments are always read whole', (port) => ({ attachment: (item, attachment) => port.attachment(item, attachment, null) }), 'attachment: the bytes of a file attachment, or the first atMost'),

  crm('the owner is not checked', (port) => ({
    write: (writes) => async () => {
      const reads = await port.read(writes.map((w) => (w._tag === 'AddDocument' ? w.activity : 'id' in w ? w.id : 'none')))()
      return port.write(writes.map((w, i) => {
        const read = E.isRight(reads) ? reads.right[i] : undefined
        return read?._tag === 'Found' ? { ...w, owner: read.activity.owner } : w
      }))()
    }
  }), 'UpdateActivity: an activity of another owner', 'DeleteActivity: an activity of another owner', 'AddDocument: an activity of another owner'),
  crm('the own key is ignored', (port) => crmWrites(port, (w) => (w._tag === 'CreateActivity' ? { ...w, ownKey: freshKey() } : w)), 'CreateActivity: a second create with the same key'),
  crm('documents are added again', (port) => crmWrites(port, (w) => (w._tag === 'AddDocument' ? { ...w, key: freshKey() } : w)), 'AddDocument: a second add with the same key'),
  crm('addresses are compared with their case', (port) => ({ findByAddress: (addresses) => port.findByAddress(addresses.filter((a) => a === a.toLowerCase())) }), 'findByAddress: letters’ case does not count'),
  crm('addresses lose their tags', (port) => ({ findByAddress: (addresses) => port.findByAddress(addresses.map((a) => a.trim().replace(/\+[^@]*/, ''))) }), 'findByAddress: otherwise addresses are compared as they are'),
  crm('read shows only the activities of one owner', (port) => ({
    read: (ids) => TE.map((all: ReadonlyArray<ActivityRead>) => all.map((r): ActivityRead => (r._tag === 'Found' && r.activity.owner === 'bert' ? { _tag: 'Missing', id: r.id } : r)))(port.read(ids))
  }), 'read: one answer an id, in the order asked, whoever owns it'),
  crm('the feed is not confined to the owner', (port) => ({ changes: (_, from) => port.changes('anna', from) }), 'changes: from null, all of the owner’s activities, and of nobody else'),
  crm('a deletion of what is gone fails', (port) => ({
    write: (writes) => async () => {
      const reads = await port.read(writes.map((w) => ('id' in w ? w.id : 'none')))()
      const answers = await port.write(writes)()
      if (E.isLeft(reads) || E.isLeft(answers)) return answers
      return E.right(answers.right.map((a, i) => (writes[i]?._tag === 'DeleteActivity' && reads.right[i]?._tag === 'Missing' ? E.left({ _tag: 'NotFound' as const, what: 'activity' }) : a)))
    }
  }), 'DeleteActivity: deletes; an activity that is gone already is a success'),
  crm('an update sets what its patch does not name', (port) => crmWrites(port, (w) => (w._tag === 'UpdateActivity' ? { ...w, patch: { subject: '', ...w.patch } } : w)), 'UpdateActivity: writes the fields of its patch'),

  store('the database is ignored', (port) => ({ links: (s, q) => port.links({ ...s, database: 'acme' }, q), write: (s, w) => port.write({ ...s, database: 'acme' }, w) }), 'everything is confined to its scope: another user or another database'),
  store('user and database are joined with a colon', (port) => {
    const joined = (s: { readonly user: string; readonly database: string }): { readonly user: string; readonly database: string } => ({ user: `${s.user}:${s.database}`, database: '' })
    return { links: (s, q) => port.links(joined(s), q), cursor: (s, side) => port.cursor(joined(s), side), write: (s, w) => port.write(joined(s), w) }
  }, 'everything is confined to its scope: scopes that run together'),
  store('writes are carried out one by one', (port) => ({
    write: (s, writes) => async () => {
      for (const w of writes) {
        const one = await port.write(s, [w])()
        if (E.isLeft(one)) return one
      }
      return E.right(undefined)
    }
  }), 'write: all of the writes, or none of them'),
  store('the journal is told oldest first', (port) => ({ journal: (s, q) => TE.map(reversed<JournalEntry>)(port.journal(s, q)) }), 'journal: the latest entries, newest first'),
  store('closed links are counted', () => ({ countOpenLinks: () => TE.right(2) }), 'openLinks and countOpenLinks: a link that is closed leaves them'),
  store('a page of open links includes the id it comes after', (port) => ({ openLinks: (s, after, limit) => port.openLinks(s, after === null ? null : after.slice(0, -1), limit) }), 'openLinks: open links in ascending order of id'),
  store('a second database is activated silently', (port) => ({
    activate: (s) => async () => {
      const active = await port.activation(s.user)()
      if (E.isRight(active) && active.right !== null) await port.deactivate({ user: s.user, database: active.right })()
      return port.activate(s)()
    }
  }), 'activate: while active against another database'),
  store('deactivating forgets whatever is active', (port) => ({
    deactivate: (s) => async () => {
      const active = await port.activation(s.user)()
      return port.deactivate({ user: s.user, database: E.isRight(active) && active.right !== null ? active.right : s.database })()
    }
  }), 'deactivate: of a database that is not the active one'),
  store('the lease is not kept from others', (port) => ({
    acquireLease: (user, _, now, until) => port.acquireLease(user, 'everybody', now, until)
  }), 'acquireLease: another holder’s lease with an until after now', 'acquireLease: holders are compared as they are'),
  store('a lease is given back as it was to the same holder', (port) => {
    const held = new Map<string, number>()
    return {
      acquireLease: (user, holder, now, until) => async () => {
        const known = held.get(`${user} ${holder}`)
        if (known !== undefined) return E.right(known)
        const granted = await port.acquireLease(user, holder, now, until)()
        if (E.isRight(granted)) held.set(`${user} ${holder}`, granted.right)
        return granted
      }
    }
  }, 'acquireLease: answers a whole number that counts up', 'acquireLease: the same holder may acquire again'),
  store('whoever releases ends the present grant', (port) => {
    const latest = new Map<string, number>()
    return {
      acquireLease: (user, holder, now, until) => TE.map((fence: number) => (latest.set(user, fence), fence))(port.acquireLease(user, holder, now, until)),
      releaseLease: (user) => port.releaseLease(user, latest.get(user) ?? 0)
    }
  }, 'releaseLease: if it is not the present grant', 'acquireLease: another holder’s lease with an until at or before now'),
  store('a release is forgotten', () => ({ releaseLease: () => TE.right(undefined) }), 'releaseLease: ends the grant with this fence', 'Fence: if the grant was released'),
  store('fences are passed over', (port) => ({ write: (s, w) => port.write(s, w.filter((one) => one._tag !== 'Fence')) }), 'Fence: wherever it stands in a write', 'Fence: of the present grant', 'Fence: if the grant was released'),
  store('only the first of a write is looked at for a fence', (port) => ({ write: (s, w) => port.write(s, w.filter((one, i) => i === 0 || one._tag !== 'Fence')) }), 'Fence: wherever it stands in a write'),
  store('a fence does not hold once the lease has run out', (port) => {
    const ends = new Map<number, string>()
    return {
      acquireLease: (user, holder, now, until) => TE.map((fence: number) => (ends.set(fence, until), fence))(port.acquireLease(user, holder, now, until)),
      write: (s, w) => (w.some((one) => one._tag === 'Fence' && (ends.get(one.fence) ?? '') < one.until) ? TE.left({ _tag: 'VersionMismatch', what: 'lease' }) : port.write(s, w))
    }
  }, 'Fence: a lease that has run out and that nobody else has taken'),
  store('a lease is one of a database', (port) => ({ write: (s, w) => (s.database === 'acme' ? port.write(s, w) : port.write({ ...s, user: `${s.user} ${s.database}` }, w)) }), 'acquireLease: a lease is the user’s in all databases'),
  store('the last decision that is put stays, whatever was there', (port) => ({
    write: (s, w) => async () => {
      const ids = w.flatMap((one) => (one._tag === 'PutDecision' ? [one.decision] : []))
      const present = await port.decisions(s, { ids: ids.map((d) => d.id) })()
      // By way of what may always be put, an answer is first made one that is over.
      if (E.isRight(present)) for (const d of present.right) if (d.state === 'answered') await port.write(s, [{ _tag: 'PutDecision', decision: { ...d, state: 'done' } }])()
      if (E.isRight(present)) for (const d of ids) if (d.state === 'answered') await port.write(s, [{ _tag: 'PutDecision', decision: { ...d, state: 'open', answer: null } }])()
      return port.write(s, w)()
    }
  }), 'PutDecision: an answered decision is replaced only by one', 'PutDecision: an answered decision replaces only one that is open'),
  store('retries are due before their time', (port) => ({ due: (s) => port.due(s, '2999-01-01T00:00:00.000Z') }), 'due: retries whose notBefore', 'due: open links with reviewAt')
]

describe('a broken adapter is caught', () => {
  it.each(everyBroken)('$how', async ({ cases, caughtBy }) => {
    for (const name of caughtBy) {
      const named = cases.filter((c) => c.name.startsWith(name))
      expect(named.map((c) => c.name), `no case is named ${name}`).not.toEqual([])
      const results = await Promise.allSettled(named.map((c) => c.run()))
      expect(results.some((r) => r.status === 'rejected'), `${name} did not fail`).toBe(true)
      for (const r of results) if (r.status === 'rejected') expect(String(r.reason)).toMatch(/^Error: .+: expected .+, got .+$/s)
    }
  })
})
