/** A process that works on a host's tables and ends without warning before its Nth statement; it says `done` if it gets that far. */
import { dieBefore, openCounting } from '../dying-database'
import type { Place } from '../dying-database'
import { mappings, openCrm, work } from './crash-work'

const [, , placed = '', system = '', folder = '', name = '', from = '', n = '0'] = process.argv
const db = await openCounting(JSON.parse(placed) as Place, false)
const mapping = mappings[system]
if (mapping === undefined) throw new Error(system)
const crm = openCrm(db, mapping, folder)
// The mapping is compared with the database once, before anything is done.
await crm.read([])()
dieBefore(Number(n))
await work(crm, name, from)
process.stdout.write('done\n')
process.exit(0)
