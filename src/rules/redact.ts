/** B18: what is left of something private. */
import type { Fields, FieldsOf, Kind } from '../core/model/fields'

const empty = { type: 'text', content: '' } as const

const redactors: { readonly [K in Kind]: (fields: FieldsOf[K], subject: string) => FieldsOf[K] } = {
  email: ({ sentAt }, subject) => ({ subject, body: empty, sentAt, from: null, to: [], cc: [], bcc: [] }),
  appointment: ({ time, showAs }, subject) => ({ subject, body: empty, location: '', time, showAs }),
  task: ({ start, due, progress, importance }, subject) => ({ subject, body: empty, start, due, progress, importance })
}

/** The fields without content: no subject but the given one, no text, no place, no people. When it is, and whether one is busy, stays. */
export const redactFields = <K extends Kind>(kind: K, fields: FieldsOf[K], subject: string): Fields => redactors[kind](fields, subject)
