/** Subscriptions: what is asked of Graph, and what it tells of one. */
import * as t from 'io-ts'
import { NonEmpty, stringWhere } from '../../../core/codec'
import type { Instant } from '../../../core/model/time'

const minute = 60_000

/** Something to be told about. `path` is below the mailbox: `messages`, `events`, `todo/lists/LIST/tasks`. */
export interface Watched {
  readonly path: string
  /** The longest life that Graph gives, in milliseconds. */
  readonly lifeMs: number
  /** Whether Graph takes a `lifecycleNotificationUrl` for it. */
  readonly lifecycle: boolean
}

// The longest lives are 10,080 minutes and 4,230 minutes; a minute less, as clocks differ. [subscription resource type]
export const watchedMessages: Watched = { path: 'messages', lifeMs: 10_079 * minute, lifecycle: true }
export const watchedEvents: Watched = { path: 'events', lifeMs: 10_079 * minute, lifecycle: true }
/** @param list the id of a To Do list */
export const watchedTasks = (list: string): Watched => ({ path: `todo/lists/${encodeURIComponent(list)}/tasks`, lifeMs: 4229 * minute, lifecycle: true })

const Time = stringWhere('a time like 2026-11-24T09:30:00Z', (s) => s.length <= 40 && !Number.isNaN(Date.parse(s)))

/** As Graph tells it; `clientState` it keeps to itself. */
export const GraphSubscription = t.readonly(t.type({ id: NonEmpty, resource: t.string, expirationDateTime: Time }), 'GraphSubscription')

/** Plain data, for the host to keep and give again. */
export interface Subscription {
  readonly id: string
  /** Below the mailbox. */
  readonly path: string
  readonly until: Instant
}
