/** Every sentence is filed under a function that its port has, so that a list that is grouped by function leaves none out. */
import { describe, expect, it } from 'vitest'
import { memoryCrm, memoryMailbox, memoryStore } from '../../src/adapters/memory'
import { crmContract, mailboxContract, storeContract } from '../../src/testing/contracts'

const never = (): Promise<never> => Promise.reject(new Error('not run'))
const now = (): string => '2026-01-01T00:00:00.000Z'

describe.each([
  ['crm', crmContract(never), Object.keys(memoryCrm({ now }))],
  ['mailbox', mailboxContract(never), Object.keys(memoryMailbox({ now }))],
  ['store', storeContract(never), Object.keys(memoryStore())]
] as const)('%s', (_, cases, functions) => {
  it('a function of the port, or all of them', () => {
    for (const c of cases) expect([c.name, [...functions, 'every function']]).toEqual([c.name, expect.arrayContaining([c.function])])
  })
  it('the sentence is the name, without the function where that is told already', () => {
    for (const c of cases) expect(c.name.endsWith(c.sentence)).toBe(true)
    expect(new Set(cases.map((c) => `${c.function} ${c.sentence}`)).size).toBe(cases.length)
  })
  it('some sentences are about each function that is asked most', () => {
    const most = _ === 'store' ? ['links', 'openLinks', 'due', 'cursor', 'decisions', 'journal', 'write', 'activation', 'activate', 'deactivate', 'acquireLease', 'releaseLease'] : ['changes', 'read', 'findByOwnKey', 'write']
    expect([...new Set(cases.map((c) => c.function))]).toEqual(expect.arrayContaining(most))
  })
})
