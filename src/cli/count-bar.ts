/** A progress bar that counts, on standard error, where that is a terminal. */
import { Presets, SingleBar } from 'cli-progress'

export interface CountBar {
  readonly update: (done: number) => void
  readonly stop: () => void
}

export const countBar = (what: string, total: number, wanted: boolean): CountBar => {
  if (!wanted || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new SingleBar({ stream: process.stderr, format: `${what} {bar} {value}/{total} {eta_formatted}`, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
  bar.start(total, 0)
  return { update: (done) => bar.update(done), stop: () => bar.stop() }
}
