/** The two real Outlook files of the demonstration. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { UsageFailure } from './fail'
import type { RememberedMailbox } from './remembered'

/** Where the package may be installed: in the project at hand, or beside this program. */
const starts = (): ReadonlyArray<string> => [join(process.cwd(), 'package.json'), import.meta.url]

/** The files that the npm package pst-extractor brings for its own tests. */
const findFolder = (given: string | undefined): string => {
  if (given !== undefined) return resolve(given)
  for (const start of starts()) {
    try {
      return join(dirname(createRequire(start).resolve('pst-extractor/package.json')), 'example', 'testdata')
    } catch {
      continue
    }
  }
  throw new UsageFailure("--files: the demonstration's Outlook files come with the npm package pst-extractor, which is not installed (npm install --save-dev pst-extractor); or name a folder with enron.pst and pstextractortest@outlook.com.ost")
}

/** Both mailboxes, of one company. Fails with `UsageFailure` where a file is missing. */
export const demoMailboxes = (given: string | undefined): ReadonlyArray<RememberedMailbox> => {
  const folder = findFolder(given)
  const mailboxes: ReadonlyArray<RememberedMailbox> = [
    { user: 'michelle', company: 'acme', file: join(folder, 'enron.pst'), own: ['michelle.lokay@enron.com', 'mlokay@enron.com'], settings: {} },
    { user: 'pst', company: 'acme', file: join(folder, 'pstextractortest@outlook.com.ost'), own: ['pstextractortest@outlook.com'], settings: {} }
  ]
  for (const m of mailboxes) if (!existsSync(m.file)) throw new UsageFailure(`--files: got ${folder}, in which ${m.file} is not there`)
  return mailboxes
}
