import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/core/model/fields'
import { onActivityDeleted } from '../../src/rules/deletion-in-crm'
import { onItemDeleted } from '../../src/rules/deletion-in-outlook'
import { appointment, context, email, link, series, task } from './examples'

describe('an item moved to Deleted Items (B13)', () => {
  it('raises a question unless the settings for the kind say otherwise', () => {
    for (const kind of kinds) {
      expect(onItemDeleted(kind, context()).policy).toBe('ask')
      for (const policy of ['ask', 'always', 'never'] as const)
        for (const other of kinds) {
          const answer = onItemDeleted(other, context({ settings: { deletion: { inOutlook: { [kind]: policy } } } }))
          expect(answer.policy).toBe(other === kind ? policy : 'ask')
          expect(answer.trace).toMatchObject({ rule: 'deletion-in-outlook', behaviour: 'B13', saw: { kind: other, policy: answer.policy }, decided: answer.policy })
        }
    }
  })
})

describe('an activity deleted in the CRM (B14)', () => {
  const option = (inCrm: 'made-in-crm' | 'always' | 'never') => ({ settings: { deletion: { inCrm: { appointment: inCrm, task: inCrm } } } })
  const table = {
    'made-in-crm': { crm: 'trash', outlook: 'leave' },
    always: { crm: 'trash', outlook: 'trash' },
    never: { crm: 'leave', outlook: 'leave' }
  } as const
  for (const chosen of ['made-in-crm', 'always', 'never'] as const)
    for (const origin of ['crm', 'outlook'] as const)
      it(`${chosen}, made in ${origin}: ${table[chosen][origin]}`, () => {
        for (const item of [appointment(), task()]) expect(onActivityDeleted(link({ kind: item.kind, origin }), item, context(option(chosen))).policy).toBe(table[chosen][origin])
        expect(onActivityDeleted(link({ kind: 'email', origin }), email(), context(option(chosen))).policy).toBe('leave')
      })
  it('is as made-in-crm by default', () => {
    for (const origin of ['crm', 'outlook'] as const) expect(onActivityDeleted(link({ origin }), task(), context()).policy).toBe(table['made-in-crm'][origin])
  })
  it('never takes a series that was made in Outlook, and takes one that was made in the CRM', () => {
    expect(onActivityDeleted(link({ origin: 'outlook' }), series(), context(option('always'))).policy).toBe('leave')
    expect(onActivityDeleted(link({ origin: 'crm' }), series(), context()).policy).toBe('trash')
  })
  it('never takes a whole series for one of its occurrences', () => {
    expect(onActivityDeleted(link({ origin: 'crm', occurrence: '2026-11-24T09:30:00' }), series(), context(option('always'))).policy).toBe('leave')
  })
  it('leaves what cannot be written', () => {
    expect(onActivityDeleted(link({ origin: 'crm' }), task(), context({ mailbox: { kinds, writes: false, sends: false } })).policy).toBe('leave')
  })
  it('says what it saw of an e-mail', () => {
    expect(onActivityDeleted(link({ kind: 'email', origin: 'crm' }), email(), context(option('always'))).trace.saw).toEqual({ kind: 'email', option: 'never', origin: 'crm', series: false, writes: true })
  })
  it('says what it saw', () => {
    expect(onActivityDeleted(link({ origin: 'crm' }), series(), context()).trace).toEqual({
      rule: 'deletion-in-crm',
      behaviour: 'B14',
      saw: { kind: 'appointment', option: 'made-in-crm', origin: 'crm', series: true, writes: true },
      decided: 'trash'
    })
  })
})
