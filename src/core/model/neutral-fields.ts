import type { FieldsOf, Kind } from './fields'

/**
 * What a field holds on a side where the settings do not let it go (B19). A field that is not named here is never held
 * back when something is made, because nothing can be made without it: an appointment's time, an e-mail's parties.
 */
export const neutralFields: { readonly [K in Kind]: Partial<FieldsOf[K]> } = {
  email: { subject: '', body: { type: 'text', content: '' } },
  appointment: { subject: '', body: { type: 'text', content: '' }, location: '', showAs: 'busy' },
  task: { subject: '', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' }
}
