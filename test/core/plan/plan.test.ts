import { describe, expect, it } from 'vitest'
import { actionTags, isSettled, type Plan } from '../../../src/core/plan/plan'
import { planOf } from '../reconcile/scene'

const empty = planOf({})
const entries: { readonly [K in keyof Plan]: boolean } = { actions: false, remember: false, decisions: false, skips: true, notices: true, refused: true, revisits: true, needs: true }

describe('a plan is settled', () => {
  it('when it is empty', () => expect(isSettled(empty)).toBe(true))
  it.each(Object.entries(entries))('with %s: %s', (list, settled) => {
    expect(isSettled({ ...empty, [list]: [{}] })).toBe(settled)
  })
})

it('every action has its tag', () => {
  expect(actionTags).toEqual(['CreateActivity', 'UpdateActivity', 'DeleteActivity', 'AddDocument', 'CreateItem', 'UpdateItem', 'TrashItem'])
})
