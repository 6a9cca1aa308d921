/** Notifications: what subscriptions are told, when they are sent, and how they go astray. */
import type { ChangeNotification, ChangeNotificationCollection } from '@microsoft/microsoft-graph-types'
import type { ServerState } from '../context'
import { shuffled } from '../random'
import { findFolder } from '../state/folders'
import type { Told } from '../state/model'
import type { Subscription } from './subscription'

export interface NotificationFaults {
  /** How often, from 0 to 1, one does not arrive. */
  readonly lost?: number
  readonly duplicated?: number
  /** Whether they arrive in another order. */
  readonly reordered?: boolean
}

export interface Queued {
  readonly url: string
  readonly notification: ChangeNotification
}

const segments = { message: 'messages', event: 'events', contact: 'contacts', task: 'tasks' } as const
const dataTypes = { message: '#Microsoft.Graph.Message', event: '#Microsoft.Graph.Event', contact: '#Microsoft.Graph.Contact', task: '#Microsoft.Graph.TodoTask' } as const

const wants = (s: Subscription, told: Told): boolean =>
  s.mailbox === told.mailbox && s.kind === told.item.kind && (s.folder === null || s.folder === told.folder) && s.changeTypes.includes(told.change) && (s.kind !== 'event' || told.mailbox.folders.get(told.folder)?.kind === 'calendar')

const tenantId = '00000000-aaaa-4bbb-8ccc-000000000001'

/** What every notification of a subscription has. */
const common = (s: Subscription): Omit<ChangeNotification, 'id'> => ({ subscriptionId: s.id, subscriptionExpirationDateTime: new Date(s.expiresMs).toISOString(), tenantId, ...(s.clientState === null ? {} : { clientState: s.clientState }) })

const changeOf = (s: Subscription, told: Told): Queued => {
  const id = s.immutableIds ? told.item.ids.immutable : told.item.ids.mutable
  const resource = `Users/${told.mailbox.user.id}/${segments[told.item.kind]}/${id}`
  const resourceData = { '@odata.type': dataTypes[told.item.kind], '@odata.id': resource, '@odata.etag': `W/"${told.item.changeKey}"`, id }
  return { url: s.notificationUrl, notification: { ...common(s), changeType: told.change, resource, resourceData } }
}

export const lifecycleOf = (s: Subscription, lifecycleEvent: NonNullable<ChangeNotification['lifecycleEvent']>): ReadonlyArray<Queued> =>
  s.lifecycleUrl === null ? [] : [{ url: s.lifecycleUrl, notification: { ...common(s), resource: s.resource, lifecycleEvent } }]

const isLive = (state: ServerState, s: Subscription): boolean => s.expiresMs > Date.parse(state.world.now())

/** Queues what a change is to tell. */
export const queueChange = (state: ServerState, queue: Array<Queued>, told: Told): void => {
  for (const s of state.subscriptions.values()) if (isLive(state, s) && wants(s, told)) queue.push(changeOf(s, told))
}

const warningMs = 15 * 60_000

/** Ends subscriptions that are over, and says of those that soon will be that they need a new authorization. */
export const ageSubscriptions = (state: ServerState, queue: Array<Queued>): void => {
  const nowMs = Date.parse(state.world.now())
  for (const s of [...state.subscriptions.values()]) {
    if (s.expiresMs <= nowMs) {
      state.subscriptions.delete(s.id)
      if (s.kind !== 'task') queue.push(...lifecycleOf(s, 'subscriptionRemoved'))
    } else if (!s.warned && s.expiresMs - nowMs <= warningMs) {
      state.subscriptions.set(s.id, { ...s, warned: true })
      queue.push(...lifecycleOf(s, 'reauthorizationRequired'))
    }
  }
}

const withFaults = (state: ServerState, queued: ReadonlyArray<Queued>, faults: NotificationFaults): ReadonlyArray<Queued> => {
  const { random } = state.world
  const there = queued.flatMap((q) => (random() < (faults.lost ?? 0) ? [] : random() < (faults.duplicated ?? 0) ? [q, q] : [q]))
  return faults.reordered === true ? shuffled(there, random) : there
}

/** Sends everything; resolves with how many were accepted. What is not accepted is not sent again. */
export const sendQueued = async (state: ServerState, queued: ReadonlyArray<Queued>, faults: NotificationFaults): Promise<number> => {
  const { fetch } = state.options
  if (fetch === undefined) return 0
  let accepted = 0
  for (const { url, notification } of withFaults(state, queued, faults)) {
    const body: ChangeNotificationCollection = { value: [notification] }
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }).catch(() => null)
    if (answer !== null && answer.ok) accepted += 1
  }
  return accepted
}

/** A folder that a subscription's resource names. */
export const folderKeyOf = (s: Pick<Subscription, 'mailbox'>, kind: 'mail' | 'list' | 'contacts' | 'calendar', id: string): string | null => findFolder(s.mailbox, kind, id)?.key ?? null
