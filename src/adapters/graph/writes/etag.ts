/** `If-Match`, which Graph does not document for these resources: it may heed it, so it gets it, and nobody relies on it. */
import * as t from 'io-ts'

const Tagged = t.type({ '@odata.etag': t.string })

/** A tag that would break a header is none. */
export const etagOf = (raw: unknown): { readonly ifMatch?: string } => (Tagged.is(raw) && /^[\x20-\x7e]{1,500}$/.test(raw['@odata.etag']) ? { ifMatch: raw['@odata.etag'] } : {})
