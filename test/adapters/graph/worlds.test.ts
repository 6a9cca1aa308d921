/** All laws with a mailbox on Graph in place of the memory one. */
import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src/testing'
import { graphCast } from './cast'

describe('on the local Graph server', () => {
  it('keeps the laws in any world', { timeout: 300_000 }, async () => {
    const seeds = Number(process.env['LAWS_WORLDS'] ?? 40)
    const played = await simulate({ ...graphCast, seeds, from: Number(process.env['LAWS_FROM'] ?? 15_000), shrinkForMs: 20_000 })
    expect(played.broken.map((b) => `seed ${b.seed}, ${b.law}: ${b.what}\n${b.lines.join('\n')}`)).toEqual([])
    expect(played.worlds).toBe(seeds)
    for (const what of ['effect CreateItem', 'effect UpdateItem', 'effect TrashItem', 'effect SendEmail']) expect(played.reached, what).toHaveProperty([what])
  })
})
