/** B9: the default of every setting, each key with the value that it refuses, and what was meant by a key that is not there. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeSettings, type Settings } from '../../src/core'
import { directionOf } from '../../src/core/settings/settings'
import { settings } from '../rules/examples'

const values = { type: null, status: null, priority: null, project: null, responsible: null, private: false, subjectTemplate: '{subject}' }
/** Written out, so that no default changes by accident. */
const defaults: Settings = {
  mode: 'automatic',
  email: { incoming: true, outgoing: true },
  appointment: { direction: 'both' },
  task: { direction: 'both' },
  fields: {
    email: { subject: 'both', body: 'both' },
    appointment: { subject: 'both', body: 'both', location: 'both', time: 'both', showAs: 'both' },
    task: { subject: 'both', body: 'both', start: 'both', due: 'both', progress: 'both', importance: 'both' }
  },
  contacts: { plusTags: 'distinct' },
  attachments: {
    import: true,
    groups: ['document', 'spreadsheet', 'presentation', 'pdf', 'image', 'archive', 'audio', 'video', 'calendar', 'other'],
    extensions: null,
    blockedExtensions: [],
    mimeTypes: null,
    minBytes: 0,
    maxBytes: 26_214_400,
    inline: false,
    executables: false
  },
  defaults: { email: values, appointment: values, task: values },
  recurrence: { mode: 'first', pastDays: 0, futureDays: 60 },
  deletion: { inOutlook: { email: 'ask', appointment: 'ask', task: 'ask' }, inCrm: { appointment: 'made-in-crm', task: 'made-in-crm' } },
  conflict: { policy: 'latest', fields: {} },
  privacy: { private: 'skip', busyText: 'Busy', neverSync: [], internal: 'include', ownDomains: [] },
  firstRun: { from: null, to: null, match: 'exact' },
  guard: { minimum: 10, share: 0.5 }
}

const pathsOf = (o: object, prefix: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(o).flatMap(([key, v]) => (typeof v === 'object' && v !== null && !Array.isArray(v) && key !== 'fields' ? [[...prefix, key], ...pathsOf(v, [...prefix, key])] : prefix.length === 0 && key === 'fields' ? [[...prefix, key], ...pathsOf(v as object, [key])] : [[...prefix, key]]))
const at = (path: ReadonlyArray<string>, value: unknown): unknown => path.reduceRight((inner: unknown, key) => ({ [key]: inner }), value)
const paths = pathsOf(defaults)

it('every default', () => expect(settings()).toEqual(defaults))
it('every default decodes to itself', () => expect(decodeSettings(defaults)).toEqual(E.right(defaults)))

describe('every setting', () => {
  it('are this many', () => expect(paths.length).toBeGreaterThan(70))
  for (const path of paths) {
    const name = path.join('.')
    it(`${name}: refuses a value of the wrong type, naming the field`, () => {
      const r = decodeSettings(at(path, 123.5))
      expect(E.isLeft(r) && r.left.map((e) => [e.field, e.got])).toEqual([[name, 'number 123.5']])
    })
    it(`${name}: a key that is nearly it is an error that says so`, () => {
      const key = path.at(-1) ?? ''
      const typed = `${key.slice(0, -1)}${key.at(-1) === 'x' ? 'y' : 'x'}`
      const r = decodeSettings(at([...path.slice(0, -1), typed], 1))
      expect(E.isLeft(r) && r.left.map((e) => [e.field, e.expected])).toEqual([[[...path.slice(0, -1), typed].join('.'), `no such setting; did you mean '${key}'?`]])
    })
  }
  it('a key that is near none lists those there are', () => {
    const r = decodeSettings({ guard: { velocity: 1 } })
    expect(E.isLeft(r) && r.left).toEqual([{ field: 'guard.velocity', got: 'number 1', expected: 'no such setting; there are: minimum, share' }])
  })
  it('a name that every object has is no setting', () => {
    for (const key of ['constructor', 'toString', '__proto__']) expect(E.isLeft(decodeSettings(JSON.parse(`{"${key}": 1}`))), key).toBe(true)
  })
})

describe('bounds', () => {
  const good: ReadonlyArray<unknown> = [
    { guard: { minimum: 1, share: 1 } },
    { recurrence: { pastDays: 0, futureDays: 1 } },
    { recurrence: { pastDays: 3660, futureDays: 3660 } },
    { attachments: { minBytes: 5, maxBytes: 5, extensions: [], mimeTypes: ['image/*', 'application/pdf'] } },
    { firstRun: { from: '2026-01-01', to: '2026-01-01' } },
    { privacy: { neverSync: ['acme.se', 'bo@acme.se'], ownDomains: ['acme.se'] } },
    { conflict: { fields: { 'appointment.time': 'outlook', 'email.subject': 'ask' } } }
  ]
  const bad: ReadonlyArray<unknown> = [
    { guard: { minimum: 0 } },
    { guard: { share: 1.01 } },
    { recurrence: { futureDays: 0 } },
    { recurrence: { pastDays: 3661 } },
    { attachments: { minBytes: 6, maxBytes: 5 } },
    { attachments: { mimeTypes: ['image'] } },
    { attachments: { blockedExtensions: ['EXE'] } },
    { privacy: { neverSync: ['acme'] } },
    { privacy: { ownDomains: ['bo@acme.se'] } },
    { conflict: { fields: { time: 'outlook' } } },
    { conflict: { fields: { 'appointment.time.x': 'outlook' } } },
    { email: { direction: 'both' } },
    { deletion: { inCrm: { email: 'always' } } }
  ]
  for (const input of good) it(`${JSON.stringify(input)} is accepted`, () => expect(E.isRight(decodeSettings(input))).toBe(true))
  for (const input of bad) it(`${JSON.stringify(input)} is refused`, () => expect(E.isLeft(decodeSettings(input))).toBe(true))
})

it('e-mail goes to the CRM or nowhere; the others as they are set', () => {
  expect(directionOf(settings(), 'email')).toBe('toCrm')
  expect(directionOf(settings({ email: { incoming: false } }), 'email')).toBe('toCrm')
  expect(directionOf(settings({ email: { incoming: false, outgoing: false } }), 'email')).toBe('none')
  for (const direction of ['none', 'toCrm', 'toOutlook', 'both'] as const) expect(directionOf(settings({ task: { direction } }), 'task')).toBe(direction)
})
