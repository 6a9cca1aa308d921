/** Ports that let something happen before each of their calls: how a test walks through every moment of a pass. */
import type { CrmPort } from '../../../src/core/ports/crm'
import type { MailboxPort } from '../../../src/core/ports/mailbox'
import type { StorePort } from '../../../src/core/ports/store'

export interface Ports {
  readonly mailbox: MailboxPort
  readonly crm: CrmPort
  readonly store: StorePort
}

/** One call of a port. */
export interface Call {
  /** Counts from 0 over all three ports. */
  readonly at: number
  readonly port: keyof Ports
  readonly name: string
}

type Task = () => Promise<unknown>

/** The same ports, with `before` awaited ahead of every call. */
export const betweenCalls = (ports: Ports, before: (call: Call) => Promise<void>): Ports => {
  let calls = 0
  const wrapped = (port: keyof Ports): object =>
    Object.fromEntries(
      Object.entries(ports[port]).map(([name, member]: [string, unknown]) => {
        if (typeof member !== 'function') return [name, member]
        const announced = (task: Task): Task => async () => {
          await before({ at: calls++, port, name })
          return task()
        }
        // The addresses of a mailbox are no function of anything: a task already.
        if (name === 'ownAddresses') return [name, announced(member as Task)]
        return [name, (...args: ReadonlyArray<unknown>) => announced((member as (...a: ReadonlyArray<unknown>) => Task)(...args))]
      })
    )
  return { mailbox: wrapped('mailbox') as MailboxPort, crm: wrapped('crm') as CrmPort, store: wrapped('store') as StorePort }
}
