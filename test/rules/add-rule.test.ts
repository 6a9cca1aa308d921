import { describe, expect, it } from 'vitest'
import { addActivityGate, addItemGate, addPairGate, addWriteBackGate, defaultRules, makeGate, removeGate, replaceRule } from '../../src/rules'
import { context, email, outcomeOf } from './examples'

const newsletters = makeGate('newsletters', 'ours', () => ({ saw: {}, stop: 'custom:a newsletter' }))
const names = (gates: ReadonlyArray<{ readonly name: string }>): ReadonlyArray<string> => gates.map((g) => g.name)

describe('a gate of one’s own', () => {
  it.each([
    ['itemGates', addItemGate(newsletters)],
    ['activityGates', addActivityGate(newsletters)],
    ['pairGates', addPairGate(newsletters)],
    ['writeBackGates', addWriteBackGate(newsletters)]
  ] as const)('is asked last among the %s, and the given set stays as it was', (list, add) => {
    const rules = add(defaultRules)
    expect(names(rules[list])).toEqual([...names(defaultRules[list]), 'newsletters'])
    expect({ ...rules, [list]: null }).toEqual({ ...defaultRules, [list]: null })
    expect(names(defaultRules[list])).not.toContain('newsletters')
    expect(names(removeGate('newsletters')(rules)[list])).toEqual(names(defaultRules[list]))
  })
  it('replaces one of the same name where that stands', () => {
    const rules = addItemGate(makeGate('junk-folder', 'ours', () => ({ saw: { ours: true }, stop: null })))(defaultRules)
    expect(names(rules.itemGates)).toEqual(names(defaultRules.itemGates))
    const gate = rules.itemGates.find((g) => g.name === 'junk-folder')
    expect(gate?.judge(email({ folder: 'junk' }), context())).toEqual({ _tag: 'Go', value: null, trace: { rule: 'junk-folder', behaviour: 'ours', saw: { ours: true }, decided: 'goes on' } })
  })
  it('gives its own reason', () => {
    expect(outcomeOf(newsletters.judge(email(), context()))).toBe('custom:a newsletter')
  })
})

describe('a question', () => {
  it('is answered by another rule, which may fall back on the one before it', () => {
    const rules = replaceRule('onItemDeleted', (before) => (kind, ctx) => (kind === 'task' ? { ...before(kind, ctx), policy: 'never' } : before(kind, ctx)))(defaultRules)
    expect(rules.onItemDeleted('task', context()).policy).toBe('never')
    expect(rules.onItemDeleted('email', context()).policy).toBe('ask')
    expect(defaultRules.onItemDeleted('task', context()).policy).toBe('ask')
    expect({ ...rules, onItemDeleted: null }).toEqual({ ...defaultRules, onItemDeleted: null })
  })
})
