/** The keys that are stamped on what is made (L4), and the digests that ids and bases are made of. */
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatOwnKey, parseOwnKey } from '../../src/core'
import { digestId, digestText } from '../../src/core/digest'
import { digestFields } from '../../src/core/digest-fields'
import { identityByValues, ownIdentity } from '../../src/core/model/identity-by-values'
import { defaultRules } from '../../src/rules'
import { taskFields } from '../rules/examples'

describe('an own key', () => {
  it('is its parts, percent-encoded', () => expect(formatOwnKey({ database: 'a:b', of: 'activity', id: '4 2/å', generation: 3 })).toBe('ocs1:a%3Ab:activity:4%202%2F%C3%A5:3'))
  it('comes apart into what it was made of', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('activity' as const, 'item' as const), fc.string({ minLength: 1, unit: 'grapheme' }), fc.nat(), (database, of, id, generation) => {
        expect(parseOwnKey(formatOwnKey({ database, of, id, generation }))).toEqual(E.right({ database, of, id, generation }))
      })
    ))
  for (const key of ['', 'ocs1', 'ocs2:acme:item:1:0', 'ocs1:acme:item:1', 'ocs1:acme:item:1:0:1', 'ocs1::item:1:0', 'ocs1:acme:item::0', 'ocs1:acme:thing:1:0', 'ocs1:acme:item:1:x', 'ocs1:acme:item:1:0x', 'ocs1:acme:item:1:x0', 'ocs1:acme:item:1:-1', 'ocs1:acme:item:1:', 'ocs1:%E0%A4%A:item:1:0', ' ocs1:acme:item:1:0'])
    it(`${JSON.stringify(key)} is none`, () => expect(parseOwnKey(key)).toEqual(E.left('not an own key')))
})

describe('a digest', () => {
  it('is short text, the same each time', () => {
    expect(digestText('Call back')).toBe(digestText('Call back'))
    fc.assert(fc.property(fc.string(), (s) => /^[0-9a-z]{1,11}$/.test(digestText(s)) && /^[0-9a-z]{22}$/.test(digestId(s))))
  })
  it('is written down here, because links in databases hold it: it may never change', () => {
    expect([digestText(''), digestText('text:Call back'), digestId('anna', 'acme', 'task', 't1', '')]).toEqual(['1rs7sbxhb3e', '1uukx6f0jlz', '1dxn3ezcsvn2dl4k1fogr2'])
  })
  it('tells apart what differs a little', () => {
    const texts = new Set(Array.from({ length: 20_000 }, (_, i) => `text:Meeting ${i}`))
    expect(new Set([...texts].map(digestText)).size).toBe(texts.size)
    expect(new Set([...texts].map((s) => digestText(`${s} `))).size).toBe(texts.size)
  })
  it('of an id tells where its parts end', () => {
    expect(digestId('ab', 'c')).not.toBe(digestId('a', 'bc'))
    expect(digestId('ab', '')).not.toBe(digestId('ab'))
    expect(digestId('1:a')).not.toBe(digestId('1', 'a'))
    expect(digestId('a', 'b')).not.toBe(digestId('b', 'a'))
  })
  it('of fields has one text a field, only of those asked for', () => {
    const all = digestFields(defaultRules, 'task', taskFields())
    expect(Object.keys(all)).toEqual(['subject', 'body', 'start', 'due', 'progress', 'importance'])
    expect(digestFields(defaultRules, 'task', taskFields(), ['due'])).toEqual({ due: all['due'] })
  })
})

describe('identity by values', () => {
  const digests = { subject: 'a', due: 'b' }
  it('follows the values and the kind, not the order', () => {
    expect(identityByValues('task', digests)).toBe(identityByValues('task', { due: 'b', subject: 'a' }))
    expect(identityByValues('task', digests)).not.toBe(identityByValues('task', { subject: 'b', due: 'a' }))
    expect(identityByValues('task', digests)).not.toBe(identityByValues('email', digests))
  })
  it('is not taken for one of the item itself', () => {
    expect(ownIdentity(identityByValues('task', digests))).toBeNull()
    expect([ownIdentity(null), ownIdentity('uid-1')]).toEqual([null, 'uid-1'])
  })
})
