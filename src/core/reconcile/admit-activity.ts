/** An activity that has no link: make an item of it, or say why not (B5). */
import { digestId } from '../digest'
import type { Activity } from '../model/activity'
import { fieldNames } from '../model/fields'
import { formatOwnKey, type Scope } from '../model/ids'
import type { Link } from '../model/link'
import type { RuleSet, Trace } from '../rule-set'
import { isHeldBack, restrictFields } from './admit-item'
import { type Builder, engineTrace, skip, subjectOfActivity } from './builder'
import type { Indexed } from './input'

/** The key that is stamped on the item made from an activity. */
export const ownKeyOfActivity = (ix: Indexed, activityId: string): string => formatOwnKey({ database: ix.input.scope.database, of: 'activity', id: activityId, generation: 0 })

/** The id of the link of an activity that was made in the CRM. */
export const linkIdOfActivity = (scope: Scope, activityId: string): string => digestId(scope.user, scope.database, 'activity', activityId)

/** The link of an activity that was made in the CRM, before or after its item is there. */
export const linkFromCrm = (ix: Indexed, activity: Pick<Activity, 'id' | 'kind'>, itemId: string, identity: string | null): Link => ({
  id: linkIdOfActivity(ix.input.scope, activity.id),
  kind: activity.kind,
  itemId,
  activityId: activity.id,
  identity,
  occurrence: '',
  origin: 'crm',
  state: 'open',
  closed: null,
  item: { version: '', fields: {} },
  activity: { version: '', fields: {} },
  documents: [],
  generation: 0,
  reviewAt: null
})

export const admitActivity = (rules: RuleSet, ix: Indexed, b: Builder, activity: Activity): void => {
  const subject = subjectOfActivity(activity)
  const trace: Array<Trace> = []
  for (const gate of rules.activityGates) {
    const v = gate.judge(activity, ix.context)
    trace.push(v.trace)
    if (v._tag === 'Skip') return skip(b, subject, v.reason, trace)
  }
  const link = linkFromCrm(ix, activity, '', null)
  if (ix.linkById(link.id) !== undefined) return skip(b, subject, 'replaced-by-transfer', [...trace, engineTrace('own-key', 'L4', 'the item made from it belongs to another activity')])
  const fields = restrictFields(rules, ix, activity.kind, activity.fields, 'toOutlook')
  const carried = ix.digest(activity.kind, fields)
  b.actions.push({
    _tag: 'CreateItem',
    id: `create-item:${link.id}:0`,
    subject: { ...subject, linkId: link.id },
    reason: 'new-activity',
    trace,
    kind: activity.kind,
    ownKey: ownKeyOfActivity(ix, activity.id),
    fields,
    change: {
      link,
      set: {},
      itemFields: {},
      activityFields: carried,
      fill: fieldNames[activity.kind],
      itemVersion: '',
      activityVersion: fields !== activity.fields && isHeldBack(ix.digest(activity.kind, activity.fields), carried) ? null : activity.version
    }
  })
}
