import { lawNames } from '../../check/index.ts'
import { strategyNames } from '../../explore/index.ts'
import { Failures } from '../failures.ts'
import { ExitCode } from '../exit-code.ts'
import { loadAll } from '../load-all.ts'
import type { Terminal } from '../terminal.ts'

export interface ListOptions {
  readonly files: readonly string[]
  readonly grep: string | undefined
  readonly json: boolean
}

/** `mayday list`: scenarios, stored failures, laws and strategies. */
export async function list(options: ListOptions, terminal: Terminal): Promise<number> {
  const loading = await loadAll(options.files, options.grep, terminal)
  if ('exitCode' in loading) return loading.exitCode
  const scenarios = loading.scenarios.map(({ id, file, scenario }) => ({
    id,
    file,
    title: scenario.title,
    expect: scenario.expect,
  }))
  const failures = new Failures().all().map(({ capsule, scenario, passes }) => ({
    id: capsule.id,
    scenario,
    property: capsule.property,
    message: capsule.message,
    passes,
  }))
  if (options.json) {
    const document = { schemaVersion: 1, scenarios, failures, laws: lawNames, strategies: strategyNames }
    terminal.print(JSON.stringify(document, null, 2))
    return ExitCode.holds
  }
  const { print, paint } = terminal
  print(paint.strong('Scenarios'))
  for (const { title, file, expect } of scenarios) {
    const wanted = expect.kind === 'holds' ? '' : expect.kind === 'violated' ? `   expects ${expect.name} violated` : '   expects a violation'
    print(`  ${title}${wanted}`)
    print(paint.dim(`    ${file}`))
  }
  print(paint.strong('Stored failures'))
  if (failures.length === 0) print('  none')
  for (const { id, property, message } of failures) print(`  ${id}   ${property}: ${message}`)
  print(paint.strong('Laws'))
  print(`  ${lawNames.join(', ')}`)
  print(paint.strong('Strategies'))
  print(`  ${strategyNames.join(', ')}`)
  return ExitCode.holds
}
