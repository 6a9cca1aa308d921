/** `/subscriptions`: made with a handshake, renewed, and gone when nobody renews them. */
import type { Subscription as Resource } from '@microsoft/microsoft-graph-types'
import * as t from 'io-ts'
import { nullable } from '../../../core/codec'
import { part, route, type Context, type Route } from '../context'
import { badRequest, emptyAnswer, jsonAnswer, notFound, refuse, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { folderKeyOf } from '../notifications/queue'
import type { Subscription } from '../notifications/subscription'
import { newGuid } from '../state/ids'
import type { ChangeType, MailboxState } from '../state/model'

const Codec = t.partial({
  changeType: t.string,
  notificationUrl: t.string,
  lifecycleNotificationUrl: nullable(t.string),
  resource: t.string,
  expirationDateTime: t.string,
  clientState: nullable(t.string),
  includeResourceData: nullable(t.boolean),
  latestSupportedTlsVersion: nullable(t.string)
})

const minuteMs = 60_000
const longestMs = { message: 10_080 * minuteMs, event: 10_080 * minuteMs, contact: 10_080 * minuteMs, task: 4_230 * minuteMs } as const
const mostOfAMailbox = 1_000
const longestClientState = 128

/** The token's owner, from `contextOf`'s caller; nobody sees the subscriptions of another. */
const applicationOf = (ctx: Context): string => part(ctx, ' application')

const resourceOf = (s: Subscription): Resource => ({
  id: s.id,
  resource: s.resource,
  changeType: s.changeTypes.join(','),
  clientState: s.clientState,
  notificationUrl: s.notificationUrl,
  lifecycleNotificationUrl: s.lifecycleUrl,
  expirationDateTime: new Date(s.expiresMs).toISOString(),
  creatorId: s.mailbox.user.id,
  applicationId: '00000000-aaaa-4bbb-8ccc-000000000002'
})

interface Watched {
  readonly mailbox: MailboxState
  readonly kind: Subscription['kind']
  readonly folder: string | null
}

const watchedBy = (ctx: Context, resource: string): Watched => {
  const plain = resource.replace(/\('([^']*)'\)/g, '/$1').replace(/^\/?/, '/')
  const [, user, rest = ''] = /^\/(?:me|users\/([^/]+))(\/.*)$/i.exec(plain) ?? []
  const mailbox = user === undefined ? ctx.mailbox : [...ctx.server.world.mailboxes.values()].find((m) => m.user.id === user || m.user.mail.toLowerCase() === user.toLowerCase())
  if (mailbox === undefined || (applicationOf(ctx) !== 'application' && mailbox !== ctx.mailbox)) return refuse(403, 'ExtensionError', 'Operation: Create; Exception: Access denied.')
  const folderOf = (kind: Parameters<typeof folderKeyOf>[1], id: string): string => folderKeyOf({ mailbox }, kind, decodeURIComponent(id)) ?? notFound()
  const forms: ReadonlyArray<readonly [RegExp, (id: string) => Watched]> = [
    [/^\/messages$/i, () => ({ mailbox, kind: 'message', folder: null })],
    [/^\/mailFolders\/([^/]+)\/messages$/i, (id) => ({ mailbox, kind: 'message', folder: folderOf('mail', id) })],
    [/^\/(?:calendar\/)?events$/i, () => ({ mailbox, kind: 'event', folder: null })],
    [/^\/calendars\/([^/]+)\/events$/i, (id) => ({ mailbox, kind: 'event', folder: folderOf('calendar', id) })],
    [/^\/contacts$/i, () => ({ mailbox, kind: 'contact', folder: null })],
    [/^\/todo\/lists\/([^/]+)\/tasks$/i, (id) => ({ mailbox, kind: 'task', folder: folderOf('list', id) })]
  ]
  for (const [form, watched] of forms) {
    const match = form.exec(rest)
    if (match !== null) return watched(match[1] ?? '')
  }
  return refuse(400, 'ExtensionError', 'The resource cannot be subscribed to.')
}

const readExpiry = (ctx: Context, kind: Subscription['kind'], text: string | undefined): number => {
  const ms = Date.parse(text ?? '')
  const nowMs = Date.parse(ctx.server.world.now())
  if (Number.isNaN(ms) || ms <= nowMs) return refuse(400, 'InvalidRequest', 'The expirationDateTime is missing or over.')
  return ms - nowMs > longestMs[kind] ? refuse(400, 'ExtensionError', 'Subscription expiration can only be so far in the future as its resource allows.') : ms
}

const readChangeTypes = (text: string | undefined): ReadonlyArray<ChangeType> => {
  const types = (text ?? '').split(',').map((type) => type.trim())
  const known = types.filter((type): type is ChangeType => type === 'created' || type === 'updated' || type === 'deleted')
  return known.length === 0 || known.length !== types.length ? refuse(400, 'InvalidRequest', 'The changeType is not one of created, updated, deleted.') : known
}

/** Asks an address whether it wants this: it must answer 200 with the token as plain text. */
const handshake = async (ctx: Context, url: string): Promise<void> => {
  const { fetch } = ctx.server.options
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${newGuid(ctx.server.world)}`
  if (!/^https?:\/\//.test(url)) return badRequest('The notificationUrl is not a URL.')
  const answer = fetch === undefined ? null : await fetch(`${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeURIComponent(token)}`, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } }).catch(() => null)
  const agrees = answer !== null && answer.status === 200 && /^text\/plain/i.test(answer.headers.get('content-type') ?? '') && (await answer.text()) === token
  if (!agrees) refuse(400, 'ValidationError', 'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.')
}

const create = async (ctx: Context): Promise<Answer> => {
  const given = decodeBody(Codec, ctx.call.body, 'subscription')
  const watched = watchedBy(ctx, given.resource ?? '')
  if (given.includeResourceData === true) return refuse(400, 'InvalidRequest', 'Resource data needs a certificate.')
  if ((given.clientState ?? '').length > longestClientState) return refuse(400, 'InvalidRequest', `The clientState has more than ${longestClientState} characters.`)
  const expiresMs = readExpiry(ctx, watched.kind, given.expirationDateTime)
  const changeTypes = readChangeTypes(given.changeType)
  if (watched.kind !== 'task' && given.lifecycleNotificationUrl !== undefined && given.lifecycleNotificationUrl !== null) await handshake(ctx, given.lifecycleNotificationUrl)
  await handshake(ctx, given.notificationUrl ?? '')
  if ([...ctx.server.subscriptions.values()].filter((s) => s.mailbox === watched.mailbox).length >= mostOfAMailbox) return refuse(403, 'ExtensionError', 'The mailbox has too many subscriptions.')
  const subscription: Subscription = {
    id: newGuid(ctx.server.world),
    ...watched,
    resource: given.resource ?? '',
    changeTypes,
    notificationUrl: given.notificationUrl ?? '',
    lifecycleUrl: given.lifecycleNotificationUrl ?? null,
    clientState: given.clientState ?? null,
    expiresMs,
    immutableIds: ctx.preferences.immutableIds,
    application: applicationOf(ctx),
    warned: false
  }
  ctx.server.subscriptions.set(subscription.id, subscription)
  return jsonAnswer(201, resourceOf(subscription))
}

const at = (ctx: Context): Subscription => {
  const s = ctx.server.subscriptions.get(part(ctx, 'subscription'))
  return s === undefined || s.application !== applicationOf(ctx) || s.expiresMs <= Date.parse(ctx.server.world.now()) ? refuse(404, 'ResourceNotFound', 'The object was not found.') : s
}

const renew = (ctx: Context): Answer => {
  const s = at(ctx)
  const { expirationDateTime } = decodeBody(Codec, ctx.call.body, 'subscription')
  const renewed = { ...s, expiresMs: readExpiry(ctx, s.kind, expirationDateTime), warned: false }
  ctx.server.subscriptions.set(s.id, renewed)
  return jsonAnswer(200, resourceOf(renewed))
}

export const subscriptionRoutes: ReadonlyArray<Route> = [
  route('GET', '/subscriptions', (ctx) => jsonAnswer(200, { value: [...ctx.server.subscriptions.values()].filter((s) => s.application === applicationOf(ctx)).map(resourceOf) })),
  route('POST', '/subscriptions', create),
  route('GET', '/subscriptions/{subscription}', (ctx) => jsonAnswer(200, resourceOf(at(ctx)))),
  route('PATCH', '/subscriptions/{subscription}', renew),
  route('DELETE', '/subscriptions/{subscription}', (ctx) => {
    ctx.server.subscriptions.delete(at(ctx).id)
    return emptyAnswer(204)
  }),
  route('POST', '/subscriptions/{subscription}/reauthorize', (ctx) => {
    const s = at(ctx)
    ctx.server.subscriptions.set(s.id, { ...s, warned: false })
    return emptyAnswer(204)
  })
]
