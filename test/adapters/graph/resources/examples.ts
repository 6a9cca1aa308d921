/** Resources of Graph in the form in which its documentation shows them, with content of our own. */

/** Marks every text that is content, so that a test can look for it where it must not be. */
export const secret = 'Geheim'

export const rawMessage = {
  '@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('anna%40acme.example')/messages/$entity",
  '@odata.etag': 'W/"CQAAABYAAACTVpSi3dCpQoAhJ6zp5GXbAAAvmeHE"',
  id: 'AAMkAGUwNjQ4ZjIxLTQ3Y2YtNDViMi1iZjc4LTMA_Zb-9x=',
  createdDateTime: '2026-11-20T08:29:58Z',
  lastModifiedDateTime: '2026-11-20T08:31:20Z',
  changeKey: 'CQAAABYAAACTVpSi3dCpQoAhJ6zp5GXbAAAvmeHE',
  receivedDateTime: '2026-11-20T08:31:05Z',
  sentDateTime: '2026-11-20T08:30:59Z',
  hasAttachments: true,
  internetMessageId: '<7f3c1d@mail.customer.example>',
  subject: `Re: ${secret} quote 4711`,
  importance: 'normal',
  parentFolderId: 'AQMkAGUwNjQ4ZjIxLTQ3Y2YtNDViMi1iZjc4LQAuAAAD',
  isDraft: false,
  body: { contentType: 'html', content: `<html><body><p>${secret}</p><img src="cid:logo@01D"></body></html>` },
  sender: { emailAddress: { name: 'Kontor', address: 'office@customer.example' } },
  from: { emailAddress: { name: `Karin ${secret}`, address: 'karin@customer.example' } },
  toRecipients: [{ emailAddress: { name: 'Anna Ek', address: 'anna@acme.example' } }],
  ccRecipients: [{ emailAddress: { name: 'sales@acme.example', address: 'sales@acme.example' } }],
  bccRecipients: [],
  flag: { flagStatus: 'notFlagged' },
  'attachments@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('anna%40acme.example')/messages('AAMk')/attachments",
  attachments: [
    { '@odata.type': '#microsoft.graph.fileAttachment', '@odata.mediaContentType': 'application/pdf', id: 'AAMkAGUwATT1=', name: `${secret}.pdf`, contentType: 'application/pdf', size: 30123, isInline: false, contentId: null },
    { '@odata.type': '#microsoft.graph.fileAttachment', id: 'AAMkAGUwATT2=', name: 'logo.png', contentType: 'image/png', size: 812, isInline: true, contentId: 'logo@01D' },
    { '@odata.type': '#microsoft.graph.itemAttachment', id: 'AAMkAGUwATT3=', name: 'An older mail', contentType: null, size: 9000, isInline: false },
    { '@odata.type': '#microsoft.graph.referenceAttachment', id: 'AAMkAGUwATT4=', name: 'On the drive', contentType: null, size: 200, isInline: false }
  ],
  singleValueExtendedProperties: [
    { id: 'String {6E2B1F0C-58F4-4D0B-9C41-0F5B7AD3C2E6} Name OutlookCrmSyncKey', value: 'ocs1:acme:activity:42:0' },
    { id: 'Integer 0x36', value: '2' },
    { id: 'String 0x1a', value: 'IPM.Note' }
  ]
}

export const rawEvent = {
  '@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('anna%40acme.example')/events/$entity",
  '@odata.etag': 'W/"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw=="',
  id: 'AAMkAGIAAAoZDOFAAA=',
  createdDateTime: '2026-11-02T10:11:12.1234567Z',
  lastModifiedDateTime: '2026-11-03T10:11:12.9876543Z',
  changeKey: 'ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==',
  categories: [],
  originalStartTimeZone: 'W. Europe Standard Time',
  originalEndTimeZone: 'W. Europe Standard Time',
  iCalUId: '040000008200E00074C5B7101A82E00800000000',
  reminderMinutesBeforeStart: 15,
  isReminderOn: true,
  hasAttachments: false,
  subject: `${secret} talk`,
  bodyPreview: secret,
  importance: 'normal',
  sensitivity: 'normal',
  isAllDay: false,
  isCancelled: false,
  isOrganizer: true,
  responseRequested: true,
  seriesMasterId: null,
  showAs: 'busy',
  type: 'singleInstance',
  webLink: 'https://outlook.office365.com/owa/?itemid=AAMkAGIAAAoZDOFAAA%3D',
  onlineMeetingUrl: null,
  recurrence: null as unknown,
  responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  body: { contentType: 'html', content: `<html><body>${secret}</body></html>` },
  start: { dateTime: '2026-11-24T08:30:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-24T09:15:00.0000000', timeZone: 'UTC' },
  location: { displayName: `Room ${secret}`, locationType: 'default', uniqueId: 'Room', uniqueIdType: 'private' },
  attendees: [] as unknown,
  organizer: { emailAddress: { name: 'Anna Ek', address: 'anna@acme.example' } },
  singleValueExtendedProperties: [{ id: 'String {6e2b1f0c-58f4-4d0b-9c41-0f5b7ad3c2e6} Name OutlookCrmSyncKey', value: 'ocs1:acme:activity:7:0' }]
}

