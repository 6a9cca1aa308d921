/** `outlook-crm-sync/core`: reconcile, plan, ports, errors. Pure; runs in Node, browsers and edge runtimes. */
export { reconcile } from './reconcile/reconcile'
export type { LookedAt, ReconcileInput } from './reconcile/input'
export { actionTags, isSettled } from './plan/plan'
export type {
  Action,
  ActionTag,
  AddDocumentAction,
  CreateActivityAction,
  CreateItemAction,
  DecisionChange,
  DeleteActivityAction,
  LinkChange,
  Need,
  Notice,
  Plan,
  RefusedAttachment,
  Remember,
  Revisit,
  Skip,
  Subject,
  TrashItemAction,
  UpdateActivityAction,
  UpdateItemAction
} from './plan/plan'
export type { AttachmentVerdict, FileType, Gate, Pair, Request, RuleContext, RuleSet, Trace, Verdict, View, Views } from './rule-set'
export { reasons, reasonText, reasonTexts } from './reason'
export type { ActionReason, AttachmentReason, CommandReason, DecisionReason, NoticeReason, SkipReason } from './reason'
export type { CreateItem, Cursor, ItemChange, ItemPage, ItemRead, MailboxCapabilities, MailboxPort, MailboxWrite, SendEmail, TrashItem, UpdateItem } from './ports/mailbox'
export type { ActivityChange, ActivityPage, ActivityRead, AddDocument, Commit, ContactQuery, CreateActivity, CrmCapabilities, CrmPort, CrmResult, CrmWrite, DeleteActivity, NewContact, Probe, UpdateActivity } from './ports/crm'
export type { Due, JournalQuery, LinkQuery, OpenLink, PassCounts, Pruned, Side, StorePort, StoreWrite } from './ports/store'
export {
  alreadyExists,
  cursorExpired,
  invalidPayload,
  notFound,
  showPortError,
  showSyncError,
  stopsThePass,
  throttled,
  unauthorized,
  unavailable,
  unexpected,
  unsupported,
  versionMismatch
} from './errors'
export type { PortError, PortErrorTag, RestoreRefusal, SyncError } from './errors'
export { formatOwnKey, parseOwnKey } from './model/ids'
export type { OwnKey, OwnKeyParts, Scope } from './model/ids'
export { fieldNames, fieldsCodec, Kind, kinds } from './model/fields'
export type { Fields, FieldsOf, Patch } from './model/fields'
export { Activity } from './model/activity'
export { Item } from './model/item'
export { Link } from './model/link'
export { Decision, mayReplaceDecision } from './model/decision'
export { Intent, JournalEntry, Retry } from './model/journal'
export { decodeSettings } from './settings/decode-settings'
export { Settings } from './settings/settings'
export { decodeWith, fieldErrors, showFieldErrors, type FieldError } from './codec'
