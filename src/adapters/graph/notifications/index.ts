export { graphJson } from './graph-json'
export { graphNotifications, type MailboxNotice, type NotificationOptions } from './handler'
export { watchedEvents, watchedMessages, watchedTasks, type Subscription, type Watched } from './subscription'
export { graphSubscriptions, type Ensured, type GraphJson, type GraphSubscriptions, type SubscriptionOptions } from './subscriptions'
