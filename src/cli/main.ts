#!/usr/bin/env node
import yargs from 'yargs'
import { InternalError, parseDuration, UsageError, VERSION } from '../base/index.ts'
import { formatProblems } from '../scenario/index.ts'
import { check, digestsOf } from './commands/check.ts'
import { list } from './commands/list.ts'
import { replay } from './commands/replay.ts'
import { run } from './commands/run.ts'
import { freshSeed, fromEnvironment } from './environment.ts'
import { ExitCode } from './exit-code.ts'
import { loadAll } from './load-all.ts'
import { openTerminal } from './terminal.ts'

/** The command line: reads the arguments, hands them on, and leaves with the code that comes back. */
const parser = yargs(process.argv.slice(2))
  .scriptName('mayday')
  .usage('$0 <command>\n\nTries OTP-style systems on many seeds, and plays failures again.')
  .option('color', { type: 'boolean', describe: 'Colours, whatever the terminal says' })
  .option('t', { alias: 'grep', type: 'string', describe: 'Only scenarios whose title or file matches' })
  .command(
    'run [files..]',
    'Sweep seeds over scenarios',
    (command) =>
      command
        .positional('files', { type: 'string', array: true, describe: 'Files or folders; scenarios/ by default' })
        .option('seed', { type: 'string', describe: 'Root of all seeds; a new one each time by default' })
        .option('runs', { type: 'number', describe: 'Seeds for each scenario' })
        .option('bail', { type: 'number', describe: 'Stop after so many failing scenarios (1 if no number)' })
        .option('json', { type: 'boolean', describe: 'One JSON document on stdout' })
        .option('reporter', { type: 'string', array: true, choices: ['default', 'json'], describe: 'How to report' })
        .option('trace', { type: 'string', choices: ['off', 'on-failure', 'on'], default: 'off', describe: 'Print every event' })
        .option('limit-steps', { type: 'number', describe: 'Steps of one run' })
        .option('limit-time', { type: 'string', describe: 'Virtual time of one run, such as 10m' })
        .option('limit-processes', { type: 'number', describe: 'Processes alive at once' })
        .option('limit-mailbox', { type: 'number', describe: 'Messages waiting in one mailbox' })
        .option('pass-with-no-tests', { type: 'boolean', default: false, describe: 'Exit 0 when nothing matches' })
        .option('replay-first', { type: 'boolean', default: true, describe: 'Try stored failures first' })
        .example('$0 run', 'every scenario under scenarios/')
        .example('$0 run scenarios/pooly --runs 5000 --bail', 'one folder, longer, stop at the first failure')
        .example('$0 run --seed 7f3a9c12', 'the same sweep again'),
    async (given) => {
      const terminal = openTerminal(given.color)
      const environment = fromEnvironment(terminal.warn)
      const reporters = [...(given.reporter ?? []), ...(given.json === true ? ['json'] : [])]
      process.exitCode = await run(
        {
          files: given.files ?? [],
          seed: checkedSeed(given.seed ?? environment.seed ?? freshSeed()),
          runs: positive('runs', given.runs) ?? environment.runs,
          bail: bailOf(given.bail),
          reporters,
          grep: given.t,
          trace: given.trace as 'off' | 'on-failure' | 'on',
          limits: {
            ...limit('steps', positive('limit-steps', given.limitSteps)),
            ...limit('time', durationOf(given.limitTime)),
            ...limit('processes', positive('limit-processes', given.limitProcesses)),
            ...limit('mailbox', positive('limit-mailbox', given.limitMailbox)),
          },
          passWithNoTests: given.passWithNoTests,
          replayFirst: given.replayFirst,
        },
        terminal,
      )
    },
  )
  .command(
    'replay <what>',
    'Play one failure again',
    (command) =>
      command
        .positional('what', { type: 'string', demandOption: true, describe: 'Id of a stored failure, a capsule, or a scenario file with --seed' })
        .option('seed', { type: 'string', describe: 'With a scenario file: the seed of one run' })
        .option('trace', { type: 'boolean', default: false, describe: 'Print every event' })
        .option('bisect', { type: 'boolean', default: false, describe: 'Exit codes for git bisect run: 0, 1, 125' })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON document on stdout' })
        .example('$0 replay pooly-c07d', 'a failure that run has found')
        .example('$0 replay scenarios/pooly/crash.yaml --seed 7f3a9c12.36', 'one seed of a scenario'),
    async ({ what, seed, trace, bisect, json, color }) => {
      process.exitCode = await replay({ what, seed, trace, bisect, json }, openTerminal(color))
    },
  )
  .command(
    'check [files..]',
    'Validate scenario files without running them',
    (command) =>
      command
        .positional('files', { type: 'string', array: true, describe: 'Files or folders; scenarios/ by default' })
        .option('determinism', { type: 'number', describe: 'Also run so many seeds twice here and once in a fresh process (20 if no number)' })
        .option('seed', { type: 'string', default: '0', describe: 'Root of those seeds' })
        .example('$0 check', 'all scenario files')
        .example('$0 check --determinism', 'and whether their systems keep to themselves'),
    async ({ files, determinism, seed, t, color }) => {
      const seeds = determinism === undefined ? undefined : Number.isNaN(determinism) ? 20 : determinism
      process.exitCode = await check(
        { files: files ?? [], grep: t, determinism: seeds, seed },
        openTerminal(color),
      )
    },
  )
  .command(
    'list [files..]',
    'Show scenarios, stored failures, laws and strategies',
    (command) =>
      command
        .positional('files', { type: 'string', array: true, describe: 'Files or folders; scenarios/ by default' })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON document on stdout' }),
    async ({ files, json, t, color }) => {
      process.exitCode = await list({ files: files ?? [], grep: t, json }, openTerminal(color))
    },
  )
  .command(
    'digests <file>',
    false,
    (command) =>
      command
        .positional('file', { type: 'string', demandOption: true })
        .option('seed', { type: 'string', demandOption: true })
        .option('count', { type: 'number', demandOption: true }),
    async ({ file, seed, count }) => {
      const terminal = openTerminal(false)
      const loading = await loadAll([file], undefined, terminal)
      if ('exitCode' in loading) process.exitCode = loading.exitCode
      else terminal.print(JSON.stringify(digestsOf(loading.scenarios[0]!, seed, count)))
    },
  )
  .demandCommand(1, 'say what to do: run, replay, check or list')
  .strict()
  .recommendCommands()
  .version(VERSION)
  .help()
  .wrap(Math.min(100, process.stdout.columns ?? 100))
  .exitProcess(false)
  .fail((message, error, self) => {
    if (error !== undefined && error !== null && error.name !== 'YError') throw error
    self.showHelp('error')
    throw new UsageError(message ?? String(error), { code: 'bad_argument' })
  })

