/**
 * What a user would expect of what they made, read off the documentation: whether it comes across, to which contact and
 * with which files. Much simpler than the engine, and shares no code with it. Where the answer needs more than a
 * sentence, it is `unknown`, and nothing is judged.
 */
import { reads } from './settings-reading'
import type { Thing } from './thing'

export type Expected = 'yes' | 'no' | 'unknown'

/** What the systems can do at all. */
export interface Abilities {
  readonly crmKinds: ReadonlyArray<string>
  readonly documents: boolean
  readonly mailboxKinds: ReadonlyArray<string>
  readonly mailboxWrites: boolean
}

type SettingsData = { readonly [key: string]: unknown }

/** Who is registered, by address in small letters. */
const registered: { readonly [address: string]: string } = { 'info@alfa.example': 'Alfa', 'bo@beta.example': 'Beta', 'info@beta.example': 'Beta', 'info@gamma.example': 'Gamma' }

/** B3: the contact of the first party that is registered. */
export const contactOf = (parties: ReadonlyArray<string>): string | null => parties.map((p) => registered[p.toLowerCase()]).find((name) => name !== undefined) ?? null

const isInternal = (thing: Thing): boolean => thing.mail?.parties.every((p) => p.endsWith('@acme.se')) ?? false

const neverSynced = (settings: SettingsData, parties: ReadonlyArray<string>): boolean => {
  const list = reads(settings, 'privacy.neverSync', []) as ReadonlyArray<string>
  return parties.some((p) => list.some((l) => p.toLowerCase().endsWith(`@${l}`)))
}

/** B1, B2, B4, B18: under one version of the settings. */
const fromOutlook = (thing: Thing, s: SettingsData): Expected => {
  if (reads(s, 'firstRun.from', null) !== null) return 'unknown'
  if (thing.kind === 'email') {
    const { mail } = thing
    if (mail === null) return 'unknown'
    if (mail.shape !== 'plain') return 'no'
    if (reads(s, `email.${mail.direction}`, true) !== true) return 'no'
    if (neverSynced(s, mail.parties)) return 'no'
    if (isInternal(thing) && reads(s, 'privacy.internal', 'include') === 'skip') return 'no'
    if (contactOf(mail.parties) === null) return 'no'
  } else {
    const direction = reads(s, `${thing.kind}.direction`, 'both')
    if (direction !== 'both' && direction !== 'toCrm') return 'no'
    if (thing.shape === 'private') return reads(s, 'privacy.private', 'skip') === 'busy' ? 'unknown' : 'no'
    if (['called-off', 'dead-series', 'broken-rule', 'broken-time'].includes(thing.shape)) return 'no'
    if (thing.organizer !== null && (neverSynced(s, [thing.organizer]) || reads(s, 'privacy.internal', 'include') === 'skip')) return 'unknown'
  }
  return reads(s, 'mode', 'automatic') === 'manual' ? 'no' : 'yes'
}

/** B5: under one version of the settings. */
const fromCrm = (thing: Thing, s: SettingsData, able: Abilities): Expected => {
  // An e-mail is in Outlook when it was sent, and no pass sends.
  if (thing.kind === 'email') return 'unknown'
  if (reads(s, 'firstRun.from', null) !== null) return 'unknown'
  const direction = reads(s, `${thing.kind}.direction`, 'both')
  return able.mailboxWrites && able.mailboxKinds.includes(thing.kind) && (direction === 'both' || direction === 'toOutlook') ? 'yes' : 'no'
}

/** Whether it has come across after a pass under the last of these settings, when each of the others held for some pass since it was made. */
export const expectCounterpart = (thing: Thing, settings: ReadonlyArray<SettingsData>, able: Abilities): Expected => {
  if (thing.disturbed || settings.length === 0) return 'unknown'
  if (!able.crmKinds.includes(thing.kind)) return 'no'
  // A series keeps the activities with which it began.
  if (['series', 'far-series'].includes(thing.shape) && settings.some((s) => reads(s, 'recurrence.mode', 'first') !== 'first')) return 'unknown'
  const answers = settings.map((s) => (thing.madeIn === 'outlook' ? fromOutlook(thing, s) : fromCrm(thing, s, able)))
  // Settings that select more bring across what lay there; what came across under earlier settings stays.
  return answers.at(-1) === 'yes' ? 'yes' : answers.every((a) => a === 'no') ? 'no' : 'unknown'
}

/** B7, by default settings: the names of the files that become documents. */
export const expectDocuments = (thing: Thing, settings: SettingsData, able: Abilities): ReadonlyArray<string> | null => {
  if (thing.mail === null || Object.keys((reads(settings, 'attachments', {}) as object)).length > 0) return null
  if (!able.documents || thing.mail.direction === 'outgoing') return []
  return thing.mail.attachment === 'pdf' ? ['offer.pdf'] : thing.mail.attachment === 'text' ? ['notes.txt'] : []
}
