/** `If-Match`. It is not documented for these resources; in the field a stale one answers 412 or 409. */
import type { Context } from '../context'
import { refuse } from '../http/answer'
import type { StoredItem } from '../state/model'

export const checkIfMatch = (ctx: Context, item: StoredItem): void => {
  const asked = ctx.call.headers.get('if-match')
  const how = ctx.server.options.staleIfMatch ?? 412
  if (asked === null || asked === '*' || how === 'ignored' || asked === `W/"${item.changeKey}"`) return
  refuse(how, 'ErrorIrresolvableConflict', 'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.')
}
