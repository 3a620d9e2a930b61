#!/usr/bin/env node
import yargs from 'yargs'
import { InternalError, UsageError, VERSION } from '../base/index.ts'
import {
  checkCommand,
  durationOf,
  limitsOf,
  limitWords,
  positive,
  quoted,
  seedOf,
  unknownArguments,
  withNumbers,
} from './arguments.ts'
import { freshSeed, fromEnvironment } from './environment.ts'
import { EXIT_CODES, ExitCode } from './exit-code.ts'
import { openTerminal } from './terminal.ts'

/**
 * The command line: reads the arguments, hands them on, and leaves with the code that comes back.
 * What a command needs is loaded when it is called, so that help is there at once.
 */

const LIMITS = {
  'limit-steps': { type: 'number', describe: 'Steps of one run' },
  'limit-time': { type: 'string', describe: 'Virtual time of one run, such as 10m' },
  'limit-processes': { type: 'number', describe: 'Processes alive at once' },
  'limit-mailbox': { type: 'number', describe: 'Messages waiting in one mailbox' },
} as const

const FILES = {
  type: 'string',
  array: true,
  describe: 'Files, folders or parts of paths; all of scenarios/ by default',
} as const

const JSON_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'One JSON document on stdout, nothing else',
} as const

const args = withNumbers(process.argv.slice(2))

