/** Puts a mailbox from an Outlook file into the local Graph server, as if its owner had worked there all along. */
import * as E from 'fp-ts/lib/Either.js'
import type { MailboxPort } from '../../core/ports/mailbox'
import { showPortError } from '../../core/errors'
import type { Kind } from '../../core/model/fields'
import type { Item } from '../../core/model/item'
import type { GraphPerson } from '../../testing/graph-server'
import { CommandFailure } from '../fail'

/** Graph keeps larger ones too, but nobody needs them here. */
const attachmentAtMost = 3 * 1024 * 1024

const addItem = (person: GraphPerson, i: Item): string => {
  const { place, sensitivity, identity } = i
  switch (i.kind) {
    case 'email':
      return person.add('email', i.fields, { place, sensitivity, identity, folder: i.folder, messageType: i.messageType })
    case 'appointment':
      return person.add('appointment', i.fields, { place, sensitivity, identity, organizer: i.organizer, attendees: i.attendees, role: i.role, cancelled: i.cancelled, recurrence: i.recurrence })
    case 'task':
      return person.add('task', i.fields, { sensitivity })
  }
}

/** Answers how many items of each kind there are. */
export const fillServer = async (file: MailboxPort, person: GraphPerson): Promise<{ readonly [K in Kind]: number }> => {
  const items = { email: 0, appointment: 0, task: 0 }
  let cursor: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<ReturnType<MailboxPort['changes']>>> = await file.changes(cursor)()
    if (E.isLeft(page)) throw new CommandFailure(showPortError(page.left))
    for (const c of page.right.changes) {
      if (c._tag !== 'Present') continue
      const { item } = c
      const id = addItem(person, item)
      items[item.kind]++
      for (const a of item.kind === 'email' ? item.attachments : []) {
        const bytes = a.type === 'file' ? await file.attachment(item.id, a.id, attachmentAtMost)() : null
        if (bytes !== null && E.isRight(bytes)) person.attach(id, { name: a.name, mimeType: a.mimeType ?? 'application/octet-stream', bytes: bytes.right, inline: a.inline, contentId: a.contentId })
      }
    }
    if (!page.right.more) return items
    cursor = page.right.cursor
  }
}
