/** The cases for leases, and for `Fence`. */
import type { Scope } from '../../core/model/ids'
import type { StoreWrite } from '../../core/ports/store'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectLeft, expectThat, nearMisses, settle } from './expectations'
import { everything, here, put, type StoreHarness } from './store-harness'
import { sampleDecision, sampleEntry, sampleIntent, sampleLink, sampleRetry, sampleTime } from './store-samples'

type Draft = DraftCase<StoreHarness>

/** Acquires at one sample time until another. */
const acquire = (h: StoreHarness, holder: string, now: number, until: number, user: string = here.user): Promise<number> =>
  ask('acquireLease', h.port.acquireLease(user, holder, sampleTime(now), sampleTime(until)))

/** What another holder is told: until when it is held. */
const heldUntil = async (h: StoreHarness, now: number, user: string = here.user): Promise<string> => {
  const error = expectLeft('acquiring what another holds', await settle('acquireLease', h.port.acquireLease(user, 'somebody else', sampleTime(now), sampleTime(59))), 'AlreadyExists')
  return error._tag === 'AlreadyExists' ? error.what : ''
}

const release = (h: StoreHarness, fence: number, user: string = here.user): Promise<void> => ask('releaseLease', h.port.releaseLease(user, fence))

const fenceAt = (fence: number, until: number): StoreWrite => ({ _tag: 'Fence', fence, until: sampleTime(until) })

const expectFenced = async (what: string, h: StoreHarness, writes: ReadonlyArray<StoreWrite>, scope: Scope = here): Promise<void> => {
  const error = expectLeft(what, await settle('write', h.port.write(scope, writes)), 'VersionMismatch')
  expectEqual(`${what}: what`, error._tag === 'VersionMismatch' ? error.what : '', 'lease')
}

const acquireCases: ReadonlyArray<Draft> = [
  {
    name: 'acquireLease: answers a whole number that counts up with every grant for that user, whoever it is for and however the one before ended',
    prove: async (h) => {
      const first = await acquire(h, 'a', 0, 1)
      const again = await acquire(h, 'a', 0, 1)
      const afterExpiry = await acquire(h, 'b', 1, 2)
      await release(h, afterExpiry)
      const afterRelease = await acquire(h, 'c', 1, 2)
      const all = [first, again, afterExpiry, afterRelease]
      expectThat(all.every((n) => Number.isSafeInteger(n)), 'the fences', 'whole numbers', all)
      expectThat(all.every((n, i) => i === 0 || n > (all[i - 1] ?? n)), 'the fences', 'each greater than the one before', all)
    }
  },
  {
    name: 'acquireLease: the same holder may acquire again at any time and gets a higher fence, which ends its earlier grant',
    prove: async (h) => {
      const first = await acquire(h, 'a', 0, 9)
      const second = await acquire(h, 'a', 1, 5)
      expectThat(second > first, 'the second fence', `more than ${first}`, second)
      await expectFenced('a write with the fence of the earlier grant', h, [fenceAt(first, 9)])
      await put(h, [fenceAt(second, 6)])
      await release(h, first)
      expectEqual('until when it is held', await heldUntil(h, 2), sampleTime(6))
    }
  },
  {
    name: 'acquireLease: another holder’s lease with an until after now answers AlreadyExists with that until, and stays',
    prove: async (h) => {
      const fence = await acquire(h, 'a', 0, 5)
      expectEqual('what', await heldUntil(h, 0), sampleTime(5))
      expectEqual('what, a little before it ends', await heldUntil(h, 4), sampleTime(5))
      await put(h, [fenceAt(fence, 6)])
    }
  },
  {
    name: 'acquireLease: another holder’s lease with an until at or before now is taken over, and its grant has ended',
    prove: async (h) => {
      const first = await acquire(h, 'a', 0, 5)
      const second = await acquire(h, 'b', 5, 8)
      await expectFenced('a write of the one that was late', h, [fenceAt(first, 30)])
      await release(h, first)
      expectEqual('until when it is held', await heldUntil(h, 6), sampleTime(8))
      await put(h, [fenceAt(second, 9)])
    }
  },
  {
    name: 'acquireLease: holders are compared as they are: one that is only nearly the same is another',
    prove: async (h) => {
      await acquire(h, 'Holder 1', 0, 5)
      for (const near of nearMisses('Holder 1')) expectLeft(`acquiring as ${near}`, await settle('acquireLease', h.port.acquireLease(here.user, near, sampleTime(1), sampleTime(9))), 'AlreadyExists')
    }
  },
  {
    name: 'acquireLease: each user has a lease of their own',
    prove: async (h) => {
      const mine = await acquire(h, 'a', 0, 5)
      for (const user of [...nearMisses(here.user), 'bert']) {
        const theirs = await acquire(h, 'b', 0, 7, user)
        await release(h, theirs, user)
      }
      expectEqual('until when it is held', await heldUntil(h, 1), sampleTime(5))
      await put(h, [fenceAt(mine, 6)])
      await expectFenced('a write for a user without a lease', h, [fenceAt(mine, 6)], { user: 'carl', database: here.database })
    }
  },
  {
    name: 'acquireLease: a lease is the user’s in all databases',
    prove: async (h) => {
      const fence = await acquire(h, 'a', 0, 5)
      await put(h, [fenceAt(fence, 7)], { user: here.user, database: 'other' })
      expectEqual('until when it is held', await heldUntil(h, 6), sampleTime(7))
      await release(h, fence)
      await expectFenced('a write in the other database after the release', h, [fenceAt(fence, 8)], { user: here.user, database: 'other' })
    }
  }
]

