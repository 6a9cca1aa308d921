import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatItemId, type GraphItemId, isGraphId, parseItemId } from '../../../../src/adapters/graph/resources/item-id'
import { runs } from '../../../runs'

const graphId = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)), minLength: 1, maxLength: 60 }).filter(isGraphId)
/** Any UTF-16 units, halves of characters among them. */
const anyText = fc.oneof(fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)), fc.array(fc.constantFrom('message', 'event', 'task', ':', '%', '41', 'a', '/', '..')).map((parts) => parts.join('')))
const anyOf: fc.Arbitrary<GraphItemId> = fc.oneof(
  graphId.map((id) => ({ kind: 'email' as const, id })),
  graphId.map((id) => ({ kind: 'appointment' as const, id })),
  fc.tuple(graphId, graphId).map(([list, id]) => ({ kind: 'task' as const, list, id }))
)

describe('item ids', () => {
  it('are told apart again, whatever Graph puts into its own', () => {
    fc.assert(
      fc.property(anyOf, (of) => {
        expect(parseItemId(formatItemId(of))).toEqual(E.right(of))
      }),
      { numRuns: runs(500) }
    )
  })

  it('are different for different things', () => {
    fc.assert(
      fc.property(anyOf, anyOf, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        expect(formatItemId(a)).not.toBe(formatItemId(b))
      }),
      { numRuns: runs(500) }
    )
  })

  it('that are foreign, or another spelling, are of nothing here', () => {
    const foreign = ['', ' ', '%', '../..', "'; --", '\u0000', '😀'.repeat(100), 'message', 'message:', 'message:%', 'message:a b', 'message:..', 'message:%2e%2e', 'event:a:b', 'task:a', 'task:a:', 'task::b', 'task:a:b:c', 'message:%41', 'Message:A', 'message:%c3%a4', `message:${'a'.repeat(1025)}`, `message:${'%41'.repeat(5000)}`]
    for (const id of foreign) {
      const parsed = parseItemId(id)
      expect(E.isLeft(parsed) && parsed.left._tag, JSON.stringify(id.slice(0, 30))).toBe('NotFound')
    }
  })

  it('never make reading one throw', () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const parsed = parseItemId(id)
        if (E.isRight(parsed)) expect(formatItemId(parsed.right)).toBe(id)
      }),
      { numRuns: runs(500) }
    )
  })
})
