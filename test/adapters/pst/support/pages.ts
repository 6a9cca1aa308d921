/** What every change has to be, whatever the file was. */
import { Item } from '../../../../src/core/model/item'
import type { ItemChange } from '../../../../src/core/ports/mailbox'

export const isWellFormed = (c: ItemChange): boolean =>
  c._tag === 'Present' ? Item.is(c.item) : c._tag === 'Failed' && c.id !== '' && (c.error._tag === 'InvalidPayload' || c.error._tag === 'Unavailable')

export const countTags = (changes: ReadonlyArray<ItemChange>): { readonly Present: number; readonly Failed: number } => ({
  Present: changes.filter((c) => c._tag === 'Present').length,
  Failed: changes.filter((c) => c._tag === 'Failed').length
})
