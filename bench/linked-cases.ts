/** Passes over what is linked already: with more and more links (L10), and with more and more mailboxes in one database. */
import { fillFile, type Part } from './fill'
import { lazyMailbox, type LazyMailbox } from './lazy-mailbox'
import { benchScope } from './linked-records'
import { type Figure, type Figures, medians, overRounds, steady, timed } from './measured'
import { inWorld, pass, type World } from './world'

export interface LinkedOptions {
  readonly links: number
  readonly changes: number
  readonly rounds: number
}

export interface MailboxesOptions {
  readonly mailboxes: number
  /** Links of each. */
  readonly each: number
  readonly changes: number
}

const linkRows = async (w: World, work: () => Promise<void>): Promise<string> => {
  Object.assign(w.counts, { statements: 0, linkStatements: 0, linkRows: 0 })
  await work()
  return `${w.counts.statements} statements, ${w.counts.linkRows} link rows read`
}

const linked = ({ links, changes, rounds }: LinkedOptions): Promise<Figures> =>
  inWorld(async (w) => {
    const filled = await timed(() => fillFile(w.file, 'acme', [{ user: benchScope.user, from: 0, items: links }], 'short'))
    const mailbox = lazyMailbox({ items: links, length: 'short' })
    const sync = w.syncOf(benchScope.user, mailbox)
    await pass(sync, 0)
    const unchanged = await steady(300, () => pass(sync, 0))
    const note = await linkRows(w, () => pass(sync, 0))
    let round = 0
    const some = await overRounds(rounds, () => pass(sync, changes), async () => {
      // What the pass before has written itself comes back once.
      await pass(sync, 0)
      const at = (i: number): number => (Math.floor((i * links) / changes) + round) % links
      for (let i = 0; i < changes / 2; i++) mailbox.edit(at(i), { subject: `Edit ${round}` })
      w.editActivities(Array.from({ length: changes / 2 }, (_, i) => at(i + changes / 2) + 1), `Edit ${round}`)
      round += 1
    })
    return { fill: filled, unchanged: { ...unchanged, note }, changes: some }
  })

const mailboxes = ({ mailboxes: count, each, changes }: MailboxesOptions): Promise<Figures> =>
  inWorld(async (w) => {
    const parts: ReadonlyArray<Part> = Array.from({ length: count }, (_, i) => ({ user: `user-${String(i).padStart(5, '0')}`, from: i * each, items: each }))
    fillFile(w.file, 'acme', parts, 'short')
    const unchanged: Array<Figure> = []
    const some: Array<Figure> = []
    const known = new Map<string, LazyMailbox>()
    let note = ''
    // As many turns whether they are of one mailbox or of many.
    for (let turn = 0; turn < 20; turn++) {
      const part = parts[Math.floor((turn * count) / 20)]
      if (part === undefined) continue
      const mailbox = known.get(part.user) ?? lazyMailbox({ items: each, from: part.from, length: 'short' })
      known.set(part.user, mailbox)
      // New each time, as is the engine of a worker that goes from mailbox to mailbox.
      const sync = w.syncOf(part.user, mailbox)
      await pass(sync, 0)
      unchanged.push(await timed(() => pass(sync, 0)))
      note = await linkRows(w, () => pass(sync, 0))
      w.editActivities(Array.from({ length: changes }, (_, i) => part.from + Math.floor((i * each) / changes) + 1), `Edit ${turn}`)
      some.push(await timed(() => pass(sync, changes)))
      await pass(sync, 0)
    }
    return { unchanged: { ...medians(unchanged), note }, changes: medians(some) }
  })

export const linkedCases: { readonly [name: string]: (o: LinkedOptions & MailboxesOptions) => Promise<Figures> } = { linked, mailboxes }
