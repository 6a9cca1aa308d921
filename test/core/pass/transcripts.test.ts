/**
 * What a pass does, call by call, word for word: what it asks of the ports and with what, in which order, what it writes,
 * what it reports, and what it says where a call fails. The other tests here say what matters; this one says that nothing
 * else changed. After a change that is meant: `UPDATE_TRANSCRIPTS=1 npx vitest run test/core/pass/transcripts.test.ts`,
 * and read the difference.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultyWorld } from './faulty-world'
import { failuresOf, playTranscribed, type Failing, type Transcript } from './transcribe'
import { transcriptStories, type TranscriptStory } from './transcript-stories'

const file = 'test/core/pass/transcripts.txt'
const play = async (story: TranscriptStory, failing: Failing | null = story.failing ?? null): Promise<Transcript> => {
  const w = story.begin?.() ?? faultyWorld(false)
  await story.prepare(w)
  return playTranscribed(w, (sync) => story.act?.(sync, w) ?? sync.run(), story.settings, failing)
}
const failing: ReadonlyArray<string> = ['documents of an e-mail', 'an answer carried out', 'deleted permanently, and in the CRM', 'after a pass that died while it made activities', 'after a pass that died while it made items', 'everything listed again', 'activities deleted by policy, and links closed', 'a version that is not the present one, the next time', 'each of a series']

const update = process.env['UPDATE_TRANSCRIPTS'] === '1'
const told = new Map<string, string>()
const expected = new Map(
  (update ? '' : readFileSync(file, 'utf8'))
    .trimEnd()
    .split('\n\n')
    .map((block) => [block.slice(0, block.indexOf('\n')), block.slice(block.indexOf('\n') + 1)] as const)
)
const compare = (name: string, text: string): void => {
  told.set(name, text)
  if (!update) expect(text).toBe(expected.get(name))
}

describe('a pass, call by call', () => {
  it.each(Object.entries(transcriptStories))('%s', async (name, story) => compare(name, (await play(story)).lines.join('\n')))
  it('says which call failed', async () => {
    const seen = new Set<string>()
    const lines: Array<string> = []
    for (const name of failing) {
      const story = transcriptStories[name]
      if (story !== undefined) lines.push(...(await failuresOf((f) => play(story, f), seen)))
    }
    compare('a call that fails', lines.join('\n'))
  })
  it('there is no other', () => {
    if (update) writeFileSync(file, [...told].map(([name, text]) => `${name}\n${text}\n`).join('\n'))
    else expect([...expected.keys()]).toEqual([...Object.keys(transcriptStories), 'a call that fails'])
  })
})
