/** Errors are data, and one line for a person. */
import { describe, expect, it } from 'vitest'
import { alreadyExists, cursorExpired, invalidPayload, notFound, showPortError, showSyncError, stopsThePass, throttled, unauthorized, unavailable, unexpected, unsupported, versionMismatch, type PortError, type PortErrorTag, type SyncError } from '../../src/core/errors'

const wrong = [
  { field: 'a', got: 'number 1', expected: 'a text' },
  { field: 'b', got: 'null', expected: 'a date' }
]

interface Told {
  readonly error: PortError
  readonly says: string
  readonly stops: boolean
}
const port: { readonly [T in PortErrorTag]: Told } = {
  NotFound: { error: notFound('item 7'), says: 'not found: item 7', stops: false },
  AlreadyExists: { error: alreadyExists('item 7'), says: 'already exists: item 7', stops: false },
  VersionMismatch: { error: versionMismatch('item 7'), says: 'changed by somebody else meanwhile: item 7', stops: false },
  Throttled: { error: throttled(500), says: 'throttled: try again in 500 ms', stops: true },
  Unauthorized: { error: unauthorized('the token is old'), says: 'not authorised: the token is old', stops: true },
  CursorExpired: { error: cursorExpired, says: 'the cursor has expired: a full listing is needed', stops: false },
  InvalidPayload: { error: invalidPayload('item 7', wrong), says: 'invalid item 7: a: got number 1, expected a text; b: got null, expected a date', stops: false },
  Unavailable: { error: unavailable('no answer'), says: 'unavailable: no answer', stops: true },
  Unsupported: { error: unsupported('sending'), says: 'not supported: sending', stops: false },
  Unexpected: { error: unexpected('a bug'), says: 'unexpected: a bug', stops: false }
}

describe('an error of a port', () => {
  it.each(Object.entries(port))('%s', (tag, { error, says, stops }) => {
    expect(error._tag).toBe(tag)
    expect(showPortError(error)).toBe(says)
    expect(stopsThePass[error._tag]).toBe(stops)
  })
  it('holds what it was given', () => {
    expect([notFound('a'), throttled(5), unauthorized('b'), invalidPayload('c', wrong)]).toEqual([
      { _tag: 'NotFound', what: 'a' },
      { _tag: 'Throttled', retryAfterMs: 5 },
      { _tag: 'Unauthorized', detail: 'b' },
      { _tag: 'InvalidPayload', what: 'c', errors: wrong }
    ])
  })
})

describe('an error of a call', () => {
  it.each<[string, SyncError]>([
    ['the settings are not valid\n  a: got number 1, expected a text\n  b: got null, expected a date', { _tag: 'InvalidSettings', errors: wrong }],
    ['the input is not valid\n  a: got number 1, expected a text\n  b: got null, expected a date', { _tag: 'InvalidInput', errors: wrong }],
    ['the integration is active against database "beta": deactivate it there first', { _tag: 'ActiveElsewhere', database: 'beta' }],
    ['another worker is at this mailbox, until 2026-11-24T08:00:00.000Z if it does not end or go on: try again later', { _tag: 'Busy', until: '2026-11-24T08:00:00.000Z' }],
    ['another worker has taken over this mailbox: stopped before the next effect, and the other one goes on from there', { _tag: 'LeaseLost' }],
    ['Outlook suddenly misses 9 of 10 linked entries: stopped before deleting anything. If that is right, run again with allowMassDeletion', { _tag: 'SideLooksEmpty', side: 'outlook', gone: 9, linked: 10 }],
    ['the CRM suddenly misses 9 of 10 linked entries: stopped before deleting anything. If that is right, run again with allowMassDeletion', { _tag: 'SideLooksEmpty', side: 'crm', gone: 9, linked: 10 }],
    ['decision d1 is not open: it is done', { _tag: 'DecisionNotOpen', decision: 'd1', state: 'done' }],
    ['no decision d1', { _tag: 'NoSuchDecision', decision: 'd1' }],
    ['no item or activity x1', { _tag: 'NoSuchEntity', id: 'x1' }],
    ['the journal knows no pass p1', { _tag: 'NoSuchPass', pass: 'p1' }],
    ['the journal has no entry e1', { _tag: 'NoSuchEntry', entry: 'e1' }],
    ['e1 is not restored: the field was written again since', { _tag: 'CannotRestore', entry: 'e1', because: 'touched-since' }],
    ['crm, read: not found: x1', { _tag: 'PortFailed', port: 'crm', during: 'read', error: notFound('x1') }]
  ])('%s', (says, error) => {
    expect(showSyncError(error)).toBe(says)
  })
})