const parser = yargs([...args])
  .scriptName('mayday')
  .usage('$0 <command>\n\nTries OTP-style systems on many seeds, and plays failures again.')
  .option('color', {
    type: 'boolean',
    describe: 'Colours, whatever the terminal says; --no-color: none',
  })
  .option('t', {
    alias: 'grep',
    type: 'string',
    describe: 'Only scenarios whose title or file matches',
  })
  .command(
    'run [files..]',
    'Sweep seeds over scenarios',
    (command) =>
      command
        .positional('files', FILES)
        .option('seed', {
          type: 'string',
          describe: 'Root of all seeds; a new one each time by default',
        })
        .option('runs', {
          type: 'number',
          describe: "Seeds for each scenario; its file's budget by default",
        })
        .option('bail', {
          type: 'number',
          describe: 'Stop after so many failing scenarios; 1 without a number',
        })
        .option('trace', {
          type: 'string',
          choices: ['off', 'on-failure', 'on'] as const,
          default: 'off' as const,
          describe: 'Print every event of the smallest failing run; on: of a first run, too',
        })
        .option('json', JSON_FLAG)
        .option('reporter', {
          type: 'string',
          array: true,
          choices: ['default', 'json'] as const,
          describe: 'json is --json; of default and json together, the text goes to stderr',
        })
        .option('replay-first', {
          type: 'boolean',
          default: true,
          describe: 'Try stored failures first; --no-replay-first: do not',
        })
        .option('pass-with-no-tests', {
          type: 'boolean',
          default: false,
          describe: 'Exit 0 when nothing matches',
        })
        .options(LIMITS)
        .option('limit-wall', {
          type: 'string',
          default: '10s',
          describe: 'Wall clock after which one run is said to hang',
        })
        .example('$0 run', 'every scenario under scenarios/')
        .example(
          '$0 run scenarios/pooly --runs 5000 --bail',
          'one folder, longer, stop at the first failure',
        )
        .example('$0 run --seed 7f3a9c12', 'the same sweep again')
        .example('$0 run -t "every call" --json', 'some, for a program')
        .epilogue(
          `Environment: MAYDAY_SEED, MAYDAY_RUNS, MAYDAY_REPORT_DIR, NO_COLOR, FORCE_COLOR\n${EXIT_CODES}`,
        ),
    async (given) => {
      const reporters = [...(given.reporter ?? []), ...(given.json ? ['json'] : [])]
      const json = reporters.includes('json')
      const results = json ? (reporters.includes('default') ? 'stderr' : 'nowhere') : 'stdout'
      const terminal = openTerminal(given.color, results)
      const environment = fromEnvironment(terminal.warn)
      const seed = seedOf(given.seed ?? environment.seed ?? freshSeed())
      const runs = positive('runs', given.runs) ?? environment.runs
      const files = given.files ?? []
      const flags = limitWords(given)
      const words = [...files, ...(given.t === undefined ? [] : ['-t', given.t])].map(quoted)
      const many = runs === undefined ? '' : ` --runs ${runs}`
      const again = `npx mayday run${words.map((word) => ` ${word}`).join('')} --seed ${seed}${many}${flags}`
      const { run } = await import('./commands/run.ts')
      process.exitCode = await run(
        {
          files,
          seed,
          runs,
          json,
          bail: positive('bail', given.bail) ?? Infinity,
          grep: given.t,
          trace: given.trace,
          limits: limitsOf(given),
          limitWall: durationOf('limit-wall', given.limitWall) ?? Infinity,
          passWithNoTests: given.passWithNoTests,
          replayFirst: given.replayFirst,
          commands: { again, flags },
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
        .positional('what', {
          type: 'string',
          demandOption: true,
          describe: 'Id of a stored failure, its file, or a scenario file with --seed',
        })
        .option('seed', { type: 'string', describe: 'With a scenario file: the seed of one run' })
        .option('trace', { type: 'boolean', default: false, describe: 'Print every event' })
        .option('bisect', {
          type: 'boolean',
          default: false,
          describe: 'Exit codes for git bisect run: 0, 1, 125',
        })
        .option('json', JSON_FLAG)
        .options(LIMITS)
        .example('$0 replay pooly-c07d', 'a failure that run has found')
        .example(
          '$0 replay scenarios/pooly/crash.yaml --seed 7f3a9c12.36',
          'one seed of a scenario',
        )
        .example('git bisect run npx $0 replay pooly-c07d --bisect', 'which commit brought it')
        .epilogue(EXIT_CODES),
    async ({ what, seed, trace, bisect, json, color, ...given }) => {
      const { replay } = await import('./commands/replay.ts')
      const options = {
        what,
        seed: seed === undefined ? undefined : seedOf(seed),
        trace,
        bisect,
        json,
      }
      process.exitCode = await replay({ ...options, limits: limitsOf(given) }, openTerminal(color))
    },
  )
  .command(
    'check [files..]',
    'Validate scenario files without running them',
    (command) =>
      command
        .positional('files', FILES)
        .option('determinism', {
          type: 'number',
          describe: 'Run so many seeds twice here and once in a fresh process; 20 without a number',
        })
        .option('seed', { type: 'string', default: '0', describe: 'Root of those seeds' })
        .option('json', JSON_FLAG)
        .example('$0 check', 'all scenario files')
        .example('$0 check --determinism', 'and whether their systems keep to themselves')
        .epilogue(EXIT_CODES),
    async ({ files, determinism, seed, t, color, json }) => {
      const { check } = await import('./commands/check.ts')
      const seeds = positive('determinism', determinism)
      process.exitCode = await check(
        { files: files ?? [], grep: t, determinism: seeds, seed: seedOf(seed), json },
        openTerminal(color, json ? 'nowhere' : 'stdout'),
      )
    },
  )
  .command(
    'list [files..]',
    'Show scenarios, stored failures, laws and strategies',
    (command) =>
      command
        .positional('files', FILES)
        .option('json', JSON_FLAG)
        .example('$0 list', 'everything there is')
        .example('$0 list --json', 'for a program'),
    async ({ files, json, t, color }) => {
      const { list } = await import('./commands/list.ts')
      const terminal = openTerminal(color, json ? 'nowhere' : 'stdout')
      process.exitCode = await list({ files: files ?? [], grep: t, json }, terminal)
    },
  )
  .command('digests <file>', false, counted, async ({ file, seed, count }) => {
    const { loaded, commands } = await alone(file)
    openTerminal(false).document(commands.digestsOf(loaded, seed, count))
  })
  .command('events <file>', false, counted, async ({ file, seed }) => {
    const { loaded, commands } = await alone(file)
    const [, root = seed, k = '0'] = /^(.*)\.(\d+)$/.exec(seed) ?? []
    openTerminal(false).document(commands.eventsOf(loaded, root, Number(k)))
  })
  .epilogue(`${EXIT_CODES}\nmayday <command> --help shows the flags of a command, with examples.`)
  .strict()
  .version(VERSION)
  .help()
  .alias('h', 'help')
  .wrap(Math.max(40, Math.min(100, process.stdout.columns ?? 100)))
  .exitProcess(false)
  .fail((message, error) => {
    if (error !== undefined && error !== null && error.name !== 'YError') throw error
    throw unknownArguments(message ?? String(error), FLAGS)
  })

/** What a flag that nobody knows may have been meant to be. */
const FLAGS = [
  'color',
  'no-color',
  'grep',
  'seed',
  'runs',
  'bail',
  'trace',
  'json',
  'reporter',
  'replay-first',
  'no-replay-first',
  'pass-with-no-tests',
  ...Object.keys(LIMITS),
  'limit-wall',
  'bisect',
  'determinism',
  'help',
  'version',
]

/** The hidden commands, by which a fresh process tells what it has seen. */
function counted(command: ReturnType<typeof yargs>) {
  return command
    .positional('file', { type: 'string', demandOption: true })
    .option('seed', { type: 'string', demandOption: true })
    .option('count', { type: 'number', default: 1 })
}

async function alone(file: string) {
  const { loadScenario } = await import('../scenario/index.ts')
  const loaded = await loadScenario(file)
  if (loaded.kind === 'broken') throw new InternalError(`${file} was in order a moment ago`)
  return { loaded, commands: await import('./commands/check.ts') }
}

/** Mistakes of the user's are told in a sentence; what is ours is told as such, with the stack. */
async function explainTrouble(error: unknown): Promise<number> {
  const code = await tellTrouble(error)
  // To git bisect any other code would mean that the commit is bad.
  return args[0] === 'replay' && args.includes('--bisect') ? ExitCode.cannotTell : code
}

async function tellTrouble(error: unknown): Promise<number> {
  if (error instanceof UsageError) {
    const { message, hint, problems, code } = error
    if (problems.length > 0) {
      const { formatProblems } = await import('../scenario/index.ts')
      process.stderr.write(`${formatProblems(problems)}\n`)
    }
    process.stderr.write(`mayday: ${message}\n`)
    if (hint !== undefined && !message.includes(hint)) process.stderr.write(`        ${hint}\n`)
    if (args.includes('--json')) {
      const trouble = { code, message, hint: hint ?? null, problems }
      openTerminal(false).document({ schemaVersion: 1, exitCode: ExitCode.usage, error: trouble })
    }
    return ExitCode.usage
  }
  const kind = error instanceof InternalError ? '' : 'unexpected '
  const stack = error instanceof Error ? error.stack : String(error)
  process.stderr.write(
    `This is a bug in mayday ${VERSION}, please report it with the command you ran and the seed.\n${kind}${stack}\n`,
  )
  return ExitCode.internal
}

// Who reads only the first lines, as `head` does, has had enough; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  if (args.length === 0) {
    parser.showHelp('error')
    process.exitCode = ExitCode.usage
  } else {
    checkCommand(args)
    await parser.parseAsync()
  }
} catch (error) {
  process.exitCode = await explainTrouble(error)
}
