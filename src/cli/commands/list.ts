import { lawNames } from '../../check/index.ts'
import { strategyNames } from '../../explore/index.ts'
import { fit, JSON_SCHEMA, wrap } from '../../report/index.ts'
import { reportFolder } from '../environment.ts'
import { ExitCode } from '../exit-code.ts'
import { Failures } from '../failures.ts'
import { loadAll, problemText } from '../load-all.ts'
import type { Terminal } from '../terminal.ts'

export interface ListOptions {
  readonly files: readonly string[]
  readonly grep: string | undefined
  readonly json: boolean
}

/** `mayday list`: scenarios, stored failures, laws and strategies. */
export async function list(options: ListOptions, terminal: Terminal): Promise<number> {
  const loading = await loadAll(options.files, options.grep)
  if (loading.kind === 'broken') {
    terminal.print(problemText(loading.problems))
    terminal.warn(`mayday: ${loading.told}`)
    const { problems } = loading
    if (options.json) {
      terminal.document({ schemaVersion: JSON_SCHEMA, exitCode: ExitCode.usage, problems })
    }
    return ExitCode.usage
  }
  const scenarios = loading.scenarios.map(({ id, file, scenario }) => ({
    id,
    file,
    title: scenario.title,
    why: scenario.why ?? null,
    tags: scenario.tags,
    seeds: scenario.budget.seeds,
    expect: scenario.expect,
  }))
  const stored = new Failures(reportFolder(), terminal.warn).all()
  const failures = stored.map(({ capsule, scenario, scenarioFile, passes }) => ({
    id: capsule.id,
    scenario,
    file: scenarioFile,
    property: capsule.property,
    message: capsule.message,
    passes,
  }))
  if (options.json) {
    terminal.document({
      schemaVersion: JSON_SCHEMA,
      exitCode: ExitCode.holds,
      scenarios,
      failures,
      laws: lawNames,
      strategies: strategyNames,
    })
    return ExitCode.holds
  }
  const { print, paint, width } = terminal
  print(paint.strong(`Scenarios (${scenarios.length})`))
  for (const { title, file, expect } of scenarios) {
    print(wrap(title, 2, width, 4))
    print(paint.dim(fit(`    ${file}`, width)))
    if (expect.kind === 'violated') print(wrap(`expects to be violated: ${expect.name}`, 4, width))
    if (expect.kind === 'violated_any') print(fit('    expects a violation', width))
  }
  print(paint.strong(`Stored failures (${failures.length})`))
  for (const { id, property, message } of failures) {
    print(`  ${id}`)
    print(wrap(`${property}: ${message}`, 4, width))
  }
  print(paint.strong('Laws'))
  print(wrap(lawNames.join(', '), 2, width))
  print(paint.strong('Strategies'))
  print(wrap(strategyNames.join(', '), 2, width))
  return ExitCode.holds
}
