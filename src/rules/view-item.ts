/** B10, B18: how an item is to stand in the CRM. */
import * as E from 'fp-ts/lib/Either.js'
import { showFieldErrors } from '../core/codec'
import type { AppointmentFields, Fields } from '../core/model/fields'
import type { AppointmentItem, Item } from '../core/model/item'
import type { RuleContext, RuleSet, Trace, Verdict, View, Views } from '../core/rule-set'
import { faultOfTime, firstOccurrence, openSeries, type Occurrence, type Series, type SeriesFault } from './occurrences'
import { redactFields } from './redact'
import { isPrivate } from './sensitivity'
import { go, skip, trace } from './verdict'
import { modeOf, showOccurrences, type Shown } from './view-occurrences'

const fieldsOf = ({ fields }: AppointmentItem, { time, exception }: Occurrence): AppointmentFields => ({
  subject: exception?.subject ?? fields.subject,
  body: exception?.body ?? fields.body,
  location: exception?.location ?? fields.location,
  time,
  showAs: exception?.showAs ?? fields.showAs
})

const redacted = (item: Item, fields: Fields, context: RuleContext): Fields => {
  if (!isPrivate(item)) return fields
  const text = context.settings.privacy.busyText
  switch (item.kind) {
    case 'email':
      return redactFields('email', item.fields, text)
    case 'appointment':
      return redactFields('appointment', fields as AppointmentFields, text)
    case 'task':
      return redactFields('task', item.fields, text)
  }
}

const viewOf = (item: Item, fields: Fields, context: RuleContext, shown: Pick<Shown, 'key' | 'reviewAt'> = { key: '', reviewAt: null }): View => ({
  kind: item.kind,
  occurrence: shown.key,
  fields: redacted(item, fields, context),
  reviewAt: shown.reviewAt,
  redacted: isPrivate(item)
})

/** Of something private the trace tells nothing else. */
const traceOf = (item: Item, behaviour: string, saw: Trace['saw'], decided: string): Trace =>
  isPrivate(item) ? trace('view-item', behaviour, { private: true }, 'shown without content where it is shown at all') : trace('view-item', behaviour, saw, decided)

const oneView = (item: Item, context: RuleContext): Verdict<Views> =>
  go(traceOf(item, 'B18', { kind: item.kind, private: false }, 'the item as it is'), { views: [viewOf(item, item.fields, context)], gone: [], reviewAt: null })

const skipFault = (item: Item, fault: SeriesFault): Verdict<Views> => {
  const decided = fault.reason === 'invalid-time' ? fault.what : showFieldErrors(fault.errors)
  return skip(fault.reason, traceOf(item, 'B10', { recurring: item.kind === 'appointment' && item.recurrence !== null }, decided))
}

const viewSeries = (item: AppointmentItem, series: Series, linked: ReadonlyArray<string>, context: RuleContext): Verdict<Views> => {
  const { settings, now } = context
  const { shown, gone, reviewAt } = showOccurrences(series, linked, settings.recurrence, now)
  const views = shown.map((s) => viewOf(item, fieldsOf(item, s.occurrence), context, s))
  const mode = modeOf(settings.recurrence.mode, linked)
  const testify = (decided: string): Trace =>
    traceOf(item, 'B10', { setting: settings.recurrence.mode, mode, linked: linked.length, cancelled: series.cancelled.size, moved: series.exceptions.size, gone: gone.length, reviewAt }, decided)
  if (views.length > 0 || gone.length > 0 || reviewAt !== null) {
    const what = mode === 'each' ? `${views.length} single occurrences` : mode === 'first' ? 'the first that takes place' : 'the next that takes place, or the last'
    return go(testify(views.length > 0 ? what : 'no occurrence now'), { views, gone, reviewAt })
  }
  const any = firstOccurrence(series) !== null
  return skip(any ? 'no-occurrence-yet' : 'no-occurrence', testify(any ? 'none within the window, nor will there be' : 'none takes place'))
}

/**
 * How the item is to stand in the CRM: an e-mail, a task and a single appointment as they are; a series by its first, its
 * next or each occurrence, and always in the way it is linked already. Private items come without content, whatever a gate let through.
 */
export const viewItem: RuleSet['viewItem'] = (item, linked, context) => {
  if (item.kind !== 'appointment') return oneView(item, context)
  const fault = faultOfTime(item.fields.time)
  if (fault !== null) return skipFault(item, { reason: 'invalid-time', what: fault })
  // Occurrences that were linked while it was a series keep the item a series: of the one that is left.
  if (item.recurrence === null && linked.every((key) => key === '')) return oneView(item, context)
  const series = openSeries(item)
  return E.isLeft(series) ? skipFault(item, series.left) : viewSeries(item, series.right, linked, context)
}
