import type { Activity } from '../../core/model/activity'
import { directionOf, type Direction } from '../../core/settings/settings'
import { makeGate } from './gate'

const goesToOutlook: { readonly [D in Direction]: boolean } = { none: false, toCrm: false, toOutlook: true, both: true }

/** B5: the user chooses which kinds go to Outlook. An e-mail never does: a sync invents no mail. */
export const kindToOutlook = makeGate<Activity>('kind-to-outlook', 'B5', ({ kind }, { settings }) => {
  const direction = directionOf(settings, kind)
  return { saw: { kind, direction }, stop: kind === 'email' ? 'email-never-made' : goesToOutlook[direction] ? null : 'kind-off' }
})
