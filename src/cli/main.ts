#!/usr/bin/env node
/** The command line. Exit codes: 0 done, 1 failed, 2 bad usage or settings. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { Instant } from '../core/model/time'
import { showSyncError } from '../core/errors'
import { SyncFailure } from '../sync/failure'
import { type DeactivateFlags, runDeactivate } from './deactivate-command'
import { runDemo } from './demo'
import { runGraphDemo } from './demo-graph/graph-demo'
import { type EntityFlags, runDecide, runDecisions, runExplain, runStatus } from './entity-commands'
import { CommandFailure, UsageFailure } from './fail'
import { runSimulate, type SimulateFlags } from './simulate/simulate-command'
import { runPreview, runSync, type SyncFlags } from './sync-command'
import { portNames } from './verify/sentence'
import { runVerify, type VerifyFlags } from './verify/verify-command'
import { version } from '../../package.json'

const instant = (text: string): string => {
  if (!Instant.is(text)) throw new InvalidArgumentError(`expected ${Instant.name}`)
  return text
}

const json = (c: Command): Command => c.option('--json', 'one JSON value instead of text').addOption(new Option('--now <instant>', 'the time to work with, for repeatable runs').argParser(instant).hideHelp())

const withMailbox = (c: Command): Command =>
  json(
    c
      .requiredOption('--mailbox <file>', 'an Outlook data file (.pst, .ost)')
      .requiredOption('--own <address...>', "the owner's addresses, the main one first")
      .requiredOption('--crm <database>', 'the CRM database: a SQLite file, made if it is not there, or postgres://user:password@host/database')
      .option('--user <name>', 'the CRM user (default: the first own address)')
      .option('--company <name>', 'the company database', 'default')
      .option('--settings <file>', 'settings as JSON')
  )

const withPass = (c: Command): Command =>
  withMailbox(c)
    .option('--contacts-from-mailbox', 'fill the contact register from the correspondents first')
    .option('--full', 'list everything instead of what changed')
    .option('--allow-mass-deletion', 'go on although a side suddenly looks empty')

const withCrm = (c: Command): Command =>
  json(
    c
      .option('--crm <database>', 'the CRM database: a SQLite file, or postgres://…', 'demo.db')
      .option('--user <name>', 'only this user')
      .option('--mailbox <file>', 'another file than the one that was synchronised into the database')
      .option('--own <address...>', "with --mailbox: the owner's addresses")
      .option('--company <name>', 'the company database')
      .option('--settings <file>', 'with --mailbox: settings as JSON')
  )

const program = new Command('outlook-crm-sync')
  .description("Keeps a person's Outlook and a CRM's activities in step.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text) })

json(
  program
    .command('demo')
    .description('two real Outlook files into a CRM database, then a second pass that has nothing to do')
    .option('--graph', 'instead: a mailbox on a local Microsoft Graph server, over HTTP, in step with the CRM both ways')
    .option('--database <file>', 'where to make the database (default: demo.db, with --graph demo-graph.db)')
    .option('--files <folder>', 'where enron.pst and pstextractortest@outlook.com.ost are')
).action((o: { graph?: boolean; database?: string; files?: string; now?: string; json?: boolean }) => {
  const given = { files: o.files, json: o.json === true }
  return o.graph === true ? runGraphDemo({ ...given, database: o.database ?? 'demo-graph.db' }) : runDemo({ ...given, database: o.database ?? 'demo.db', now: o.now })
})
withPass(program.command('sync').description('one pass over your own file')).action((f: SyncFlags) => runSync(f))
withPass(program.command('preview').description('what a pass would do; nothing is done')).action((f: SyncFlags) => runPreview(f))
withCrm(program.command('status').argument('<id>', 'an item or an activity').description('where an item or activity stands')).action((id: string, f: EntityFlags) => runStatus(id, f))
withCrm(program.command('explain').argument('<id>', 'an item or an activity').description('why it was transferred, or was not: every rule that was asked')).action((id: string, f: EntityFlags) => runExplain(id, f))
withCrm(program.command('decisions').description('questions that wait for an answer')).action((f: EntityFlags) => runDecisions(f))
withCrm(program.command('decide').argument('<decision>').argument('<answer>').description('answers a question')).action((id: string, answer: string, f: EntityFlags) => runDecide(id, answer, f))
json(
  program
    .command('deactivate')
    .description('ends the integration with a company database, so that another one can be synchronised; nothing else is forgotten')
    .option('--crm <database>', 'the CRM database: a SQLite file, or postgres://…', 'demo.db')
    .option('--user <name>', 'the CRM user (default: the only one there is)')
    .option('--company <name>', 'the company database (default: the one that is active)')
).action((f: DeactivateFlags) => runDeactivate(f))
program
  .command('simulate')
  .description('plays whole worlds by chance, with crashes and faults, and checks every law in them')
  .option('--seeds <number>', 'how many worlds', '1000')
  .option('--from <seed>', 'the first seed; the world of one seed is played again with --seeds 1 --from SEED', '1')
  .option('--workers <number>', 'how many processes (default: one for each processor)')
  .option('--no-shrink', 'leave the story of a broken world as long as it is')
  .option('--coverage', 'fail also where something was never reached (always, from 20000 worlds on)')
  .option('--json', 'one JSON value instead of text')
  .action((f: SimulateFlags) => runSimulate(f))
program
  .command('verify')
  .argument('<module>', 'a file (.ts, .mts, .js, .mjs) that exports crm, mailbox or store: functions that each make a harness')
  .description("proves an adapter of yours, sentence by sentence, with the contract suites of its port")
  .option('--only <text>', 'only the sentences that contain this text')
  .addOption(new Option('--port <name>', 'only this port').choices(portNames))
  .option('--timeout <seconds>', 'how long a sentence may take', '30')
  .option('--json', 'one JSON value instead of text')
  .action((file: string, f: VerifyFlags) => runVerify(file, f))

/** The operating system's and the reference CRM's errors say what is wrong; of any other only the class is told, as its message may quote an item. */
const messageOf = (e: unknown): string => {
  if (e instanceof SyncFailure && e.error._tag === 'ActiveElsewhere') return `${showSyncError(e.error)}, with the command deactivate`
  if (e instanceof SyncFailure) return showSyncError(e.error).replace('allowMassDeletion', '--allow-mass-deletion')
  if (e instanceof CommandFailure || (e instanceof Error && ('syscall' in e || e.message.startsWith('reference CRM: ')))) return e.message
  return `unexpected: ${e instanceof Error ? `${e.constructor.name} was thrown` : `a ${typeof e} was thrown`}`
}

const exitCodeOf = (e: unknown): number => {
  if (e instanceof CommanderError) return e.exitCode === 0 ? 0 : 2
  const usage = e instanceof UsageFailure || (e instanceof SyncFailure && (e.error._tag === 'InvalidSettings' || e.error._tag === 'InvalidInput'))
  process.stderr.write(`${messageOf(e)}\n`)
  return usage ? 2 : 1
}

// A reader that has seen enough, like head, closes the pipe.
process.stdout.on('error', (e: NodeJS.ErrnoException) => process.exit(e.code === 'EPIPE' ? 0 : 1))

try {
  await program.parseAsync()
} catch (e) {
  process.exitCode = exitCodeOf(e)
}
