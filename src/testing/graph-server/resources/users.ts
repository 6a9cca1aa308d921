/** The user, and the mailbox settings. */
import type { MailboxSettings, User } from '@microsoft/microsoft-graph-types'
import { route, type Route } from '../context'
import { jsonAnswer } from '../http/answer'
import { answerOne, plainEntry } from '../odata/collection'
import type { TypeSpec } from '../odata/query'
import type { ServerUser } from '../state/model'

const userSpec: TypeSpec<User> = {
  name: 'user',
  properties: ['id', 'displayName', 'mail', 'userPrincipalName', 'givenName', 'surname', 'jobTitle', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'businessPhones'],
  // Only the common properties come unasked.
  onlySelected: ['proxyAddresses', 'otherMails', 'userType', 'accountEnabled'],
  filterable: {},
  orderable: [],
  expandable: []
}

/** The primary address is the one with a capital SMTP. */
const userResource = (u: ServerUser): User => ({
  id: u.id,
  displayName: u.displayName,
  mail: u.mail,
  userPrincipalName: u.mail,
  givenName: null,
  surname: null,
  jobTitle: null,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  businessPhones: [],
  proxyAddresses: [`SMTP:${u.mail}`, ...u.aliases.map((a) => `smtp:${a}`)],
  otherMails: [],
  userType: 'Member',
  accountEnabled: true
})

const settings = (u: ServerUser): MailboxSettings => ({ timeZone: u.timeZone, dateFormat: 'yyyy-MM-dd', timeFormat: 'HH:mm', language: { locale: 'en-US', displayName: 'English (United States)' }, userPurpose: 'user' })

export const userRoutes: ReadonlyArray<Route> = [
  route('GET', '/', (ctx) => answerOne(ctx, userSpec, plainEntry(userResource(ctx.mailbox.user)))),
  route('GET', '/mailboxSettings', (ctx) => jsonAnswer(200, settings(ctx.mailbox.user))),
  route('GET', '/mailboxSettings/timeZone', (ctx) => jsonAnswer(200, { value: ctx.mailbox.user.timeZone }))
]