function checkedSeed(seed: string): string {
  if (/^[0-9A-Za-z.-]+$/.test(seed)) return seed
  throw new UsageError(`--seed ${seed}: a seed is made of letters, digits, dots and dashes`, {
    code: 'bad_argument',
  })
}

function positive(flag: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined
  if (Number.isInteger(value) && value > 0) return value
  throw new UsageError(`--${flag} takes a whole number from 1`, { code: 'bad_argument' })
}

function durationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  throw new UsageError(`--limit-time ${text} is no duration; write 250ms, 30s or 10m`, {
    code: 'bad_argument',
  })
}

/** `--bail` alone stops at the first. */
function bailOf(value: number | undefined): number {
  if (value === undefined) return Infinity
  return Number.isNaN(value) ? 1 : positive('bail', value)!
}

function limit<Name extends string>(
  name: Name,
  value: number | undefined,
): Partial<Record<Name, number>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, number>>
}

try {
  await parser.parseAsync()
} catch (error) {
  process.exitCode = explainTrouble(error)
}

/** The user's mistakes are told in a sentence; what is ours is told as such, with the stack. */
function explainTrouble(error: unknown): number {
  if (error instanceof UsageError) {
    if (error.problems.length > 0) process.stderr.write(`${formatProblems(error.problems)}\n`)
    process.stderr.write(`mayday: ${error.message}\n`)
    if (error.hint !== undefined) process.stderr.write(`        ${error.hint}\n`)
    return ExitCode.usage
  }
  const kind = error instanceof InternalError ? '' : 'unexpected '
  const stack = error instanceof Error ? error.stack : String(error)
  process.stderr.write(
    `This is a bug in mayday ${VERSION}, please report it with the command you ran and the seed.\n${kind}${stack}\n`,
  )
  return ExitCode.internal
}
