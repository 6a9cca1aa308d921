/** A progress bar on standard error, where that is a terminal. */
import { Presets, SingleBar } from 'cli-progress'
import type { PstProgress } from '../adapters/pst'

export interface ProgressBar {
  readonly update: (p: PstProgress) => void
  readonly stop: () => void
}

const noBar: ProgressBar = { update: () => undefined, stop: () => undefined }

export const progressBar = (what: string, wanted: boolean): ProgressBar => {
  if (!wanted || !process.stderr.isTTY) return noBar
  const bar = new SingleBar({ stream: process.stderr, format: `${what} {bar} {value}/{total} {folder}`, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
  let started = false
  return {
    update: (p) => {
      if (!started) bar.start(p.itemsTotal, p.itemsDone, { folder: p.folder })
      started = true
      bar.setTotal(p.itemsTotal)
      bar.update(p.itemsDone, { folder: p.folder.slice(0, 30) })
    },
    stop: () => {
      if (started) bar.stop()
    }
  }
}
