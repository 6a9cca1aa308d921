import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graphNotifications, type MailboxNotice } from '../../../../src/adapters/graph/notifications'
import { clientStates } from '../../../../src/adapters/graph/notifications/client-state'

const secret = 'a secret of the host'
const url = 'https://host.example/graph'

interface Heard {
  readonly handle: (request: Request) => Promise<Response>
  readonly notices: Array<MailboxNotice>
  readonly refused: Array<number>
}
const listening = (onNotice?: (n: MailboxNotice) => unknown): Heard => {
  const notices: Array<MailboxNotice> = []
  const refused: Array<number> = []
  return { notices, refused, handle: graphNotifications({ secret, onNotice: (n) => (notices.push(n), onNotice?.(n)), onRefused: (n) => refused.push(n) }) }
}
const post = (body: unknown): Request => new Request(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
const entry = async (mailbox: string, more: object = {}): Promise<object> => ({ subscriptionId: 's1', clientState: await clientStates(secret).of(mailbox), changeType: 'updated', resource: `users/${mailbox}/messages/AAMk`, ...more })

describe('the handshake', () => {
  it('gives the token back, decoded, as plain text that no browser takes for a page', async () => {
    const answer = await listening().handle(new Request(`${url}?validationToken=${encodeURIComponent('Validation: <b>å&1</b>')}`, { method: 'POST' }))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('Validation: <b>å&1</b>')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('refuses a token that nobody needs so long', async () => {
    expect((await listening().handle(new Request(`${url}?validationToken=${'a'.repeat(5000)}`, { method: 'POST' }))).status).toBe(400)
  })
})

describe('a post', () => {
  it('says which mailbox to sync, once, however often it is repeated', async () => {
    const heard = listening()
    const [anna, bert] = [await entry('anna'), await entry('bert')]
    const answer = await heard.handle(post({ value: [anna, { ...anna, changeType: 'created' }, bert, anna] }))
    expect(answer.status).toBe(202)
    expect(heard.notices).toEqual([
      { mailbox: 'anna', what: 'changed' },
      { mailbox: 'bert', what: 'changed' }
    ])
    expect(heard.refused).toEqual([])
  })

  it.each([
    ['missed', 'missed'],
    ['reauthorizationRequired', 'reauthorize'],
    ['subscriptionRemoved', 'removed']
  ] as const)('tells the lifecycle event %s as %s', async (lifecycleEvent, what) => {
    const heard = listening()
    await heard.handle(post({ value: [await entry('anna', { lifecycleEvent, changeType: undefined })] }))
    expect(heard.notices).toEqual([{ mailbox: 'anna', what }])
  })

  it('drops what is not ours and takes the rest, and does not tell the sender', async () => {
    const heard = listening()
    const foreign = { ...(await entry('anna')), clientState: await clientStates('another secret of a host').of('anna') }
    const swapped = { ...(await entry('anna')), clientState: (await clientStates(secret).of('anna')).replace(/\.[^.]+\./, '.YmVydA.') }
    const odd = [null, 7, 'x', {}, { subscriptionId: 's' }, { subscriptionId: 's', clientState: 5 }, { subscriptionId: 's', clientState: '1.!.!' }, await entry('anna', { lifecycleEvent: 'constructor' })]
    const answer = await heard.handle(post({ value: [foreign, swapped, ...odd, await entry('cleo')] }))
    expect(answer.status).toBe(202)
    expect(heard.notices).toEqual([{ mailbox: 'cleo', what: 'changed' }])
    expect(heard.refused).toEqual([2 + odd.length])
  })

  it('is answered 503 where the host could not take it, so that Graph comes again', async () => {
    const heard = listening((n) => (n.mailbox === 'anna' ? Promise.reject(new Error('the queue is full')) : undefined))
    expect((await heard.handle(post({ value: [await entry('anna'), await entry('bert')] }))).status).toBe(503)
    expect(heard.notices.map((n) => n.mailbox)).toEqual(['anna', 'bert'])
    expect((await listening(() => {
      throw new Error('at once')
    }).handle(post({ value: [await entry('anna')] }))).status).toBe(503)
  })

  it('refuses what is none, and what is too large, before it is read whole', async () => {
    const { handle } = listening()
    expect((await handle(new Request(url))).status).toBe(405)
    expect((await handle(post('{'))).status).toBe(400)
    expect((await handle(post('[]'))).status).toBe(400)
    expect((await handle(post({ value: 3 }))).status).toBe(400)
    expect((await handle(post({ value: Array.from({ length: 1001 }, () => 0) }))).status).toBe(413)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (c) => {
        sent += 65536
        c.enqueue(new Uint8Array(65536).fill(32))
      }
    })
    const init = { method: 'POST', body: endless, duplex: 'half' } as const
    expect((await handle(new Request(url, init))).status).toBe(413)
    expect(sent).toBeLessThan(8 * 1024 * 1024)
    expect((await handle(new Request(url, { method: 'POST', body: new Uint8Array([0xff, 0xfe]) }))).status).toBe(400)
  })

  it('never throws, whatever is posted', async () => {
    const { handle, notices } = listening()
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.record({ value: fc.array(fc.jsonValue()) }).map((v) => JSON.stringify(v))), async (body) => {
        expect([202, 400, 413]).toContain((await handle(post(body))).status)
      })
    )
    expect(notices).toEqual([])
  })
})

describe('a client state', () => {
  it('names its mailbox, and is within what Graph allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-composite', maxLength: 15 }).filter((m) => new TextEncoder().encode(m).length <= 60), async (mailbox) => {
        const made = await clientStates(secret).of(mailbox)
        expect(made.length).toBeLessThanOrEqual(128)
        expect(await clientStates(secret).mailboxOf(made)).toBe(mailbox)
      })
    )
    const longest = 'å'.repeat(30)
    expect((await clientStates(secret).of(longest)).length).toBeLessThanOrEqual(128)
    await expect(clientStates(secret).of(`${longest}å`)).rejects.toThrow(RangeError)
  })

  it('is nobody’s when a character of it is changed', async () => {
    const made = await clientStates(secret).of('anna')
    for (let i = 0; i < made.length; i++) {
      const changed = made.slice(0, i) + (made[i] === 'x' ? 'y' : 'x') + made.slice(i + 1)
      const found = await clientStates(secret).mailboxOf(changed)
      // The last character of base64 carries bits that are thrown away.
      if (i < made.length - 1) expect(found).toBeNull()
    }
  })

  it('is not made with a secret that can be guessed', () => {
    expect(() => clientStates('short')).toThrow(RangeError)
  })
})
