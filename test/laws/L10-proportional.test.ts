/** L10: what a pass reads and loads grows with what changed, and not with what there is. Counted, not timed. */
import { expect, it } from 'vitest'
import { createSync } from '../../src'
import { memoryCrm, memoryMailbox, memoryStore } from '../../src/adapters/memory'
import type { CrmPort } from '../../src/core/ports/crm'
import type { MailboxPort } from '../../src/core/ports/mailbox'
import type { StorePort } from '../../src/core/ports/store'
import type { TaskFields } from '../../src/core/model/fields'

const now = (): string => '2026-11-24T08:00:00.000Z'
const task = (n: number): TaskFields => ({ subject: `task ${n}`, body: { type: 'text', content: '' }, start: null, due: '2026-12-01', progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' })

interface Asked {
  items: number
  activities: number
  links: number
  calls: number
}

/** Everything that a pass with a few changes asks for, when there are so many linked tasks. */
const costWith = async (linked: number, changed: number): Promise<Asked> => {
  const [mailbox, crm, store] = [memoryMailbox({ now }), memoryCrm({ now }), memoryStore()]
  const asked: Asked = { items: 0, activities: 0, links: 0, calls: 0 }
  const counted = <P extends object>(port: P): P =>
    Object.fromEntries(
      Object.entries(port).map(([name, f]) => [
        name,
        typeof f === 'function'
          ? (...args: ReadonlyArray<unknown>) => {
              asked.calls++
              return (f as (...a: ReadonlyArray<unknown>) => unknown)(...args)
            }
          : (f as unknown)
      ])
    ) as P
  const mailboxPort: MailboxPort = {
    ...counted<MailboxPort>(mailbox),
    read: (ids) => {
      asked.items += ids.length
      return mailbox.read(ids)
    }
  }
  const crmPort: CrmPort = {
    ...counted<CrmPort>(crm),
    read: (ids) => {
      asked.activities += ids.length
      return crm.read(ids)
    }
  }
  const storePort: StorePort = {
    ...counted<StorePort>(store),
    links: (scope, query) => {
      asked.links += query.ids.length + query.itemIds.length + query.activityIds.length + query.identities.length
      return store.links(scope, query)
    },
    openLinks: (scope, after, limit) => {
      asked.links += linked
      return store.openLinks(scope, after, limit)
    }
  }
  const sync = createSync({ user: 'anna', database: 'acme', mailbox: mailboxPort, crm: crmPort, store: storePort, now })
  for (let n = 0; n < linked; n++) mailbox.person.add('task', task(n))
  await sync.run()
  await sync.run()
  const items = mailbox.person.list()
  for (const item of items.slice(0, changed)) mailbox.person.edit(item.id, { subject: `changed ${item.id}` })
  Object.assign(asked, { items: 0, activities: 0, links: 0, calls: 0 })
  const report = await sync.run()
  expect(report.actions.UpdateActivity).toBe(changed)
  return asked
}

it('L10: with three changes, a pass asks for the same among 10,000 links as among 100', async () => {
  const few = await costWith(100, 3)
  const many = await costWith(10_000, 3)
  expect(many).toEqual(few)
  expect(few.items + few.activities + few.links).toBeLessThan(3 * 12)
})

it('L10: with nothing new, a pass asks for no item, activity or link', async () => {
  expect(await costWith(1000, 0)).toMatchObject({ items: 0, activities: 0, links: 0 })
})
