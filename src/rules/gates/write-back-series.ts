import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B10: an edit in the CRM to the one activity never rewrites the series in Outlook. */
export const writeBackSeries = makeGate<Item>('write-back-series', 'B10', (item) => {
  const series = item.kind === 'appointment' && item.recurrence !== null
  return { saw: { series }, stop: series ? 'not-carried' : null }
})
