import type { Item } from '../../core/model/item'
import type { RuleContext } from '../../core/rule-set'
import { canonicalDomain, domainOf, isInDomain, isOwnAddress } from '../addresses'
import { partiesOf } from '../parties'
import { isPrivate } from '../sensitivity'
import { makeGate } from './gate'

/** The domains that the user names; where none is named, those of the owner's addresses. */
const ownDomains = ({ settings, ownAddresses }: RuleContext): ReadonlyArray<string> =>
  settings.privacy.ownDomains.length > 0 ? settings.privacy.ownDomains.map(canonicalDomain) : ownAddresses.map(domainOf).filter((d) => d !== null)

/**
 * B18, option: e-mail and meetings among colleagues are left out, that is, where all parties are in own domains and
 * somebody besides the owner is among them. An address that is no SMTP address is in no domain. It applies to what is
 * new: what is linked already stays in step.
 */
export const internalMail = makeGate<Item>('internal', 'B18', (item, context) => {
  const option = context.settings.privacy.internal
  if (option === 'include') return { saw: { option }, stop: null }
  const domains = ownDomains(context)
  const parties = partiesOf(item).map((party) => party.address)
  const others = parties.filter((address) => !isOwnAddress(address, context)).length
  const outside = parties.filter((address) => {
    const domain = domainOf(address)
    return domain === null || !domains.some((own) => isInDomain(domain, own))
  }).length
  return { saw: isPrivate(item) ? { private: true } : { option, others, outside }, stop: others > 0 && outside === 0 ? 'internal' : null }
})
