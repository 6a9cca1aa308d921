/** The properties that are read, by the names of [MS-OXPROPS]. Numbers alone would say nothing to a reader. */

/** Properties with one id in every file. */
export const tags = {
  importance: 0x0017,
  messageClass: 0x001a,
  sensitivity: 0x0036,
  subject: 0x0037,
  clientSubmitTime: 0x0039,
  sentRepresentingName: 0x0042,
  sentRepresentingAddressType: 0x0064,
  sentRepresentingEmailAddress: 0x0065,
  transportMessageHeaders: 0x007d,
  recipientType: 0x0c15,
  senderName: 0x0c1a,
  senderAddressType: 0x0c1e,
  senderEmailAddress: 0x0c1f,
  messageDeliveryTime: 0x0e06,
  messageFlags: 0x0e07,
  attachSize: 0x0e20,
  body: 0x1000,
  rtfCompressed: 0x1009,
  bodyHtml: 0x1013,
  internetMessageId: 0x1035,
  displayName: 0x3001,
  addressType: 0x3002,
  emailAddress: 0x3003,
  creationTime: 0x3007,
  lastModificationTime: 0x3008,
  ipmSubtreeEntryId: 0x35e0,
  ipmOutboxEntryId: 0x35e2,
  ipmWastebasketEntryId: 0x35e3,
  ipmSentMailEntryId: 0x35e4,
  contentCount: 0x3602,
  containerClass: 0x3613,
  ipmDraftsEntryId: 0x36d7,
  additionalRenEntryIds: 0x36d8,
  attachData: 0x3701,
  attachFilename: 0x3704,
  attachMethod: 0x3705,
  attachLongFilename: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
  attachFlags: 0x3714,
  smtpAddress: 0x39fe,
  internetCodepage: 0x3fde,
  messageCodepage: 0x3ffd,
  senderSmtpAddress: 0x5d01,
  sentRepresentingSmtpAddress: 0x5d02,
  recipientDisplayName: 0x5ff6,
  recipientFlags: 0x5ffd,
  receiveFolder: 0x6605,
  attachmentHidden: 0x7ffe
} as const

/** Properties to which each file gives ids of its own: the property set, and the number within it. */
export const named = {
  private: ['common', 0x8506],
  busyStatus: ['appointment', 0x8205],
  location: ['appointment', 0x8208],
  startWhole: ['appointment', 0x820d],
  endWhole: ['appointment', 0x820e],
  allDay: ['appointment', 0x8215],
  recurrence: ['appointment', 0x8216],
  stateFlags: ['appointment', 0x8217],
  responseStatus: ['appointment', 0x8218],
  zoneStruct: ['appointment', 0x8233],
  zoneDescription: ['appointment', 0x8234],
  zoneStartDisplay: ['appointment', 0x825e],
  zoneRecurrence: ['appointment', 0x8260],
  globalObjectId: ['meeting', 0x0003],
  cleanGlobalObjectId: ['meeting', 0x0023],
  taskStatus: ['task', 0x8101],
  percentComplete: ['task', 0x8102],
  taskStart: ['task', 0x8104],
  taskDue: ['task', 0x8105],
  taskCompleted: ['task', 0x810f],
  taskComplete: ['task', 0x811c]
} as const

/** Sub-nodes and related nodes ([MS-PST] 2.4). */
export const nodes = { recipientTable: 0x692, attachmentTable: 0x671, receiveFolders: 0x62b, hierarchyOf: 11, contentsOf: 12 } as const

/** What a node is, by the low five bits of its id. */
export const nodeKind = (id: number): 'folder' | 'searchFolder' | 'message' | 'other' => {
  const kind = id & 0x1f
  return kind === 2 ? 'folder' : kind === 3 ? 'searchFolder' : kind === 4 ? 'message' : 'other'
}
