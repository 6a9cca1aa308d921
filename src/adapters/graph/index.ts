/** Mailbox port over Microsoft Graph. */
export { graphMailbox, type GraphMailbox } from './mailbox'
export type { CalendarWindow, GraphMailboxConfig } from './config'
export { memoryLimiter, outlookBudget, type Budget, type RequestLimiter } from './http/limiter'
export type { RequestCount } from './http/request'
export type { Fetch, GetToken } from './http/send-once'
export { graphJson, graphNotifications, graphSubscriptions, watchedEvents, watchedMessages, watchedTasks, type Ensured, type GraphJson, type GraphSubscriptions, type MailboxNotice, type NotificationOptions, type Subscription, type SubscriptionOptions, type Watched } from './notifications'
