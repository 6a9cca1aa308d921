/** The cases for a CRM's `changes` and `read`. */
import { Activity } from '../../core/model/activity'
import { kinds, type Kind } from '../../core/model/fields'
import { type DraftCase, needed } from './contract-case'
import {
  anyKind,
  commitNothing,
  createActivity,
  crmPersonDoes,
  drainActivities,
  foundActivity,
  needsActivityKind,
  presentActivity,
  readActivity,
  toldOf,
  writeEffect,
  type CrmHarness
} from './crm-harness'
import { ask, expectEqual, expectLeft, expectSameSet, expectThat, nearMisses, settle } from './expectations'
import { expectSameMeaning } from './same-meaning'
import { sampleAllDay, sampleFields } from './samples'

type Draft = DraftCase<CrmHarness>

const feedCases: ReadonlyArray<Draft> = [
  {
    name: 'changes: from null, all of the owner’s activities, and of nobody else',
    prove: async (h) => {
      const kind = anyKind(h)
      const [a, b] = [await createActivity(h, kind, 1), await createActivity(h, kind, 2)]
      const foreign = await createActivity(h, kind, 3, { owner: h.otherOwner })
      const { changes } = await drainActivities(h, h.owner, null)
      for (const { id } of [a, b]) presentActivity('a full listing', changes, id)
      expectEqual('another owner’s activity in the listing', toldOf(changes, foreign.id).length, 0)
      presentActivity('the other owner’s listing', (await drainActivities(h, h.otherOwner, null)).changes, foreign.id)
    }
  },
  {
    name: 'changes: every page from null on is marked full, and no page after that',
    prove: async (h) => {
      for (const n of [1, 2, 3]) await createActivity(h, anyKind(h), n)
      const listing = await drainActivities(h, h.owner, null)
      expectThat(listing.full.every((full) => full), 'full, page by page, from null', 'true on every page', listing.full)
      const delta = await drainActivities(h, h.owner, listing.cursor)
      expectThat(delta.full.every((full) => !full), 'full, page by page, from a cursor', 'false on every page', delta.full)
    }
  },
  {
    name: 'changes: what was created, and what a person added or edited since the cursor, and nothing of another owner',
    prove: async (h) => {
      const [add, edit, kind] = [crmPersonDoes(h, 'addActivity'), crmPersonDoes(h, 'editActivity'), anyKind(h)]
      const old = await createActivity(h, kind, 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      const created = await createActivity(h, kind, 2)
      const added = await add<Kind>(h.owner, kind, sampleFields<Kind>(kind, 3))
      const foreign = await add<Kind>(h.otherOwner, kind, sampleFields<Kind>(kind, 4))
      await edit(old.id, { subject: 'Edited by a person' })
      const { changes } = await drainActivities(h, h.owner, cursor)
      for (const id of [created.id, added]) presentActivity('the delta', changes, id)
      const edited = presentActivity('the delta', changes, old.id)
      expectThat(edited.version !== old.version, 'the version after an edit', 'another than before', edited.version)
      expectEqual('the subject after an edit', edited.fields.subject.trim(), 'Edited by a person')
      expectEqual('another owner’s activity in the delta', toldOf(changes, foreign).length, 0)
    }
  },
  {
    name: 'changes: what was not changed since the cursor is not told',
    prove: async (h) => {
      const [still, moving] = [await createActivity(h, anyKind(h), 1), await createActivity(h, anyKind(h), 2)]
      const { cursor } = await drainActivities(h, h.owner, null)
      await writeEffect(h, { _tag: 'UpdateActivity', kind: moving.kind, id: moving.id, owner: h.owner, version: moving.version, patch: { subject: 'Another' }, commit: commitNothing })
      const { changes } = await drainActivities(h, h.owner, cursor)
      presentActivity('the delta', changes, moving.id)
      expectEqual('what did not change, in the delta', toldOf(changes, still.id).length, 0)
    }
  },
  {
    name: 'changes: an activity that is deleted is told as Removed, and a listing of everything does not tell it',
    prove: async (h) => {
      const remove = crmPersonDoes(h, 'deleteActivity')
      const a = await createActivity(h, anyKind(h), 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      await remove(a.id)
      expectEqual('the delta after a deletion', toldOf((await drainActivities(h, h.owner, cursor)).changes, a.id).at(-1)?._tag, 'Removed')
      expectThat(!toldOf((await drainActivities(h, h.owner, null)).changes, a.id).some((c) => c._tag === 'Present'), 'a full listing', 'nothing that is gone', a.id)
    }
  },
  {
    name: 'changes: an activity given to another owner, and not otherwise changed, is Present with that owner, once',
    prove: async (h) => {
      const reassign = crmPersonDoes(h, 'reassign')
      const a = await createActivity(h, anyKind(h), 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      await reassign(a.id, h.otherOwner)
      const after = await drainActivities(h, h.owner, cursor)
      expectEqual('who owns it, in the old owner’s delta', toldOf(after.changes, a.id).map((c) => (c._tag === 'Present' ? c.activity.owner : c._tag)), [h.otherOwner])
      expectEqual('what the old owner is told in the next delta', toldOf((await drainActivities(h, h.owner, after.cursor)).changes, a.id).length, 0)
    }
  },
  {
    name: 'changes: an activity given away and back again is told to its owner as Present',
    prove: async (h) => {
      const reassign = crmPersonDoes(h, 'reassign')
      const a = await createActivity(h, anyKind(h), 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      await reassign(a.id, h.otherOwner)
      await reassign(a.id, h.owner)
      expectEqual('who owns it', presentActivity('the delta', (await drainActivities(h, h.owner, cursor)).changes, a.id).owner, h.owner)
      expectEqual('who owns it, in a full listing', presentActivity('the listing', (await drainActivities(h, h.owner, null)).changes, a.id).owner, h.owner)
    }
  },
  {
    name: 'changes: an activity given to another owner is Present with that owner, once, however often it changed before',
    prove: async (h) => {
      const [edit, reassign] = [crmPersonDoes(h, 'editActivity'), crmPersonDoes(h, 'reassign')]
      const a = await createActivity(h, anyKind(h), 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      const theirs = await drainActivities(h, h.otherOwner, null)
      await edit(a.id, { subject: 'Edited before' })
      await reassign(a.id, h.otherOwner)
      const mine = await drainActivities(h, h.owner, cursor)
      expectEqual('who owns it, in the old owner’s delta', toldOf(mine.changes, a.id).map((c) => (c._tag === 'Present' ? c.activity.owner : c._tag)), [h.otherOwner])
      expectEqual('who owns it, in the new owner’s delta', presentActivity('the new owner’s delta', (await drainActivities(h, h.otherOwner, theirs.cursor)).changes, a.id).owner, h.otherOwner)
      await edit(a.id, { subject: 'Edited by the new owner' })
      expectEqual('what the old owner is told of later edits', toldOf((await drainActivities(h, h.owner, mine.cursor)).changes, a.id).length, 0)
      expectEqual('the old owner’s listing', toldOf((await drainActivities(h, h.owner, null)).changes, a.id).length, 0)
    }
  },
  {
    name: 'changes: what changes between the pages of a listing is told by a later page or a later pass',
    prove: async (h) => {
      const edit = crmPersonDoes(h, 'editActivity')
      const activities = [await createActivity(h, anyKind(h), 1), await createActivity(h, anyKind(h), 2), await createActivity(h, anyKind(h), 3)]
      const page = await ask('changes', h.port.changes(h.owner, null))
      const id = activities[0]?.id ?? ''
      await edit(id, { subject: 'Edited between two pages' })
      const rest = await drainActivities(h, h.owner, page.cursor)
      const later = page.more ? await drainActivities(h, h.owner, rest.cursor) : { changes: [] }
      expectEqual('the subject told', presentActivity('the pages after the edit', [...rest.changes, ...later.changes], id).fields.subject.trim(), 'Edited between two pages')
    }
  },
  {
    name: 'changes: a cursor can be read from again, and tells the same changes again',
    prove: async (h) => {
      const { cursor } = await drainActivities(h, h.owner, null)
      const a = await createActivity(h, anyKind(h), 1)
      for (const turn of ['first', 'second']) presentActivity(`the ${turn} reading`, (await drainActivities(h, h.owner, cursor)).changes, a.id)
    }
  },
  {
    name: 'changes: every activity that is told is of the form that the model prescribes, and as read tells it',
    prove: async (h) => {
      for (const [n, kind] of h.port.capabilities.kinds.entries()) await createActivity(h, kind, n)
      const told = (await drainActivities(h, h.owner, null)).changes.flatMap((c) => (c._tag === 'Present' ? [c.activity] : []))
      for (const a of told) expectThat(Activity.is(a), 'an activity told', 'one that the Activity codec accepts', a.id)
      const read = await ask('read', h.port.read(told.map((a) => a.id)))
      expectSameSet('the activities read', read.map((r) => (r._tag === 'Found' ? r.activity : r._tag)), told)
    }
  },
  {
    name: 'changes: a cursor that is too old answers CursorExpired, and a listing from null goes on from there',
    prove: async (h) => {
      const expire = needed(h.expireCursors, 'way to make cursors expire')
      const a = await createActivity(h, anyKind(h), 1)
      const { cursor } = await drainActivities(h, h.owner, null)
      await expire()
      expectLeft('changes from an old cursor', await settle('changes', h.port.changes(h.owner, cursor)), 'CursorExpired')
      const listing = await drainActivities(h, h.owner, null)
      presentActivity('the listing after that', listing.changes, a.id)
      await drainActivities(h, h.owner, listing.cursor)
    }
  },
  {
    name: 'changes: a text that is no cursor is answered with an error, not thrown',
    prove: async (h) => expectEqual('changes from nonsense', (await settle('changes', h.port.changes(h.owner, 'no cursor of any CRM')))._tag, 'Left')
  }
]

const readCases: ReadonlyArray<Draft> = [
  {
    name: 'read: one answer an id, in the order asked, whoever owns it, also for one asked twice and one that is not there',
    prove: async (h) => {
      const [a, b] = [await createActivity(h, anyKind(h), 1), await createActivity(h, anyKind(h), 2, { owner: h.otherOwner })]
      const asked = [b.id, `${a.id}999999`, a.id, b.id]
      const answers = await ask('read', h.port.read(asked))
      expectEqual('the ids answered', answers.map((r) => r.id), asked)
      expectEqual('what was found', answers.map((r) => (r._tag === 'Found' ? r.activity.id : r._tag)), [b.id, 'Missing', a.id, b.id])
    }
  },
  {
    name: 'read: ids are compared as they are: a prefix or another case is another id',
    prove: async (h) => {
      const { id } = await createActivity(h, anyKind(h), 1)
      for (const r of await ask('read', h.port.read(nearMisses(id))))
        expectThat(r._tag === 'Missing' || (r._tag === 'Found' && r.activity.id === r.id), 'an id that is nearly one', 'Missing, or an activity of just that id', r._tag)
    }
  },
  { name: 'read: asked for nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('read', h.port.read([])), []) },
  {
    name: 'read: an activity that was deleted is Missing',
    prove: async (h) => {
      const remove = crmPersonDoes(h, 'deleteActivity')
      const { id } = await createActivity(h, anyKind(h), 1)
      await remove(id)
      expectEqual('the answer', (await readActivity(h, id))._tag, 'Missing')
    }
  },
  {
    name: 'read: an all-day appointment stays on its dates',
    prove: async (h) => {
      needsActivityKind(h, 'appointment')
      const a = await foundActivity(h, await crmPersonDoes(h, 'addActivity')(h.owner, 'appointment', sampleAllDay(5)))
      expectSameMeaning('the activity', 'appointment', a.fields, sampleAllDay(5))
    }
  },
  ...kinds.map(
    (kind): Draft => ({
      name: `read: the present state, whole: what a person wrote is what is read (${kind})`,
      prove: async (h) => {
        needsActivityKind(h, kind)
        const fields = sampleFields<Kind>(kind, 5)
        const a = await foundActivity(h, await crmPersonDoes(h, 'addActivity')<Kind>(h.owner, kind, fields))
        expectEqual('kind, owner and own key', [a.kind, a.owner, a.ownKey], [kind, h.owner, null])
        expectSameMeaning('the activity', kind, a.fields, fields)
      }
    })
  )
]

/** The cases for `changes` and `read`. */
export const crmFeedCases: ReadonlyArray<Draft> = [...feedCases, ...readCases]
