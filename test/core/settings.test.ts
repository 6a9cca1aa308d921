/** B9: settings are data, validated with clear errors. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeSettings, showFieldErrors } from '../../src/core'
import { Settings } from '../../src/core/settings/settings'

const errorsOf = (input: unknown): string => {
  const r = decodeSettings(input)
  return E.isLeft(r) ? showFieldErrors(r.left) : 'no error'
}

describe('settings', () => {
  it('are complete by default, whether nothing or an empty object is stored', () => {
    const r = decodeSettings({})
    expect(r).toEqual(decodeSettings(undefined))
    expect(E.isRight(r) && r.right).toMatchObject({
      mode: 'automatic',
      email: { incoming: true, outgoing: true },
      appointment: { direction: 'both' },
      task: { direction: 'both' },
      recurrence: { mode: 'first' },
      deletion: { inOutlook: { email: 'ask', appointment: 'ask', task: 'ask' }, inCrm: { appointment: 'made-in-crm', task: 'made-in-crm' } },
      conflict: { policy: 'latest', fields: {} },
      privacy: { private: 'skip', neverSync: [], internal: 'include' },
      attachments: { inline: false, executables: false },
      firstRun: { from: null, to: null, match: 'exact' }
    })
  })
  it('that are decoded decode to themselves', () => {
    const r = decodeSettings({ mode: 'manual', conflict: { fields: { 'task.due': 'ask' } } })
    expect(E.isRight(r) && decodeSettings(r.right)).toEqual(r)
  })
  const wrong: ReadonlyArray<readonly [unknown, string]> = [
    [7, '(root): got number 7, expected an object (settings)'],
    [[], '(root): got array of 0, expected an object (settings)'],
    [null, 'no error'],
    [{ mod: 'manual' }, `mod: got string "manual", expected no such setting; did you mean 'mode'?`],
    [{ zzzzzzzz: 1 }, /zzzzzzzz: got number 1, expected no such setting; there are: mode, email/.source],
    [{ moed: 1 }, `moed: got number 1, expected no such setting; did you mean 'mode'?`],
    [{ MODE: 1 }, `MODE: got number 1, expected no such setting; did you mean 'mode'?`],
    [{ atachmnets: {} }, `atachmnets: got object, expected no such setting; did you mean 'attachments'?`],
    [{ modxyz: 1 }, 'modxyz: got number 1, expected no such setting; there are: mode, email'],
    [{ k: 1 }, 'k: got number 1, expected no such setting; there are: mode, email'],
    [{ e: 1 }, 'e: got number 1, expected no such setting; there are: mode, email'],
    [{ mode: 'auto' }, `mode: got string "auto", expected one of 'automatic', 'manual'`],
    [{ mode: null }, `mode: got null, expected one of 'automatic', 'manual'`],
    [{ email: { incoming: 'yes' } }, 'email.incoming: got string "yes", expected boolean'],
    [{ attachments: { extensions: ['.pdf'] } }, 'attachments.extensions[0]: got string ".pdf", expected a file extension without the dot, in lower case'],
    [{ attachments: { blockedExtensions: ['pdf!'] } }, 'attachments.blockedExtensions[0]: got string "pdf!", expected a file extension without the dot, in lower case'],
    [{ attachments: { blockedExtensions: ['', 'x'.repeat(17)] } }, 'attachments.blockedExtensions[0]: got string "", expected a file extension'],
    [{ attachments: { mimeTypes: ['!image/png'] } }, 'attachments.mimeTypes[0]: got string "!image/png", expected a MIME type like image/png, or image/*'],
    [{ attachments: { mimeTypes: ['image/png!'] } }, 'attachments.mimeTypes[0]: got string "image/png!", expected a MIME type'],
    [{ attachments: { mimeTypes: ['image/*x'] } }, 'attachments.mimeTypes[0]: got string "image/*x", expected a MIME type'],
    [{ attachments: { mimeTypes: ['*/png'] } }, 'attachments.mimeTypes[0]: got string "*/png", expected a MIME type'],
    [{ privacy: { neverSync: ['x anna@acme.se'] } }, 'privacy.neverSync[0]: got string "x anna@acme.se", expected an e-mail address or a domain'],
    [{ privacy: { neverSync: ['anna@acme.se x'] } }, 'privacy.neverSync[0]: got string "anna@acme.se x", expected an e-mail address or a domain'],
    [{ privacy: { neverSync: ['acme'] } }, 'privacy.neverSync[0]: got string "acme", expected an e-mail address or a domain'],
    [{ privacy: { neverSync: ['anna@acme.se', '@acme.se', 'acme.se'], ownDomains: ['mail.acme.se'] } }, 'no error'],
    [{ privacy: { ownDomains: ['acme.se x'] } }, 'privacy.ownDomains[0]: got string "acme.se x", expected a domain like acme.se'],
    [{ privacy: { ownDomains: ['x acme.se'] } }, 'privacy.ownDomains[0]: got string "x acme.se", expected a domain like acme.se'],
    [{ privacy: { ownDomains: ['anna@acme.se'] } }, 'privacy.ownDomains[0]: got string "anna@acme.se", expected a domain like acme.se'],
    [{ attachments: { maxBytes: -1 } }, 'attachments.maxBytes: got number -1, expected a whole number from 0 to 1099511627776'],
    [{ attachments: { maxBytes: 1.5 } }, 'attachments.maxBytes: got number 1.5, expected a whole number from 0 to 1099511627776'],
    [{ attachments: { minBytes: 10, maxBytes: 5 } }, 'attachments.maxBytes: got number 5, expected at least attachments.minBytes, 10'],
    [{ firstRun: { from: '2026-02-30' } }, 'firstRun.from: got string "2026-02-30", expected a date like 2026-11-24, or null'],
    [{ firstRun: { from: '2026-03-02', to: '2026-03-01' } }, 'firstRun.to: got string "2026-03-01", expected a date on or after firstRun.from, 2026-03-02'],
    [{ conflict: { fields: { time: 'ask' } } }, `conflict.fields.time: got string "time", expected a kind and a field like 'appointment.time'`],
    [{ conflict: { fields: { 'task.due.x': 'ask' } } }, 'conflict.fields.task.due.x: got string "task.due.x", expected a field of that kind'],
    [{ firstRun: { from: '2026-03-02', to: '2026-03-02' } }, 'no error'],
    [{ attachments: { minBytes: 5, maxBytes: 5 } }, 'no error'],
    [{ guard: { share: 1 } }, 'no error'],
    [{ guard: { share: 1.1 } }, 'guard.share: got number 1.1, expected a share above 0 and up to 1'],
    [{ conflict: { fields: { 'task.location': 'ask' } } }, 'conflict.fields.task.location: got string "task.location", expected a field of that kind: subject, body, start, due, progress, importance'],
    [{ conflict: { fields: { 'task.due': 'never' } } }, `conflict.fields.task.due: got string "never", expected one of 'outlook', 'crm', 'latest', 'ask'`],
    [{ defaults: { email: { subjectTemplate: 'Mail' } } }, 'defaults.email.subjectTemplate: got string "Mail", expected a text that contains {subject}'],
    [{ guard: { share: 0 } }, 'guard.share: got number 0, expected a share above 0 and up to 1']
  ]
  for (const [input, expected] of wrong) it(`${JSON.stringify(input)} says what is wrong`, () => expect(errorsOf(input)).toContain(expected))
  it('tell everything that is wrong at once', () => expect(errorsOf({ mode: 1, guard: { minimum: 'x' } }).split('\n')).toHaveLength(2))
  it('never print long or nested values', () => {
    expect(errorsOf({ mode: 'x'.repeat(100) })).toContain('got string of 100 characters')
    expect(errorsOf({ mode: { secret: 'abc' } })).not.toContain('abc')
  })
})