const releaseCases: ReadonlyArray<Draft> = [
  {
    name: 'releaseLease: ends the grant with this fence, so that anybody can acquire at once',
    prove: async (h) => {
      const fence = await acquire(h, 'a', 0, 5)
      await release(h, fence)
      await expectFenced('a write after the release', h, [fenceAt(fence, 9)])
      await acquire(h, 'b', 0, 5)
      expectEqual('until when the next one holds it', await heldUntil(h, 1), sampleTime(5))
    }
  },
  {
    name: 'releaseLease: if it is not the present grant, it is a success that does nothing: an earlier fence, a later one, another user, released before, never granted',
    prove: async (h) => {
      await release(h, 1)
      const first = await acquire(h, 'a', 0, 1)
      const second = await acquire(h, 'a', 0, 5)
      for (const fence of [first, second + 1, 0, -1]) await release(h, fence)
      await release(h, second, 'bert')
      expectEqual('until when it is held', await heldUntil(h, 1), sampleTime(5))
      await release(h, second)
      await release(h, second)
      await release(h, second - 1)
      await acquire(h, 'b', 0, 5)
    }
  }
]

/** Writes of every sort that would leave something. */
const something: ReadonlyArray<StoreWrite> = [
  { _tag: 'PutLink', link: sampleLink(1, { reviewAt: sampleTime(1) }) },
  { _tag: 'PutCursor', side: 'crm', cursor: 'c1' },
  { _tag: 'PutDecision', decision: sampleDecision(1) },
  { _tag: 'PutIntent', intent: sampleIntent(1) },
  { _tag: 'PutRetry', retry: sampleRetry(1) },
  { _tag: 'Journal', entry: sampleEntry(1) }
]

const fenceCases: ReadonlyArray<Draft> = [
  {
    name: 'Fence: wherever it stands in a write, if the present grant has another fence, the whole write fails with VersionMismatch (lease) and does nothing',
    prove: async (h) => {
      const told = (): Promise<unknown> => everything(h, here, sampleLink(1))
      const before = await told()
      const stale = await acquire(h, 'a', 0, 1)
      const fence = await acquire(h, 'b', 1, 5)
      const wrong = fenceAt(stale, 50)
      const places = [[wrong, ...something], [...something.slice(0, 3), wrong, ...something.slice(3)], [...something, wrong], [fenceAt(fence, 50), ...something, wrong], [wrong, ...something, fenceAt(fence, 50)]]
      for (const [n, writes] of places.entries()) {
        await expectFenced(`write number ${n + 1}`, h, writes)
        expectEqual('everything after it', await told(), before)
      }
      await expectFenced('a fence that is yet to come', h, [...something, fenceAt(fence + 1, 50)])
      expectEqual('everything after them all', await told(), before)
      expectEqual('until when it is held', await heldUntil(h, 2), sampleTime(5))
    }
  },
  {
    name: 'Fence: if the grant was released, or there never was one, the whole write fails with VersionMismatch (lease) and does nothing',
    prove: async (h) => {
      const before = await everything(h, here, sampleLink(1))
      await expectFenced('a write without any grant', h, [...something, fenceAt(1, 9)])
      const fence = await acquire(h, 'a', 0, 5)
      await release(h, fence)
      await expectFenced('a write after the release', h, [...something, fenceAt(fence, 9)])
      expectEqual('everything after it', await everything(h, here, sampleLink(1)), before)
      await acquire(h, 'b', 0, 5)
    }
  },
  {
    name: 'Fence: of the present grant, the write is carried out and the lease runs to until from then on; twice is once',
    prove: async (h) => {
      await put(h, something)
      const expected = await everything(h, here, sampleLink(1))
      const fence = await acquire(h, 'a', 0, 3)
      for (const turn of ['first', 'second']) {
        await put(h, [...something.slice(0, 2), fenceAt(fence, 7), ...something.slice(2)])
        expectEqual(`until when it is held after the ${turn} write`, await heldUntil(h, 4), sampleTime(7))
      }
      await put(h, [fenceAt(fence, 8)])
      expectEqual('until when it is held after a fence alone', await heldUntil(h, 7), sampleTime(8))
      expectEqual('everything', await everything(h, here, sampleLink(1)), expected)
    }
  },
  {
    name: 'Fence: a lease that has run out and that nobody else has taken is still the present grant',
    prove: async (h) => {
      const fence = await acquire(h, 'a', 0, 1)
      await put(h, [{ _tag: 'PutCursor', side: 'crm', cursor: 'late' }, fenceAt(fence, 9)])
      expectEqual('the cursor', await ask('cursor', h.port.cursor(here, 'crm')), 'late')
      expectEqual('until when it is held', await heldUntil(h, 8), sampleTime(9))
    }
  },
  {
    name: 'acquireLease and releaseLease do not throw or reject, whatever they are asked',
    prove: async (h) => {
      for (const odd of ['', ' ', '%', "'; --", '\u0000', '😀'.repeat(100)]) {
        await settle('acquireLease', h.port.acquireLease(odd, odd, odd, odd))
        for (const fence of [0, -1, 1.5, Number.MAX_SAFE_INTEGER]) {
          await settle('releaseLease', h.port.releaseLease(odd, fence))
          await settle('write', h.port.write({ user: odd, database: odd }, [{ _tag: 'Fence', fence, until: odd }]))
        }
      }
    }
  }
]

/** The cases for leases. */
export const storeLeaseCases: ReadonlyArray<Draft> = [...acquireCases, ...releaseCases, ...fenceCases]
