/** The command simulate: figures, replay, bad usage. */
import { describe, expect, it } from 'vitest'
import { cli } from './run-cli'

interface Said {
  readonly worlds: number
  readonly steps: number
  readonly effects: number
  readonly checks: number
  readonly workers: number
  readonly violations: number
  readonly faults: { readonly [kind: string]: number }
  readonly reached: { readonly [what: string]: number }
}
const said = async (...args: ReadonlyArray<string>): Promise<Said> => JSON.parse((await cli('simulate', '--json', ...args)).out) as Said

describe('simulate', () => {
  it('plays the same worlds in one process and in two', async () => {
    const one = await said('--seeds', '12', '--from', '5', '--workers', '1')
    const two = await said('--seeds', '12', '--from', '5', '--workers', '2')
    expect(one).toMatchObject({ worlds: 12, violations: 0, workers: 1 })
    expect(two).toMatchObject({ worlds: 12, violations: 0, workers: 2, steps: one.steps, effects: one.effects, checks: one.checks, faults: one.faults, reached: one.reached })
    expect(one.checks).toBeGreaterThan(one.steps)
  }, 120_000)

  it('tells people what was played and what broke', async () => {
    const r = await cli('simulate', '--seeds', '6', '--workers', '1')
    expect(r).toMatchObject({ code: 0, err: '' })
    for (const line of [/^6 worlds in .* by 1 process/m, /\d+ {2}effects on mailboxes and CRMs/, /What broke on the way:/, /^Reached, reason:/m, /^no violation$/m]) expect(r.out).toMatch(line)
  }, 60_000)

  it('fails where something was never reached, if that is asked for', async () => {
    const r = await cli('simulate', '--seeds', '1', '--workers', '1', '--coverage')
    expect(r.code).toBe(1)
    expect(r.out).toMatch(/NEVER REACHED, so nothing is proved about it:\n {2}\S/)
  }, 60_000)

  it.each([
    [['--seeds', 'many'], '--seeds: got "many", expected a whole number from 1'],
    [['--seeds', '0'], '--seeds: got "0", expected a whole number from 1'],
    [['--from', '-1'], '--from: got "-1", expected a whole number from 0'],
    [['--workers', '1.5'], '--workers: got "1.5", expected a whole number from 1']
  ])('refuses %j', async (args, message) => {
    const r = await cli('simulate', ...args)
    expect(r).toMatchObject({ code: 2, out: '' })
    expect(r.err).toContain(message)
  })
})
