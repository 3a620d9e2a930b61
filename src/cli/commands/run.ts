import { VERSION } from '../../base/index.ts'
import type { Experiment } from '../../explore/index.ts'
import { heading, JSON_SCHEMA, jsonDocument, type Commands } from '../../report/index.ts'
import { reportFolder } from '../environment.ts'
import { ExitCode } from '../exit-code.ts'
import { Failures } from '../failures.ts'
import { loadAll, problemText } from '../load-all.ts'
import { Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

export interface RunOptions {
  readonly files: readonly string[]
  readonly seed: string
  readonly runs: number | undefined
  /** Stop after so many scenarios that did not come out as expected; Infinity never does. */
  readonly bail: number
  /** Whether a document is promised on stdout. */
  readonly json: boolean
  readonly grep: string | undefined
  readonly trace: 'off' | 'on-failure' | 'on'
  readonly limits: NonNullable<Experiment['limits']>
  /** Milliseconds of wall clock after which one run is taken to hang. */
  readonly limitWall: number
  readonly passWithNoTests: boolean
  readonly replayFirst: boolean
  readonly commands: Commands
}

/** `mayday run`: sweeps seeds over scenarios; answers the exit code. */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const { seed, json } = options
  const document = (exitCode: number, more: object): number => {
    if (json) terminal.document({ schemaVersion: JSON_SCHEMA, seed, exitCode, ...more })
    return exitCode
  }
  const loading = await loadAll(options.files, options.grep)
  if (loading.kind === 'broken') {
    terminal.print(problemText(loading.problems))
    terminal.warn(`mayday: ${loading.told}`)
    return document(ExitCode.usage, { problems: loading.problems })
  }
  const { scenarios } = loading
  terminal.print(heading(VERSION, seed, scenarios.length, terminal))
  if (scenarios.length === 0) {
    if (options.passWithNoTests) return document(ExitCode.holds, { scenarios: [] })
    terminal.warn('mayday: no scenario matches; --pass-with-no-tests makes this a success')
    return document(ExitCode.nothingMatched, { scenarios: [] })
  }
  const failures = new Failures(reportFolder(), terminal.warn)
  const session = new Session(options, terminal, failures)
  const stop = (): void => session.interrupt()
  // Once: who presses Ctrl-C again does not want to wait for a summary.
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    for (const scenario of scenarios) {
      if (session.isOver) break
      await session.sweep(scenario)
    }
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    terminal.live(null)
  }
  session.close(scenarios.length)
  const { exitCode, interrupted } = session
  const { flags } = options.commands
  if (json) {
    terminal.document(jsonDocument(session.outcomes, { seed, exitCode, interrupted, flags }))
  }
  return exitCode
}
