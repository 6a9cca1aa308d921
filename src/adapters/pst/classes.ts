/** What an item is, by its message class ([MS-OXCMSG] 2.2.1.3). */
import type { EmailItem } from '../../core/model/item'

export type ItemClass = { readonly kind: 'email'; readonly messageType: EmailItem['messageType'] } | { readonly kind: 'appointment' } | { readonly kind: 'task' }

const below = (c: string, root: string): boolean => c === root || c.startsWith(`${root}.`)

/**
 * The item that a message class stands for, or `null` for what is no item: contacts, distribution lists, journal
 * entries, sticky notes, posts and feeds, settings, and task requests (`IPM.TaskRequest`: the task itself is in the task
 * list once it is accepted). What has no class is a mail, as [MS-OXCMSG] has it.
 */
export const classify = (messageClass: string): ItemClass | null => {
  const c = messageClass.toLowerCase()
  if (c === '' || c === 'ipm' || below(c, 'ipm.note') || below(c, 'ipm.recall')) return { kind: 'email', messageType: 'mail' }
  if (below(c, 'ipm.schedule.meeting')) return { kind: 'email', messageType: 'meeting' }
  if (below(c, 'report')) return { kind: 'email', messageType: 'report' }
  if (below(c, 'ipm.appointment')) return { kind: 'appointment' }
  if (below(c, 'ipm.task')) return { kind: 'task' }
  return null
}