describe('every setting', () => {
  const at = (path: string, value: unknown): unknown => path.split('.').reduceRight((inner: unknown, key) => ({ [key]: inner }), value)
  it.each([
    ['email', 'email'],
    ['appointment', 'kind'],
    ['task', 'kind'],
    ['fields', 'fields'],
    ['fields.email', 'email fields'],
    ['fields.appointment', 'appointment fields'],
    ['fields.task', 'task fields'],
    ['contacts', 'contacts'],
    ['attachments', 'attachments'],
    ['defaults', 'defaults'],
    ['defaults.email', 'default values'],
    ['recurrence', 'recurrence'],
    ['deletion', 'deletion'],
    ['deletion.inOutlook', 'deletion in Outlook'],
    ['deletion.inCrm', 'deletion in the CRM'],
    ['conflict', 'conflict'],
    ['privacy', 'privacy'],
    ['firstRun', 'first run'],
    ['guard', 'guard']
  ])('%s is an object', (path, name) => {
    for (const value of [7, null, []]) expect(errorsOf(at(path, value))).toContain(`${path}: got ${value === null ? 'null' : value === 7 ? 'number 7' : 'array of 0'}, expected an object (${name})`)
  })
  it.each([
    ['mode', 'automatic manual'],
    ['appointment.direction', 'none toCrm toOutlook both'],
    ['task.direction', 'none toCrm toOutlook both'],
    ['fields.task.due', 'none toCrm toOutlook both'],
    ['contacts.plusTags', 'distinct ignore'],
    ['recurrence.mode', 'first next each'],
    ...['email', 'appointment', 'task'].map((kind) => [`deletion.inOutlook.${kind}`, 'ask always never']),
    ...['appointment', 'task'].map((kind) => [`deletion.inCrm.${kind}`, 'made-in-crm always never']),
    ['conflict.policy', 'outlook crm latest ask'],
    ['privacy.private', 'skip busy'],
    ['privacy.internal', 'include skip'],
    ['firstRun.match', 'exact loose off']
  ])('%s is one of %s', (path, words) => {
    for (const word of (words ?? '').split(' ')) expect(errorsOf(at(path ?? '', word)), word).toBe('no error')
    expect(errorsOf(at(path ?? '', ''))).toContain(`${path}: got string "", expected one of ${(words ?? '').split(' ').map((w) => `'${w}'`).join(', ')}`)
  })
  it('is there in what counts as settings', () => {
    const r = decodeSettings({})
    const whole = E.isRight(r) ? r.right : null
    expect(Settings.is(whole)).toBe(true)
    for (const other of [null, undefined, 7, {}, { ...whole, mode: 'x' }, { ...whole, email: { incoming: true } }]) expect(Settings.is(other)).toBe(false)
  })
})
