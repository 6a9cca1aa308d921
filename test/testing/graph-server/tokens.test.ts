/** Who may ask, and how a refusal looks. */
import { describe, expect, test } from 'vitest'
import { testWorld } from './world'

interface GraphError {
  readonly error: { readonly code: string; readonly message: string; readonly innerError: { readonly 'request-id': string } }
}

const withToken = (token: string): { readonly authorization: string } => ({ authorization: `Bearer ${token}` })

describe('tokens', () => {
  test.each([
    ['missing', ''],
    ['unknown', 'Bearer nobody-gave-this']
  ])('a token that is %s is refused with 401 and the error body of Graph', async (_name, authorization) => {
    const w = testWorld()
    const { status, body, headers } = await w.ask<GraphError>('GET', '/me', undefined, { authorization })
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken'])
    expect(body.error.innerError['request-id']).not.toBe('')
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  test('a token is good until it expires, by the clock of the server', async () => {
    const w = testWorld()
    const headers = withToken(w.server.token('anna', { expiresInMs: 1000 }))
    expect((await w.ask('GET', '/me', undefined, headers)).status).toBe(200)
    w.advance(1000)
    expect((await w.ask('GET', '/me', undefined, headers)).status).toBe(401)
  })

  test('a delegated token opens its own mailbox, by /me, id and address, and no other', async () => {
    const w = testWorld()
    for (const path of ['/me', '/users/anna', '/users/ANNA@acme.se', "/users('anna')"]) expect((await w.ask('GET', `${path}/messages`)).status).toBe(200)
    const { status, body } = await w.ask<GraphError>('GET', '/users/bo@acme.se/messages')
    expect([status, body.error.code]).toEqual([403, 'ErrorAccessDenied'])
    expect((await w.ask('GET', '/users/nobody@acme.se/messages')).status).toBe(403)
  })

  test('an application token opens the mailboxes that it names, and has no /me', async () => {
    const w = testWorld()
    const some = withToken(w.server.token('anna', { application: ['bo@acme.se'] }))
    const all = withToken(w.server.token('anna', { application: 'all' }))
    expect((await w.ask('GET', '/users/bo/messages', undefined, some)).status).toBe(200)
    expect((await w.ask('GET', '/users/anna/messages', undefined, some)).status).toBe(403)
    expect((await w.ask('GET', '/users/anna/messages', undefined, all)).status).toBe(200)
    expect((await w.ask('GET', '/me/messages', undefined, all)).status).toBe(400)
    expect((await w.ask('GET', '/users/nobody/messages', undefined, all)).status).toBe(404)
  })

  test('a token opens what its scopes hold', async () => {
    const w = testWorld()
    const headers = withToken(w.server.token('anna', { scopes: ['Mail.Read'] }))
    expect((await w.ask('GET', '/me/messages', undefined, headers)).status).toBe(200)
    expect((await w.ask('POST', '/me/messages', { subject: 'x' }, headers)).status).toBe(403)
    expect((await w.ask('GET', '/me/events', undefined, headers)).status).toBe(403)
    expect((await w.ask('POST', '/me/sendMail', { message: {} }, headers)).status).toBe(403)
  })

  test('addresses come as proxyAddresses, the primary with a capital SMTP, only when they are selected', async () => {
    const w = testWorld()
    expect((await w.ask('GET', '/me?$select=mail,proxyAddresses,userPrincipalName')).body).toMatchObject({ mail: 'anna@acme.se', proxyAddresses: ['SMTP:anna@acme.se', 'smtp:a.berg@acme.se'], userPrincipalName: 'anna@acme.se' })
    expect((await w.ask('GET', '/me')).body).not.toHaveProperty('proxyAddresses')
    expect((await w.ask('GET', '/me/mailboxSettings')).body).toMatchObject({ timeZone: 'W. Europe Standard Time' })
  })
})

describe('what there is not', () => {
  test.each([
    ['GET', '/me/nothing'],
    ['PUT', '/me/messages'],
    ['GET', '/groups'],
    ['GET', '/me/messages?$search="x"'],
    ['GET', '/me/messages?$select=nothing'],
    ['GET', '/me/messages?$filter=bodyPreview eq \'x\''],
    ['GET', '/me/messages?$filter=subject eq'],
    ['GET', '/me/messages?$orderby=body'],
    ['GET', '/me/messages?$top=1001'],
    ['GET', '/me/messages?$expand=nothing'],
    ['GET', '/me/events?$filter=isRead eq true'],
    ['GET', '/me/events/x/instances?startDateTime=2026-01-01&endDateTime=soon']
  ])('%s %s is refused with an error body, not ignored', async (method, path) => {
    const w = testWorld()
    const { status, body } = await w.ask<GraphError>(method, path)
    expect([400, 404]).toContain(status)
    expect(body.error.code).not.toBe('')
  })

  test.each([['/me/messages'], ['/me/events'], ['/me/todo/lists']])('POST %s with a property that there is not is refused with 400', async (path) => {
    const { status } = await testWorld().ask('POST', path, { nothing: 1 })
    expect(status).toBe(400)
  })

  test('a filter and an order by something else are too complex together', async () => {
    const { status, body } = await testWorld().ask<GraphError>('GET', `/me/messages?$filter=isRead eq false&$orderby=receivedDateTime desc`)
    expect([status, body.error.code]).toEqual([400, 'InefficientFilter'])
  })
})
