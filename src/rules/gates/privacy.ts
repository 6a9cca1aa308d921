import type { Item } from '../../core/model/item'
import type { Pair, RuleContext } from '../../core/rule-set'
import { goesAsBusyTime, isPrivate } from '../sensitivity'
import { makeGate, type Finding } from './gate'

const lookAtSensitivity = (item: Item, { settings }: RuleContext): Finding => {
  if (!isPrivate(item)) return { saw: { private: false }, stop: null }
  const asBusyTime = goesAsBusyTime(item, settings)
  return { saw: { private: true, asBusyTime }, stop: asBusyTime ? null : 'private' }
}

/** B18: what is marked private or confidential is skipped; appointments go on as busy time where the user has chosen so. */
export const itemPrivacy = makeGate<Item>('privacy', 'B18', lookAtSensitivity)

/** B18: the same for an item that became private after it was linked. Its activity stays as it was. */
export const pairPrivacy = makeGate<Pair>('privacy', 'B18', ({ item }, context) => lookAtSensitivity(item, context))
