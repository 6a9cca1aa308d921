/** The simulator itself: repeatable, honest about broken adapters, and usable with a host's own. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import type { CrmPort, CrmWrite } from '../../src/core/ports/crm'
import type { MailboxPort } from '../../src/core/ports/mailbox'
import { addItemGate, defaultRules, makeGate } from '../../src/rules'
import { joinSimulations, memoryCast, neverReached, runStory, simulate, storyOf, type Cast } from '../../src/testing'

/** With the store that it may commit to. */
const crmThat = (how: (port: CrmPort) => CrmPort): Pick<Cast, 'crm' | 'store'> => ({
  store: (c) => memoryCast.store(c),
  crm: async (c) => {
    const made = await memoryCast.crm(c)
    return { ...made, port: how(made.port) }
  }
})
const mailboxThat = (how: (port: MailboxPort) => MailboxPort): Pick<Cast, 'mailbox'> => ({
  mailbox: async (c) => {
    const made = await memoryCast.mailbox(c)
    return { ...made, port: how(made.port) }
  }
})
const rewriting = (change: (w: CrmWrite) => CrmWrite) => (port: CrmPort): CrmPort => ({ ...port, write: (writes) => port.write(writes.map(change)) })

describe('a seed', () => {
  it('is the same world, told in the same words, every time', async () => {
    for (const seed of [1, 2, 3, 77, 2026]) {
      const [one, other] = [await runStory(storyOf(seed)), await runStory(storyOf(seed))]
      expect(one.lines).toEqual(other.lines)
      expect([...one.reached]).toEqual([...other.reached])
      expect(one.lines.length).toBeGreaterThan(0)
    }
  })
  it('is the same whether it is played alone or among others', async () => {
    const together = await simulate({ seeds: 6, from: 40 })
    const apart = joinSimulations([await simulate({ seeds: 2, from: 40 }), await simulate({ seeds: 4, from: 42 })])
    expect(apart).toEqual(together)
  })
  it('has to be a whole number', async () => {
    await expect(simulate({ seeds: 0 })).rejects.toThrow('seeds: got 0, expected a whole number from 1')
    await expect(simulate({ from: 0.5 })).rejects.toThrow('from: got 0.5, expected a whole number from 0')
  })
})

describe('coverage', () => {
  it('names what was never reached', async () => {
    const one = await simulate({ seeds: 1 })
    expect(neverReached(one)).toContain('error NoSuchDecision')
    expect(neverReached({ reached: {} }).length).toBeGreaterThan(100)
  })
})

describe("a host's own adapters", () => {
  const brokenBy = async (cast: Partial<Cast>): Promise<string> => (await simulate({ ...cast, seeds: 1500, shrinkForMs: 0 })).broken.map((b) => `${b.law} ${b.lines.length}`).join()

  it('a CRM that forgets own keys makes duplicates', async () => {
    let n = 0
    expect(await brokenBy({ ...crmThat((port) => ({ ...rewriting((w) => (w._tag === 'CreateActivity' ? { ...w, ownKey: `${w.ownKey}${++n}` } : w))(port), findByOwnKey: () => TE.right([]) })) })).not.toBe('')
  }, 60_000)
  it('a CRM that drops a field loses edits', async () =>
    expect(await brokenBy(crmThat(rewriting((w) => (w._tag === 'UpdateActivity' ? { ...w, patch: Object.fromEntries(Object.entries(w.patch).filter(([f]) => f !== 'subject')) } : w))))).not.toBe(''), 60_000)
  it('a CRM that ignores versions loses edits', async () =>
    expect(await brokenBy(crmThat((port) => ({
      ...port,
      write: (writes) => async () => {
        const out = []
        for (const w of writes) {
          const [read] = 'id' in w ? await port.read([w.id])().then((r) => (E.isRight(r) ? r.right : [])) : []
          const r = await port.write([read?._tag === 'Found' && 'version' in w ? { ...w, version: read.activity.version } : w])()
          if (E.isLeft(r)) return r
          out.push(...r.right)
        }
        return E.right(out)
      }
    })))).not.toBe(''), 60_000)
  it('a mailbox whose listing leaves out a page loses items', async () =>
    expect(await brokenBy(mailboxThat((port) => ({ ...port, changes: (from) => TE.map((p: { readonly more: boolean; readonly changes: ReadonlyArray<never> }) => (p.more ? { ...p, changes: [] } : p))(port.changes(from) as never) as never })))).not.toBe(''), 60_000)
})

describe("a host's own rules", () => {
  it('are judged by the laws, and not by what users expect of others', async () => {
    const rules = addItemGate(makeGate('no-tasks', 'ours', (item) => ({ saw: { kind: item.kind }, stop: item.kind === 'task' ? 'custom:no tasks' : null })))(defaultRules)
    const { broken, reached } = await simulate({ rules, seeds: 60 })
    expect(broken).toEqual([])
    expect(reached['reason custom:no tasks']).toBeGreaterThan(0)
  })
})