/** Mondays at half past nine in Stockholm, through the end of summer time on 25 October 2026. */
export const rawMaster = {
  ...rawEvent,
  id: 'AAMkADAGAADDdm4N.AAA=',
  type: 'seriesMaster',
  start: { dateTime: '2026-10-05T07:30:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-10-05T08:15:00.0000000', timeZone: 'UTC' },
  recurrence: {
    pattern: { type: 'weekly', interval: 1, month: 0, dayOfMonth: 0, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday', index: 'first' },
    range: { type: 'endDate', startDate: '2026-10-05', endDate: '2026-12-28', recurrenceTimeZone: 'W. Europe Standard Time', numberOfOccurrences: 0 }
  },
  cancelledOccurrences: ['OID.AAMkADAGAADDdm4N.AAA=.2026-11-02', 'OID.AAMkADAGAADDdm4N.AAA=.2026-10-12'],
  exceptionOccurrences: [
    {
      id: 'AAMkADM0ZGRhMjdjLTA==',
      type: 'exception',
      occurrenceId: 'OID.AAMkADAGAADDdm4N.AAA=.2026-11-09',
      originalStart: '2026-11-09T08:30:00Z',
      originalStartTimeZone: 'W. Europe Standard Time',
      subject: `${secret} moved`,
      isAllDay: false,
      isCancelled: false,
      showAs: 'tentative',
      body: { contentType: 'html', content: `<html><body>${secret}</body></html>` },
      location: { displayName: 'Elsewhere' },
      start: { dateTime: '2026-11-10T12:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-11-10T12:45:00.0000000', timeZone: 'UTC' }
    },
    // As short as the documentation shows them.
    { id: 'AAMkADM0ZGRhMjdjLTB==', subject: `${secret} talk`, occurrenceId: 'OID.AAMkADAGAADDdm4N.AAA=.2026-10-19', start: { dateTime: '2026-10-19T08:30:00.0000000', timeZone: 'UTC' }, end: { dateTime: '2026-10-19T09:15:00.0000000', timeZone: 'UTC' } }
  ]
}

export const rawTask = {
  '@odata.etag': 'W/"xzyPKP0BiUGgld+lMKXwbQAAnBoTIw=="',
  importance: 'high',
  isReminderOn: false,
  status: 'inProgress',
  title: `Call ${secret}`,
  createdDateTime: '2026-11-01T13:03:18.5400195Z',
  lastModifiedDateTime: '2026-11-02T13:03:18.5400195Z',
  hasAttachments: false,
  categories: [],
  id: 'AAMkAGVjMzJmMWZjLTgyYjgtNGIyNi1hOGQ0LWRjMjNmMGRmOWNhOABGAAAA=',
  body: { content: secret, contentType: 'text' },
  startDateTime: { dateTime: '2026-11-24T00:00:00.0000000', timeZone: 'UTC' },
  dueDateTime: { dateTime: '2026-11-26T00:00:00.0000000', timeZone: 'UTC' },
  linkedResources: [
    { id: 'f9cddce2-dce2-f9cd-e2dc-cdf9e2dccdf9', webUrl: 'https://mail.example/1', applicationName: 'Outlook', displayName: secret, externalId: 'x' },
    { id: 'c0ffee00-dce2-f9cd-e2dc-cdf9e2dccdf9', applicationName: 'outlook-crm-sync', displayName: 'CRM', externalId: 'ocs1:acme:activity:9:0' }
  ]
}
