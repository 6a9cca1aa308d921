/** What counts as private (B18). `personal` does not: Outlook shows such items to everybody who may see the folder. */
import type { Item } from '../core/model/item'
import type { Settings } from '../core/settings/settings'

const privateLevels: { readonly [L in Item['sensitivity']]: boolean } = { normal: false, personal: false, private: true, confidential: true }

/** Whether an item is marked private or confidential. Of such an item a trace tells nothing else. */
export const isPrivate = (item: Pick<Item, 'sensitivity'>): boolean => privateLevels[item.sensitivity]

/** Whether a private item may go on, as busy time: an appointment, where the user has chosen so. */
export const goesAsBusyTime = (item: Pick<Item, 'kind'>, settings: Settings): boolean => item.kind === 'appointment' && settings.privacy.private === 'busy'
