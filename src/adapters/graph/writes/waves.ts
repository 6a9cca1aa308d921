/** Writes in waves: those of one wave are about different items, so that they can be carried out together. */
import type { MailboxWrite } from '../../../core/ports/mailbox'
import { batchSize } from '../http/batch'

const subjectOf = (w: MailboxWrite): string => ('id' in w ? `id ${w.id}` : `key ${w.ownKey}`)

/** In order: the second of two writes to one item sees what the first one did. */
export const wavesOf = (writes: ReadonlyArray<MailboxWrite>): ReadonlyArray<ReadonlyArray<MailboxWrite>> => {
  const out: Array<Array<MailboxWrite>> = []
  const subjects = new Set<string>()
  for (const w of writes) {
    const last = out[out.length - 1]
    if (last === undefined || last.length >= batchSize || subjects.has(subjectOf(w))) {
      out.push([w])
      subjects.clear()
    } else last.push(w)
    subjects.add(subjectOf(w))
  }
  return out
}
