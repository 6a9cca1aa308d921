/** Runs one case in a process of its own and prints what it took as JSON, with the most memory that the process ever had. */
import { linkedCases } from './linked-cases'
import { postgresCases } from './postgres-cases'
import { reconcileCases } from './reconcile-cases'
import { workCases } from './work-cases'

const [name = '', options = '{}'] = process.argv.slice(2)
const run = { ...reconcileCases, ...workCases, ...linkedCases, ...postgresCases }[name]
if (run === undefined) throw new Error(`no case ${name}`)
const figures = await run(JSON.parse(options))
// Kilobytes on Linux and macOS alike, as libuv gives it.
process.stdout.write(`${JSON.stringify({ figures, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`)
