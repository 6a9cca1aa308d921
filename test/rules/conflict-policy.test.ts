import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldNames, kinds } from '../../src/core/model/fields'
import { instantOf } from '../../src/core/model/time'
import type { ConflictPolicy } from '../../src/core/settings/settings'
import { decideConflict } from '../../src/rules/conflict-policy'
import { context } from './examples'

const [early, late] = ['2026-11-24T07:00:00.000Z', '2026-11-24T07:00:00.001Z']
const decide = (settings: unknown, itemModifiedAt: string, activityModifiedAt: string) => decideConflict({ kind: 'appointment', field: 'time', itemModifiedAt, activityModifiedAt }, context({ settings }))

describe('a field changed on both sides (B17)', () => {
  const table: { readonly [P in ConflictPolicy]: { readonly itemLater: string; readonly tie: string; readonly activityLater: string } } = {
    outlook: { itemLater: 'outlook', tie: 'outlook', activityLater: 'outlook' },
    crm: { itemLater: 'crm', tie: 'crm', activityLater: 'crm' },
    latest: { itemLater: 'outlook', tie: 'outlook', activityLater: 'crm' },
    ask: { itemLater: 'ask', tie: 'ask', activityLater: 'ask' }
  }
  it.each(Object.entries(table))('%s: %j', (policy, expected) => {
    for (const settings of [{ conflict: { policy } }, { conflict: { policy: policy === 'ask' ? 'crm' : 'ask', fields: { 'appointment.time': policy } } }]) {
      expect(decide(settings, late, early)).toMatchObject({ winner: expected.itemLater, policy })
      expect(decide(settings, early, early)).toMatchObject({ winner: expected.tie, policy })
      expect(decide(settings, early, late)).toMatchObject({ winner: expected.activityLater, policy })
    }
  })
  it('goes to the latest by default', () => {
    expect(decide({}, early, late)).toMatchObject({ winner: 'crm', policy: 'latest' })
  })
  it("is not decided by another field's policy, nor by the same field's of another kind", () => {
    expect(decide({ conflict: { fields: { 'appointment.subject': 'ask', 'task.due': 'ask' } } }, early, late).policy).toBe('latest')
  })
  it('says whose policy it was', () => {
    expect(decide({ conflict: { fields: { 'appointment.time': 'ask' } } }, early, late).trace).toMatchObject({ rule: 'conflict-policy', behaviour: 'B17', saw: { policyOf: 'this field' }, decided: 'ask' })
    expect(decide({}, early, late).trace.saw['policyOf']).toBe('all fields')
  })
  it('law: is decided for every field at any two times, and as the policy says', () => {
    const policy = fc.constantFrom<ConflictPolicy>('outlook', 'crm', 'latest', 'ask')
    const instant = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantOf)
    const field = fc.constantFrom(...kinds.flatMap((kind) => fieldNames[kind].map((name) => ({ kind, name }))))
    fc.assert(
      fc.property(policy, fc.option(policy), field, instant, instant, (general, own, { kind, name }, itemModifiedAt, activityModifiedAt) => {
        const settings = { conflict: { policy: general, fields: own === null ? {} : { [`${kind}.${name}`]: own } } }
        const decided = decideConflict({ kind, field: name, itemModifiedAt, activityModifiedAt }, context({ settings }))
        expect(decided.policy).toBe(own ?? general)
        expect(decided.winner).toBe(decided.policy !== 'latest' ? decided.policy : activityModifiedAt > itemModifiedAt ? 'crm' : 'outlook')
      })
    )
  })
})
