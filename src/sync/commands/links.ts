/** Addresses under which a host's own pages open what a status names (B16): the contact card, the activity, the item. */
import type { PassEnv } from '../../core/pass/env'
import { Stop } from '../../core/pass/port-call'
import { explainEntity } from '../explain'

/** Templates with names in braces, `https://crm.example/contacts/{contactId}`: each value is percent-encoded. */
export interface UrlTemplates {
  /** `{contactId}`, `{contactPersonId}`, `{user}`, `{database}`. */
  readonly contact?: string
  /** `{activityId}`, `{kind}`, `{user}`, `{database}`. */
  readonly activity?: string
  /** `{itemId}`, `{kind}`, `{user}`, `{database}`. */
  readonly item?: string
}

/** `null`: there is nothing to open, or the host gave no template. */
export interface Links {
  readonly contact: string | null
  readonly activity: string | null
  readonly item: string | null
}

const names: { readonly [T in keyof Required<UrlTemplates>]: ReadonlyArray<string> } = {
  contact: ['contactId', 'contactPersonId', 'user', 'database'],
  activity: ['activityId', 'kind', 'user', 'database'],
  item: ['itemId', 'kind', 'user', 'database']
}

/** Each may only begin what a page is opened with, and not run anything. */
const isUrl = (s: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(s) && !/^(?:javascript|data|vbscript):/i.test(s)

/** Stops where a template is no URL, or has a name that it cannot have. */
export const checkTemplates = (urls: unknown): UrlTemplates => {
  const invalid = (field: string, got: string, expected: string): Stop => new Stop({ _tag: 'InvalidInput', errors: [{ field, got, expected }] })
  if (urls === undefined) return {}
  if (typeof urls !== 'object' || urls === null) throw invalid('urls', typeof urls, 'an object of URL templates')
  for (const [key, template] of Object.entries(urls)) {
    const known = Object.hasOwn(names, key) ? names[key as keyof typeof names] : undefined
    if (known === undefined) throw invalid(`urls.${key}`, 'another key', `one of the keys ${Object.keys(names).join(', ')}`)
    if (typeof template !== 'string' || !isUrl(template)) throw invalid(`urls.${key}`, typeof template, 'an absolute URL with names in braces, such as https://crm.example/{activityId}')
    const strange = [...template.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1] ?? '').find((n) => !known.includes(n))
    if (strange !== undefined) throw invalid(`urls.${key}`, `the name {${strange}}`, `one of ${known.map((n) => `{${n}}`).join(', ')}`)
  }
  return urls
}

/** `null` where a name has no value. */
const fill = (template: string | undefined, values: { readonly [name: string]: string | null }): string | null => {
  if (template === undefined) return null
  let missing = false
  const url = template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name] ?? null
    // A contact without a person still has a card.
    if (value === null && name !== 'contactPersonId') missing = true
    return encodeURIComponent(value ?? '')
  })
  return missing ? null : url
}

const some = (id: string | null): string | null => (id === '' ? null : id)

export const linksOf = async (env: PassEnv, urls: UrlTemplates, id: string, side?: 'outlook' | 'crm'): Promise<Links> => {
  const { kind, contact, activityId, itemId } = await explainEntity(env, id, side)
  const common = { user: env.scope.user, database: env.scope.database, kind }
  return {
    contact: fill(urls.contact, { ...common, contactId: contact?.contactId ?? null, contactPersonId: contact?.contactPersonId ?? null }),
    activity: fill(urls.activity, { ...common, activityId: some(activityId) }),
    item: fill(urls.item, { ...common, itemId: some(itemId) })
  }
}
