import { describe, expect, it } from 'vitest'
import { formatCursor, parseCursor } from '../../../../src/adapters/graph/feed/cursor'
import { advance, decodeDeltaPage } from '../../../../src/adapters/graph/feed/delta-page'
import { type FeedState, newSub, resume, settle, startListing, type SubFeed, windowAt } from '../../../../src/adapters/graph/feed/state'
import { portErrorOf } from '../../../../src/adapters/graph/failure'

const day = 86_400_000
const start = Date.parse('2026-01-01T12:34:56Z')
const window = { daysBack: 365, daysAhead: 730 }
const all = { kinds: ['email', 'appointment', 'task'] as const, folders: ['inbox', 'sentitems', 'deleteditems'] }

const endedAt =
  (at: number) =>
  (s: SubFeed): SubFeed => ({ ...s, link: '/delta', due: false, begunAt: at, pages: 0, recent: [] })
const endAll = (state: FeedState, at = start): FeedState => settle({ ...state, subs: state.subs.map((s) => (s.due ? endedAt(at)(s) : s)) })
const calendars = (state: FeedState): ReadonlyArray<readonly [string, string, boolean]> =>
  state.subs.flatMap((s) => (s.source.of === 'calendar' ? [[s.source.role, s.source.window.to.slice(0, 10), s.due] as const] : []))

describe('the state of the feed', () => {
  it('begins with everything due, and only what the kinds need', () => {
    expect(startListing(all, start, window).subs.map((s) => s.source.of)).toEqual(['mail', 'mail', 'mail', 'calendar', 'lists'])
    expect(startListing({ ...all, kinds: ['task'] }, start, window).subs.map((s) => s.source.of)).toEqual(['lists'])
  })

  it('makes everything due again at the end of a pass, and goes on in the middle of one', () => {
    const listed = endAll(startListing(all, start, window))
    const next = resume(listed, start + day, window)
    expect(next.subs.every((s) => s.due)).toBe(true)
    expect(next.full).toBe(false)
    const middle = { ...next, full: true, subs: next.subs.map((s, i) => (i === 1 ? endedAt(start + day)(s) : s)) }
    expect(resume(middle, start + day + 59_000, window)).toEqual(middle)
    // Left for a while, it may be another pass that goes on: it has to look everywhere.
    expect(resume(middle, start + day + 61_000, window).subs.every((s) => s.due)).toBe(true)
  })

  it('moves the window of the calendar on when half of it is over, and reads the part so far once more before it drops it', () => {
    let state = endAll(startListing(all, start, window))
    expect(calendars(resume(state, start + 360 * day, window))).toEqual([['current', '2028-01-01', true]])
    const later = start + 370 * day
    state = resume(state, later, window)
    expect(calendars(state)).toEqual([['current', '2028-01-01', true], ['next', '2029-01-05', true]])
    // The old part comes to its end first, the new one takes several pages.
    state = settle({ ...state, subs: state.subs.map((s) => (s.source.of === 'calendar' && s.source.role === 'next' ? { ...s, link: '/page2', pages: 1 } : endedAt(later)(s))) })
    expect(calendars(state)).toEqual([['current', '2028-01-01', false], ['next', '2029-01-05', true]])
    state = endAll(resume(state, later, window), later)
    expect(calendars(state)).toEqual([['last', '2028-01-01', true], ['current', '2029-01-05', false]])
    state = endAll(resume(state, later, window), later)
    expect(calendars(state)).toEqual([['current', '2029-01-05', false]])
    expect(calendars(resume(state, later + day, window))).toEqual([['current', '2029-01-05', true]])
  })

  it('moves the window on only once where a pass was left in the middle of that', () => {
    const later = start + 370 * day
    const rolling = resume(endAll(startListing(all, start, window)), later, window)
    const halted = settle({ ...rolling, subs: rolling.subs.map(endedAt(later)) })
    const again = resume({ ...halted, subs: halted.subs.map((s) => ({ ...s, due: false })) }, later, window)
    expect(calendars(again).map(([role]) => role)).toEqual(['last', 'current'])
  })

  it('follows no more than Graph allows', () => {
    const w = windowAt(start, { daysBack: 900, daysAhead: 900 })
    expect((Date.parse(w.to) - Date.parse(w.from)) / day).toBeLessThanOrEqual(1825)
  })
})

describe('a cursor', () => {
  const state = endAll(startListing(all, start, window))
  const cursor = formatCursor('anna', state)

  it('gives the state back', () => expect(parseCursor('anna', cursor)).toEqual({ _tag: 'Right', right: state }))

  it.each([
    ['of another mailbox', 'bert', cursor],
    ['cut', 'anna', cursor.slice(0, -1)],
    ['with another link', 'anna', cursor.replace('/delta', '/evil1')],
    ['of another version', 'anna', cursor.replace('graph1', 'graph2')],
    ['that is none', 'anna', 'no cursor'],
    ['that is empty', 'anna', '']
  ])('%s has expired', (_, of, text) => expect(parseCursor(of, text)).toEqual({ _tag: 'Left', left: 'expired' }))

  it('sealed, but not of a state, has expired', () => {
    const odd = formatCursor('anna', { full: false, subs: [{ ...newSub({ of: 'lists' }), pages: -1 }] })
    expect(parseCursor('anna', odd)).toEqual({ _tag: 'Left', left: 'expired' })
  })
})

describe('a page of a delta', () => {
  const base = 'https://graph.example/v1.0'
  const errorOf = (work: () => unknown): unknown => {
    try {
      return work()
    } catch (e) {
      return portErrorOf(e)
    }
  }

  it('says where to go on, below the base', () => {
    expect(decodeDeltaPage(base, { value: [1], '@odata.nextLink': `${base}/me/x?a=1` })).toEqual({ entries: [1], link: '/me/x?a=1', end: false })
    expect(decodeDeltaPage(base, { value: [], '@odata.deltaLink': `${base}/me/x?a=2` })).toEqual({ entries: [], link: '/me/x?a=2', end: true })
    expect(decodeDeltaPage(base, { value: [], '@odata.deltaLink': 'https://graph.example/beta/me' }).link).toBe('https://graph.example/beta/me')
  })

  it.each([[{ value: [] }], [{ value: 'x', '@odata.nextLink': `${base}/me` }], [null], [[]], [{ value: [], '@odata.nextLink': 'https://evil.example/v1.0/me' }], [{ value: [], '@odata.deltaLink': '' }]])('is not %j', (body) =>
    expect(errorOf(() => decodeDeltaPage(base, body))).toMatchObject({ _tag: 'InvalidPayload' })
  )

  it('may not lead in a circle, nor on and on', () => {
    const page = (link: string) => ({ entries: [], link, end: false })
    const two = advance(advance({ ...newSub({ of: 'lists' }), link: '/a' }, page('/b'), 1), page('/c'), 1)
    expect(two).toMatchObject({ link: '/c', pages: 2, due: true })
    // Of a round that took long, nobody knows what changed since it began.
    expect(advance(two, { entries: [], link: '/z', end: true }, 70_000)).toMatchObject({ due: true, pages: 0 })
    for (const link of ['/a', '/b', '/c']) expect(errorOf(() => advance(two, page(link), 1))).toMatchObject({ _tag: 'Unexpected' })
    expect(errorOf(() => advance({ ...two, pages: 99_999 }, page('/d'), 1))).toMatchObject({ _tag: 'Unexpected' })
    expect(advance(two, { entries: [], link: '/a', end: true }, 5)).toMatchObject({ link: '/a', due: false, begunAt: 1, pages: 0, recent: [] })
  })
})
