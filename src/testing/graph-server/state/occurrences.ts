/** Changes to one date of a series. */
import type { PlainDate } from '../../../core/model/time'
import { refuse } from '../http/answer'
import { ruleDates, spanOn } from '../recurrence/occurrences'
import { occurrenceUId } from '../write/event'
import { newChangeKey } from './ids'
import { changeItem } from './items'
import type { MailboxState, StoredEvent } from './model'

const dayMs = 86_400_000

/** A date as it is by the rule, to be changed into an exception. */
export const occurrenceAsEvent = (master: StoredEvent, date: PlainDate): StoredEvent => ({
  ...master,
  data: { ...master.data, span: spanOn(master, date), recurrence: null, iCalUId: occurrenceUId(master.data.iCalUId, date) },
  cancelled: [],
  exceptions: new Map(),
  exceptionOf: { master: master.key, date }
})

/** The day of an exception must stay between those of its neighbours, as they now are. */
export const checkNeighbours = (master: StoredEvent, date: PlainDate, changed: StoredEvent): void => {
  const dates = ruleDates(master, Date.parse(`${date}T00:00:00Z`) + 1_830 * dayMs).filter((d) => !master.cancelled.includes(d))
  const at = dates.indexOf(date)
  const dayOf = (d: PlainDate): PlainDate => (master.exceptions.get(d)?.data.span ?? spanOn(master, d)).start.local.slice(0, 10)
  const [before, after] = [dates[at - 1], dates[at + 1]]
  const day = changed.data.span.start.local.slice(0, 10)
  if ((before !== undefined && day <= dayOf(before)) || (after !== undefined && day >= dayOf(after)))
    refuse(400, 'ErrorOccurrenceCrossingBoundary', 'Modified occurrence is crossing or overlapping adjacent occurrence.')
}

/** One date becomes, or stays, an exception. */
export const changeOccurrence = (m: MailboxState, master: StoredEvent, date: PlainDate, event: StoredEvent): StoredEvent => {
  const exception = { ...event, changeKey: newChangeKey(m.world), modified: m.world.now() }
  changeItem(m, { ...master, exceptions: new Map([...master.exceptions, [date, exception]]) })
  return exception
}

/** One date does not take place. */
export const cancelOccurrence = (m: MailboxState, master: StoredEvent, date: PlainDate): StoredEvent =>
  changeItem(m, { ...master, cancelled: [...master.cancelled, date].sort(), exceptions: new Map([...master.exceptions].filter(([d]) => d !== date)) })
