/** Bugs planted in a CRM adapter, and the sentence that catches each. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe } from 'vitest'
import { memoryStore, noAttributes } from '../../src/adapters/memory'
import { unsupported } from '../../src/core/errors'
import type { FieldsOf } from '../../src/core/model/fields'
import type { ActivityChange, ActivityPage, CrmResult, CrmWrite } from '../../src/core/ports/crm'
import { allDayMoved, answerOf, bccLost, expectCaught, expectSound, type Planted, sentToTheMinute, spoilt, timeRounded } from './planted'

import { type Answer, betweenPagesLost, bug, commitOnly, commitsApart, commitsWhatFailed, doOne, documentOfAnybody, eachWrite, everybodys, exactInstant, expiredIsEmpty, halfDone, handedOverForEver, handedOverIsRemoved, inChanges, inCreates, inDocuments, inReads, inWrites, lastOfBatchLost, lastPageLost, matches, noKinds, probing, repeatsUncommitted, softlyDeleted, stopsAtFailure, versionOfMinute, withPresentVersion, with_ } from './crm-breaks'

/** Makes each key another one. */
let numbers = 0
const another = (): number => ++numbers

const all: ReadonlyArray<Planted> = [
  bug('an update of any version is taken', withPresentVersion('UpdateActivity'), 'UpdateActivity: any other present version', 'an update with the version before: expected VersionMismatch'),
  bug('what was edited meanwhile is deleted', withPresentVersion('DeleteActivity'), 'DeleteActivity: an activity that was edited since', 'DeleteActivity with the version before: expected VersionMismatch'),
  bug('an update that is refused is done all the same', halfDone, 'UpdateActivity: any other present version', 'the activity'),
  bug('the last page is dropped', lastPageLost, 'changes: from null, all of the owner’s activities', 'expected the activity as Present, got no mention', { pageSize: 1 }),
  bug('what changes between the pages of a listing is skipped', betweenPagesLost, 'changes: what changes between the pages', 'the pages after the edit'),
  bug('an expired cursor is taken for an empty feed', expiredIsEmpty, 'changes: a cursor that is too old', 'changes from an old cursor: expected CursorExpired'),
  bug('a delta tells what others have', (good) => ({
    changes: (owner, from) => async () => {
      const page = await good.changes(owner, from)()
      if (E.isLeft(page) || page.right.full) return page
      return E.right({ ...page.right, changes: [...page.right.changes, ...good.person.list().filter((a) => a.owner !== owner).map((activity): ActivityChange => ({ _tag: 'Present', activity }))] })
    }
  }), 'changes: what was created, and what a person added', 'another owner’s activity in the delta'),
  bug('a delta tells everything', (good) => ({
    changes: (owner, from) => TE.map((p: ActivityPage) => (p.full ? p : { ...p, changes: [...p.changes, ...good.person.list().filter((a) => a.owner === owner).map((activity): ActivityChange => ({ _tag: 'Present', activity }))] }))(good.changes(owner, from))
  }), 'changes: what was not changed since the cursor is not told', 'what did not change'),
  bug('keys of others are found', (good) => ({ findByOwnKey: (_, keys) => everybodys((o) => good.findByOwnKey(o, keys)) }), 'findByOwnKey: another owner’s activity', 'what the owner finds'),
  bug('what others have is similar', (good) => ({ findSimilar: (_, kind, probes) => everybodys((o) => good.findSimilar(o, kind, probes)) }), 'findSimilar: only the owner’s activities', 'of the owner alone'),
  bug('every kind is similar', (good) => ({ findSimilar: (owner, _, probes) => async () => E.right((await Promise.all(good.capabilities.kinds.map((k) => answerOf(good.findSimilar(owner, k, probes))))).flat()) }), 'findSimilar: only the owner’s activities, and only of the kind', 'of the owner alone'),
  bug('own keys are forgotten', inReads((a) => ({ ...a, ownKey: null })), 'CreateActivity: answers the activity with key', 'what read tells'),
  bug('own keys are kept in small letters', inCreates((w) => ({ ownKey: w.ownKey.toLowerCase() })), 'CreateActivity: a key that is nearly the same', 'a new one with that key'),
  bug('a create is done again', inCreates((w) => ({ ownKey: `${w.ownKey}${another()}` })), 'CreateActivity: a second create with the same key', 'the activity answered'),
  bug('own keys are those of the whole database', (good) => {
    const ownerOf = new Map<string, string>()
    return inCreates((w) => ({ owner: ownerOf.get(w.ownKey) ?? (ownerOf.set(w.ownKey, w.owner), w.owner) }))(good, memoryStore())
  }, 'CreateActivity: the same key for another owner', 'a new one of the other owner'),
  bug('times are rounded to a quarter of an hour', inCreates(spoilt(timeRounded)), 'CreateActivity: answers the activity', 'field time'),
  bug('the time of an e-mail is kept to the minute', inCreates(spoilt(sentToTheMinute)), 'CreateActivity: answers the activity', 'field sentAt'),
  bug('all-day dates move by a zone when read', inReads(spoilt(allDayMoved)), 'read: an all-day appointment', 'field time'),
  bug('all-day dates move by a zone when written', inWrites((w) => (w._tag === 'UpdateActivity' && 'time' in w.patch ? { ...w, patch: spoilt(allDayMoved)({ fields: w.patch as FieldsOf['appointment'] }).fields } : w)), 'UpdateActivity: writes the fields of its patch', 'field time'),
  bug('hidden recipients are lost', inCreates(spoilt(bccLost)), 'CreateActivity: answers the activity', 'field bcc'),
  bug('contact persons are lost', inCreates((w) => ({ contact: w.contact === null ? null : { ...w.contact, contactPersonId: null } })), 'CreateActivity: answers the activity', 'contact'),
  bug('default values are lost', inCreates(() => ({ attributes: noAttributes })), 'CreateActivity: answers the activity', 'attributes'),
  bug('an update clears the default values', eachWrite(async (good, w) => {
    const answer = await doOne(good, w)
    const updated = w._tag === 'UpdateActivity' && E.isRight(answer) ? good.person.setAttributes(w.id, noAttributes) : null
    return updated === null ? answer : E.right({ _tag: 'Activity', activity: updated })
  }), 'UpdateActivity: writes the fields of its patch', 'what a patch does not touch'),
  bug('a version is a time to the minute', versionOfMinute, 'changes: what was created, and what a person added', 'the version after an edit'),
  bug('what was deleted can still be read', softlyDeleted, 'read: an activity that was deleted is Missing', 'got "Found"'),
  bug('what was deleted is not told', inChanges((c) => (c._tag === 'Removed' ? [] : [c])), 'changes: an activity that is deleted', 'the delta after a deletion'),
  bug('what was handed over is told as removed', handedOverIsRemoved, 'changes: an activity given to another owner', 'who owns it'),
  bug('what was handed over is not told', inChanges((c, owner) => (c._tag === 'Present' && c.activity.owner !== owner ? [] : [c])), 'changes: an activity given to another owner', 'who owns it'),
  bug('what was handed over is told for ever', handedOverForEver, 'changes: an activity given to another owner', 'next delta'),
  bug('what the port wrote is left out of the feed', inChanges((c) => (c._tag === 'Present' && c.activity.ownKey !== null ? [] : [c])), 'changes: what was created', 'the delta'),
  bug('what people do is left out of the feed', inChanges((c) => (c._tag === 'Present' && c.activity.ownKey === null ? [] : [c])), 'changes: what was created, and what a person added', 'the delta'),
  bug('the last write of a batch is lost', lastOfBatchLost, 'write: answers for each, in order', 'activities with the last key'),
  bug('a batch stops at the first failure', stopsAtFailure, 'write: answers for each, in order', 'Unavailable'),
  bug('a batch is carried out backwards', (good) => ({ write: (writes) => TE.map((a: ReadonlyArray<Answer>) => [...a].reverse())(good.write([...writes].reverse())) }), 'write: carries out the effects in the order given', 'the answers'),
  bug('answers to read are sorted', (good) => ({ read: (ids) => good.read([...ids].sort()) }), 'read: one answer an id, in the order asked', 'the ids answered'),
  bug('anybody may write to it', eachWrite((good, w) => doOne(good, { ...w, owner: ('id' in w ? good.person.get(w.id)?.owner : undefined) ?? w.owner })), 'UpdateActivity: an activity of another owner', 'expected NotFound'),
  bug('every kind is taken', (good) => noKinds(good), 'CreateActivity: a kind that the capabilities do not name', 'expected Unsupported'),
  bug('to delete what is gone fails', eachWrite(async (good, w) => (w._tag === 'DeleteActivity' && good.person.get(w.id) === null ? E.left({ _tag: 'NotFound', what: 'activity' }) : doOne(good, w))), 'DeleteActivity: deletes; an activity that is gone', 'the deletion of what is gone'),
  bug('empty texts are not written', inWrites((w) => (w._tag === 'UpdateActivity' ? { ...w, patch: Object.fromEntries(Object.entries(w.patch).filter(([, v]) => v !== '')) } : w)), 'UpdateActivity: writes the fields of its patch', 'field location'),
  bug('documents are added again', inDocuments((w) => ({ key: `${w.key}${another()}` })), 'AddDocument: a second add with the same key', 'the second answer'),
  bug('document keys are those of the whole database', documentOfAnybody, 'AddDocument: the same key for another owner', 'the document of another owner'),
  bug('documents are cut at 256 bytes', inDocuments((w) => ({ bytes: w.bytes.slice(0, 256) })), 'AddDocument: the document has the name and the bytes', 'the documents'),
  bug('documents are taken where there is no module', (good) => ({ capabilities: { ...good.capabilities, documents: false } }), 'AddDocument: without a document module', 'expected Unsupported'),
  bug('addresses are compared with their case', (good) => ({ findByAddress: (addresses) => good.findByAddress(addresses.filter((a) => a === a.toLowerCase())) }), 'findByAddress: letters’ case does not count', 'the addresses answered'),
  bug('addresses are answered as they are stored', matches((found) => found.map((m) => ({ ...m, address: m.address.toLowerCase() }))), 'findByAddress: letters’ case does not count', 'the addresses answered'),
  bug('only the first who has an address is found', matches((found) => found.slice(0, 1)), 'findByAddress: everybody who has the address', 'the contacts found'),
  bug('a contact person is a contact', matches((found) => found.map((m) => ({ ...m, contactId: m.contactPersonId ?? m.contactId }))), 'findByAddress: a contact’s own address', 'the matches'),
  bug('addresses lose their tags', (good) => ({ findByAddress: (addresses) => good.findByAddress(addresses.map((a) => a.replace(/\+[^@]*/, ''))) }), 'findByAddress: otherwise addresses are compared as they are', 'nearly an address'),
  bug('similar e-mail is of the same millisecond', exactInstant, 'findSimilar: e-mail is compared to the second', 'the activity among the answers'),
  bug('similar is what has the same subject', probing((p) => ({ ...p, at: null })), 'findSimilar: an e-mail is found by the instant', 'the activity among the answers'),
  bug('similar appointments are those of the same wall time', probing((p) => ({ ...p, at: p.at === null ? null : p.at.replace('T07', 'T09') })), 'findSimilar: a timed appointment is found by the instant', 'the activity among the answers'),
  bug('without a time nothing is similar', (good) => ({ findSimilar: (owner, kind, probes) => good.findSimilar(owner, kind, probes.filter((p) => p.at !== null)) }), 'findSimilar: a probe without a time', 'the activity among the answers'),
  bug('commits are ignored', commitOnly(() => false), 'commit: where commitsWithStore, what a create', 'what the create left'),
  bug('only creates are committed', commitOnly((w) => w._tag === 'CreateActivity'), 'commit: where commitsWithStore, what a create', 'what the update left'),
  bug('documents are not committed', commitOnly((w) => w._tag !== 'AddDocument'), 'commit: where commitsWithStore, what a create', 'what the document left'),
  bug('a repeated create is not committed', repeatsUncommitted('CreateActivity'), 'commit: where commitsWithStore, what answers from before', 'what the repeated create left'),
  bug('a repeated document is not committed', repeatsUncommitted('AddDocument'), 'commit: where commitsWithStore, what answers from before', 'what the repeated document left'),
  bug('what failed is committed', commitsWhatFailed, 'commit: where commitsWithStore, a write that fails', 'links of each'),
  bug('the commit is another transaction', commitsApart, 'commit: where commitsWithStore, a write whose commit cannot be persisted', 'activities and links'),
  bug('fences of a commit are passed over', inWrites((w): CrmWrite => ({ ...w, commit: (r: CrmResult) => w.commit(r).filter((one) => one._tag !== 'Fence') })), 'commit: where commitsWithStore, a write whose commit has a Fence', 'the answers'),
  bug('a CRM that leaves the commit to the caller needs it', (good) => ({ write: (writes) => TE.map((answers: ReadonlyArray<Answer>) => answers.map((a, i): Answer => (E.isRight(a) && writes[i]?.commit(a.right).length !== 0 ? E.left(unsupported('commit')) : a)))(good.write(writes)) }), 'commit: where commitsWithStore is false the caller commits', 'not supported', { alone: true }),
  bug('a search throws', () => ({ findSimilar: () => () => Promise.reject(new TypeError('no network')) }), 'no function throws or rejects', 'a throw of TypeError')
]

describe('bugs planted in a CRM adapter are caught', () => {
  for (const options of [{}, { alone: true as const }, { normalise: 'plain' as const }, { pageSize: 1 }]) expectSound(`a CRM ${JSON.stringify(options)}`, with_(options, () => ({})))
  expectCaught(all)
})
