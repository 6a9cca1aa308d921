/** The contract of a mailbox port, as far as a file that cannot be written has one. */
import { describe, expect, it } from 'vitest'
import { mailboxContract } from '../../../src/testing/contracts'
import { open, real } from './support/files'

const outcomes = { Proved: 0, NotApplicable: 0 }

describe.each([
  ['small pages', 2],
  ['one page', 500]
])('a data file, %s', (_, pageSize) => {
  const cases = mailboxContract(async () => {
    const port = open(real.outlook, { pageSize })
    return { port, dispose: async () => port.close() }
  })
  it.each(cases.map((c) => [c.name, c] as const))('%s', async (_name, c) => {
    outcomes[(await c.run())._tag]++
  })
})

it('is proved in more than name', () => {
  expect(outcomes.Proved).toBeGreaterThan(20)
})
