/** Bugs to plant in core, rules and sync, one at a time: the simulator has to find each. `peer`: a kind that another product shipped. */
export interface Bug {
  readonly what: string
  readonly peer?: string
  readonly file: string
  /** Found once in the file. */
  readonly from: string
  readonly to: string
}

export const bugs: ReadonlyArray<Bug> = [
  // Of the kinds that peers shipped.
  { what: 'a full listing is believed: what it does not mention is taken for deleted', peer: 'twentyhq/twenty PR 13350', file: 'src/core/pass/gather.ts', from: 'known.items.has(id)), perCall)) {', to: "known.items.has(id)), perCall)) {\n      if (chunk.length > 0) { for (const id of chunk) known.items.set(id, { _tag: 'Missing', id }); continue }" },
  { what: 'an echo: the version that our own write brought is not remembered', peer: 'echo loops of every two-way sync', file: 'src/core/plan/link-change.ts', from: '...filledActivity }, versions.activity)', to: '...filledActivity }, null)' },
  { what: 'an echo: text is compared as it is written, with markup', peer: 'echo loops of every two-way sync', file: 'src/rules/canonical-fields.ts', from: "  ['body', ofBody],\n", to: '' },
  { what: 'an item whose answer was lost is not looked for', peer: 'duplicates after time-outs', file: 'src/core/pass/waiting-work.ts', from: "const itemKeys = keysOf('CreateItem')", to: 'const itemKeys: ReadonlyArray<string> = []' },
  { what: 'no intents are written before effects', peer: 'duplicates after crashes', file: 'src/core/pass/execute.ts', from: "await writeFenced(env, 'writing intents', intents(prepared.map((p) => p.action)))", to: "await writeFenced(env, 'writing intents', [])" },
  { what: 'an all-day event moves a day, as if it began at midnight of another zone', peer: 'Exchange and Graph adapters', file: 'src/rules/view-item.ts', from: "{ views: [viewOf(item, item.fields, context)], gone: [], reviewAt: null })", to: "{ views: [viewOf(item, (item.kind === 'appointment' && item.fields.time.allDay ? { ...item.fields, time: { ...item.fields.time, start: new Date(Date.parse(`${item.fields.time.start}T00:00:00Z`) - 3600000).toISOString().slice(0, 10) } } : item.fields) as never, context)], gone: [], reviewAt: null })" },
  { what: 'a due date is taken for an instant and moves a day', peer: 'RogerSelwyn/MS365-ToDo 29', file: 'src/core/reconcile/admit-activity.ts', from: "const fields = restrictFields(rules, ix, activity.kind, activity.fields, 'toOutlook')", to: "const whole = activity.fields\n  const fields = restrictFields(rules, ix, activity.kind, ('due' in whole && whole.due !== null ? { ...whole, due: new Date(Date.parse(`${whole.due}T00:00:00Z`) - 1).toISOString().slice(0, 10) } : whole) as typeof whole, 'toOutlook')" },
  { what: "an attendee's copy writes the organizer's meeting", peer: 'odoo 169888', file: 'src/rules/gates/index.ts', from: 'writeBackSeries, writeBackAttendee,', to: 'writeBackSeries,' },
  { what: 'an edit of the one activity rewrites the series', peer: 'odoo PR 271529', file: 'src/rules/gates/index.ts', from: 'writeBackEmail, writeBackSeries, ', to: 'writeBackEmail, ' },
  { what: 'what was deleted is made again when a late notification mentions it', peer: 'late webhooks', file: 'src/core/reconcile/resolve.ts', from: "  if (byId.length > 0) return { _tag: 'Linked', links: byId, recognised: null }", to: "  if (byId.some((l) => l.state === 'open')) return { _tag: 'Linked', links: byId, recognised: null }" },
  { what: 'an item in Deleted Items is taken for one that is there', peer: 'late webhooks', file: 'src/core/reconcile/reconcile-item.ts', from: "if (item.place === 'deletedItems') {", to: "if (item.place === 'deletedItems' && links.length > 0 && links[0]?.origin === 'crm') {" },
  { what: 'a sent e-mail that the CRM wrote comes back as a second activity', peer: 'ordinary sends that appear twice', file: 'src/core/reconcile/resolve.ts', from: 'if (item.ownKey === null) return', to: "if (item.ownKey === null || item.kind === 'email') return" },
  { what: 'a copy with the same identity becomes a second activity', peer: 'odoo 70769', file: 'src/core/reconcile/resolve.ts', from: "return { _tag: 'Copy' }\n  if (states.includes('Unreadable'))", to: "return { _tag: 'Unlinked' }\n  if (states.includes('Unreadable'))" },
  { what: 'an item under a new id is taken for a new one', peer: 'msgraph-sdk-javascript 311', file: 'src/core/reconcile/resolve.ts', from: "if (byIdentity.length > 0) return ofFormerId(ix, byIdentity)", to: "if (byIdentity.length > 0) return { _tag: 'Unlinked' }" },
  { what: 'an occurrence that was moved is shown where the rule has it', peer: 'recurrence in rrule users', file: 'src/rules/occurrences.ts', from: '    exceptions.set(exception.original, exception)\n', to: '' },
  { what: 'signature pictures fill the document module', peer: 'docs-contrib PR 833', file: 'src/rules/select-attachments.ts', from: "!context.settings.attachments.inline && isInlinePicture(attachment, shown)]", to: 'false && isInlinePicture(attachment, shown) && context.settings.attachments.inline]' },
  { what: 'what failed in a batch is forgotten', peer: 'twenty 11037', file: 'src/core/pass/pass-state.ts', from: '    if (E.isRight(result)) continue\n', to: '    if (E.isRight(result) || E.isLeft(result)) continue\n' },
  { what: 'the cursor moves on before the page has been dealt with', peer: 'changes lost in outages', file: 'src/core/pass/read-feed.ts', from: "    await processTouched(env, options, s, withoutPlanned(options, s, page.touched), finish, keys)\n", to: "    for (const w of finish) if (w._tag === 'PutCursor' && !options.dryRun) await orStop('store', 'cursor', env.store.write(env.scope, [w]))\n    await processTouched(env, options, s, withoutPlanned(options, s, page.touched), finish, keys)\n" },
  // Of the engine's own.
  { what: 'latest takes the older edit', file: 'src/rules/conflict-policy.ts', from: 'epochOf(activityModifiedAt) > epochOf(itemModifiedAt)', to: 'epochOf(activityModifiedAt) < epochOf(itemModifiedAt)' },
  { what: 'the last contact instead of the first', file: 'src/rules/assign-contact.ts', from: '[...to, ...cc, ...bcc] :', to: '[...to, ...cc, ...bcc].reverse() :' },
  { what: 'the guard against emptied sides is off', file: 'src/core/pass/guard.ts', from: 'return emptied || massive ?', to: 'return false ?' },
  { what: 'losers of a conflict are not kept', file: 'src/core/reconcile/sync-pair.ts', from: 'losers: withheld(m.losersInCrm, view.redacted)', to: 'losers: []' },
  { what: 'what is overwritten is journalled only afterwards', file: 'src/core/pass/execute.ts', from: "'_tag' in a && (a._tag === 'UpdateItem'", to: "'_tag' in a && (a._tag === ('never' as string)" },
  { what: 'a restored item does not withdraw its question', file: 'src/core/reconcile/item-deletion.ts', from: 'if (asked === undefined) return p\n  p.b', to: 'return p\n  p.b' },
  { what: 'a deletion with policy ask deletes at once', file: 'src/core/reconcile/item-deletion.ts', from: "if (policy === 'always') {", to: "if (policy !== 'never') {" },
  { what: "another user's activity is taken for one's own", file: 'src/core/reconcile/input.ts', from: "r.activity.owner === owner ? 'Present' : 'Foreign'", to: "'Present'" },
  { what: 'private items are let through', file: 'src/rules/gates/index.ts', from: '  itemPrivacy,\n', to: '' },
  { what: 'an edit that may not be carried is forgotten', file: 'src/core/reconcile/merge.ts', from: "        if (itemChanged) itemSettled = false\n        else activitySettled = false\n", to: '        itemFields[field] = o\n        activityFields[field] = c\n' },
  { what: 'manual mode makes activities all the same', file: 'src/rules/gates/index.ts', from: '  itemWindow,\n  manualMode\n', to: '  itemWindow\n' },
  { what: 'the never-sync list is not heeded', file: 'src/rules/gates/index.ts', from: '  neverSync,\n', to: '' },
  { what: 'what an item of another database made comes across here too', file: 'src/rules/gates/index.ts', from: '  deletedItems,\n  otherDatabase,\n', to: '  deletedItems,\n' },
  { what: 'settings that changed are not looked at anew', file: 'src/core/pass/marked-cursor.ts', from: 'digestText(JSON.stringify(canonical({ ...settings, guard: null })))', to: "'x'" },
  { what: 'a decision can be answered twice', file: 'src/sync/decide.ts', from: "if (decision.state !== 'open')", to: "if (decision.state === 'done')" },
  { what: 'a second company database is not refused', file: 'src/sync/environment.ts', from: "if (r.left._tag === 'AlreadyExists') throw", to: "if (r.left._tag === 'AlreadyExists') return\n  if (r.left._tag === 'NotFound') throw" },
  { what: 'a task that was moved is not known again by its values', file: 'src/core/reconcile/resolve.ts', from: "return item.identity === null ? byValues(ix, item, handled) : { _tag: 'Unlinked' }", to: "return { _tag: 'Unlinked' }" },
  { what: 'executable attachments are imported', file: 'src/rules/select-attachments.ts', from: "['executable', (subject) => !subject", to: "['executable', (subject) => subject.attachment.id === '' && !subject" },
  { what: 'every pass loads every link', file: 'src/core/pass/waiting-work.ts', from: '  const recovered = await findStamped(env, due.intents)\n', to: "  const recovered = await findStamped(env, due.intents)\n  const all = await orStop('store', 'all', env.store.openLinks(env.scope, null, 1000))\n  await orStop('store', 'all', env.store.links(env.scope, { ids: all.map((l) => l.id), itemIds: [], activityIds: [], identities: [] }))\n" },
  { what: 'an update writes every field, changed or not', file: 'src/core/reconcile/sync-pair.ts', from: 'patch: asPatch(m.toCrm)', to: 'patch: asPatch({ ...view.fields, ...m.toCrm })' },
  { what: 'the wrong side of a conflict wins', file: 'src/core/reconcile/merge.ts', from: "const winner = answer ?? verdict.winner", to: "const winner = answer ?? (verdict.winner === 'outlook' ? 'crm' : verdict.winner === 'crm' ? 'outlook' : verdict.winner)" },
  { what: 'an answered question is not carried out', file: 'src/core/reconcile/item-deletion.ts', from: "if (asked?.state === 'answered') {", to: "if (asked?.state === 'answered' && asked.answer === 'keep-activity') {" },
  { what: 'attachments of outgoing e-mail are imported too', file: 'src/rules/select-attachments.ts', from: "directionOfEmail(item, context) !== 'incoming'],", to: "directionOfEmail(item, context) !== 'incoming' && item.kind !== 'email']," }
]
