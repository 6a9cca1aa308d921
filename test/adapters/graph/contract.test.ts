import { describe, expect, it } from 'vitest'
import { type ContractCase, mailboxContract, type MailboxHarness } from '../../../src/testing/contracts'
import { makeWorld, type WorldOptions } from './worlds'

const harness =
  (o: WorldOptions = {}) =>
  async (): Promise<MailboxHarness> => {
    const { mailbox, person, server } = makeWorld({ ...o, mailbox: { pageSize: 2, ...o.mailbox } })
    return { port: mailbox, person, expireCursors: async () => server.expireDeltaTokens(), mailed: async () => server.mailed('anna'), dispose: async () => undefined }
  }

/** Names of the cases that had nothing to prove: each suite is told exactly which those may be, so that none passes unseen. */
const runAll = (title: string, cases: ReadonlyArray<ContractCase>, mayNotApply: (name: string) => boolean): void => {
  describe(title, () => {
    for (const c of cases) {
      it(c.name, async () => {
        const outcome = await c.run()
        expect(outcome._tag).toBe(mayNotApply(c.name) ? 'NotApplicable' : 'Proved')
      })
    }
  })
}

const always = (name: string): boolean => /^write: where (writes|sends) is false|of a kind that the capabilities do not name/.test(name)

runAll('Graph mailbox, two changes a page', mailboxContract(harness()), always)
runAll('Graph mailbox, one change a page, on a server that repeats itself', mailboxContract(harness({ mailbox: { pageSize: 1 }, server: { seed: 7, quirks: { replays: 0.5, removedInFirstRound: 1 } } })), always)
runAll('Graph mailbox, large pages, without If-Match', mailboxContract(harness({ mailbox: { pageSize: 100 }, server: { staleIfMatch: 'ignored', duplicateTransaction: 'conflict' } })), always)
