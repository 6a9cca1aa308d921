/** Ports that count how often they are called. */
import type { CrmPort } from '../../src/core/ports/crm'
import type { MailboxPort } from '../../src/core/ports/mailbox'
import type { StorePort } from '../../src/core/ports/store'

export type Counts = Map<string, number>

const counted = <P extends object>(port: P, name: string, counts: Counts): P =>
  new Proxy(port, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver)
      const count = (): void => void counts.set(`${name}.${String(key)}`, (counts.get(`${name}.${String(key)}`) ?? 0) + 1)
      if (typeof value !== 'function') return value
      return (...args: ReadonlyArray<unknown>) => {
        count()
        return (value as (...a: ReadonlyArray<unknown>) => unknown).apply(target, args as Array<unknown>)
      }
    }
  })

export const countPorts = <M extends MailboxPort, C extends CrmPort, S extends StorePort>(ports: { readonly mailbox: M; readonly crm: C; readonly store: S }, counts: Counts): { readonly mailbox: M; readonly crm: C; readonly store: S } => ({
  mailbox: counted(ports.mailbox, 'mailbox', counts),
  crm: counted(ports.crm, 'crm', counts),
  store: counted(ports.store, 'store', counts)
})
