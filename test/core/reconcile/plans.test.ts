/**
 * Whole plans, word for word: ids, versions, digests, what is remembered, and what `explain` will say (B20). The other
 * tests here say what matters of each; this one says that nothing else changed. After a change that is meant:
 * `UPDATE_PLANS=1 npx vitest run test/core/reconcile/plans.test.ts`, and read the difference.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reconcile } from '../../../src/core'
import { defaultRules } from '../../../src/rules'
import { planScenes } from './plan-scenes'
import { inputOf } from './scene'
import { tellPlan } from './tell-plan'

const file = 'test/core/reconcile/plans.txt'
const told = Object.entries(planScenes).map(([name, scene]) => {
  const input = inputOf(scene)
  return [name, () => tellPlan(reconcile(defaultRules)(input), input)] as const
})
if (process.env['UPDATE_PLANS'] === '1') writeFileSync(file, told.map(([name, tell]) => `${name}\n${tell()}\n`).join('\n'))

const expected = new Map(
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n\n')
    .map((block) => [block.slice(0, block.indexOf('\n')), block.slice(block.indexOf('\n') + 1)] as const)
)

describe('a plan, word for word', () => {
  it.each(told)('%s', (name, tell) => {
    expect(tell()).toBe(expected.get(name))
  })
  it('there is no other', () => {
    expect([...expected.keys()]).toEqual(told.map(([name]) => name))
  })
})
