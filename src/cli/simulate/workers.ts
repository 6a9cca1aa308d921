/** One simulation shared out to several processes, each with seeds of its own. */
import { fork } from 'node:child_process'
import type { Simulation } from '../../testing/simulator/simulate'
import { CommandFailure } from '../fail'

const mark = 'OUTLOOK_CRM_SYNC_SIMULATION_WORKER'

/** Whether this process was started by {@link runWorkers}. */
export const isWorker = (): boolean => process.env[mark] === '1' && process.send !== undefined

type Message = Simulation | { readonly done: number }

export const tellParent = (m: Message): void => void process.send?.(m)

/** Seeds of one worker: neighbours, so that each can be told by its first. */
const slices = (workers: number, seeds: number, from: number): ReadonlyArray<{ readonly seeds: number; readonly from: number }> =>
  Array.from({ length: workers }, (_, i) => {
    const [begin, end] = [Math.floor((seeds * i) / workers), Math.floor((seeds * (i + 1)) / workers)]
    return { seeds: end - begin, from: from + begin }
  })

export const runWorkers = async (workers: number, seeds: number, from: number, flags: ReadonlyArray<string>, onWorlds: (done: number) => void): Promise<ReadonlyArray<Simulation>> => {
  const done = new Array<number>(workers).fill(0)
  const play = (slice: { readonly seeds: number; readonly from: number }, n: number): Promise<Simulation> =>
    new Promise((resolve, reject) => {
      // This same program, started as this process was.
      const child = fork(process.argv[1] ?? '', ['simulate', '--seeds', String(slice.seeds), '--from', String(slice.from), ...flags], { env: { ...process.env, [mark]: '1' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      let result: Simulation | null = null
      child.on('message', (m: Message) => {
        if ('worlds' in m) result = m
        else {
          done[n] = m.done
          onWorlds(done.reduce((a, b) => a + b, 0))
        }
      })
      child.on('error', reject)
      child.on('exit', (code) => (result === null ? reject(new CommandFailure(`a worker of the simulation ended with code ${code ?? 'of a signal'} and no result`)) : resolve(result)))
    })
  return Promise.all(slices(workers, seeds, from).map(play))
}
