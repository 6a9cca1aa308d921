import { describe, expect, it } from 'vitest'
import { type ContractCase, crmContract, mailboxContract, storeContract } from '../../../src/testing/contracts'
import { makeCommittingCrm, makeCrm, makeMailbox, makeStore } from './worlds'

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

const readOnlyOnly = (name: string): boolean => /^write: where (writes|sends) is false|of a kind that the capabilities do not name|a kind that the capabilities do not name/.test(name)

runAll('mailbox', mailboxContract(makeMailbox()), readOnlyOnly)
runAll('mailbox, one change a page', mailboxContract(makeMailbox({ pageSize: 1 })), readOnlyOnly)
runAll('mailbox, normalising', mailboxContract(makeMailbox({ normalise: 'outlook', pageSize: 2 })), readOnlyOnly)
runAll('mailbox, normalising later', mailboxContract(makeMailbox({ normalise: 'outlook', normaliseLater: true })), readOnlyOnly)
runAll('mailbox, normalising into a zone behind UTC', mailboxContract(makeMailbox({ normalise: 'outlook', zone: 'America/Los_Angeles' })), readOnlyOnly)

const needsWriting = /^(CreateItem|UpdateItem|TrashItem|SendEmail|findByOwnKey: (?!asked)|nothing mails)|what the port itself writes|^write: (answers for each|carries out|creating an item|where sends)/
runAll('mailbox, read-only', mailboxContract(makeMailbox({ writes: false })), (name) => needsWriting.test(name) && !name.startsWith('write: where sends'))
runAll(
  'mailbox, calendar only, without sending',
  mailboxContract(makeMailbox({ kinds: ['appointment'], sends: false })),
  (name) => /\((email|task)\)$|^SendEmail|^attachment: (?!NotFound)|^write: where writes/.test(name)
)

const crmNever = (name: string): boolean => /without a document module|kind that the capabilities do not name/.test(name)
const withoutStore = (name: string): boolean => crmNever(name) || /^commit: where commitsWithStore, /.test(name)
const withStore = (name: string): boolean => crmNever(name) || name.startsWith('commit: where commitsWithStore is false')
runAll('CRM', crmContract(makeCrm()), withoutStore)
runAll('CRM, one change a page', crmContract(makeCrm({ pageSize: 1 })), withoutStore)
runAll('CRM, normalising', crmContract(makeCrm({ normalise: 'plain', pageSize: 2 })), withoutStore)
runAll('CRM, committing with the store', crmContract(makeCommittingCrm()), withStore)
runAll('CRM, committing with the store and normalising', crmContract(makeCommittingCrm({ normalise: 'plain' })), withStore)
runAll(
  'CRM, tasks only, without documents',
  crmContract(makeCrm({ kinds: ['task'], documents: false })),
  (name) => /\((email|appointment)\)$|^findSimilar: (an e-mail|e-mail|a timed)|^read: an all-day|^AddDocument: (?!without)|^commit: where commitsWithStore, /.test(name)
)

runAll('store', storeContract(makeStore), () => false)

describe('a suite', () => {
  it.each([
    ['mailbox', mailboxContract(makeMailbox())],
    ['CRM', crmContract(makeCrm())],
    ['store', storeContract(makeStore)]
  ])('of the %s port names each case differently', (_, cases) => expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length))

  it('disposes of every harness once, also after a failure', async () => {
    let disposed = 0
    const cases = storeContract(async () => ({
      port: { ...(await makeStore()).port, countOpenLinks: () => async () => ({ _tag: 'Right', right: -1 }) },
      dispose: async () => void disposed++
    }))
    const results = await Promise.allSettled(cases.map((c) => c.run()))
    expect(results.some((r) => r.status === 'rejected')).toBe(true)
    expect(disposed).toBe(cases.length)
  })
})
