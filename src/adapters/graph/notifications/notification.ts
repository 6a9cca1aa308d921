/** What Graph posts: change notifications and lifecycle notifications. Only what we use is decoded. */
import * as t from 'io-ts'

/** Graph sends no more than 100 or so in one post; a stranger may send anything. */
export const notificationsAtMost = 1000

export const Notification = t.readonly(
  t.intersection([
    t.type({ subscriptionId: t.string, clientState: t.string }),
    t.partial({ lifecycleEvent: t.union([t.string, t.null]), changeType: t.union([t.string, t.null]) })
  ]),
  'Notification'
)
export type Notification = t.TypeOf<typeof Notification>

/** The outer form; each entry is decoded by itself, so that a wrong one does not take the others with it. */
export const Notifications = t.readonly(t.type({ value: t.readonlyArray(t.unknown) }), 'Notifications')
