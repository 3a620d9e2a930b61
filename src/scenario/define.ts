import { UsageError } from '../base/index.ts'
import type { Scenario } from './scenario.ts'
import { pathText, readScenario } from './schema.ts'
import type { ScenarioSource } from './source.ts'

/** The names that a scenario written in TypeScript is checked against; what is not given is not checked. */
export interface DefineOptions {
  readonly laws?: readonly string[]
  readonly knownProperties?: readonly string[]
}

/**
 * A scenario written in TypeScript, in the words of the files: `toYaml` writes it as one.
 *
 * @throws UsageError `bad_scenario`, with everything that is wrong at once.
 */
export function defineScenario(source: ScenarioSource, options: DefineOptions = {}): Scenario {
  const verdict = readScenario(source, {
    ...(options.laws && { laws: options.laws }),
    ...(options.knownProperties && { properties: options.knownProperties }),
  })
  if (verdict.kind === 'read') return verdict.scenario
  const lines = verdict.complaints.map(({ at, message, suggestion }) => {
    const advice = suggestion === undefined ? '' : `. Did you mean "${suggestion}"?`
    return `  ${[pathText(at), message].filter((part) => part !== '').join('  ')}${advice}`
  })
  throw new UsageError(['this is no scenario:', ...lines].join('\n'), {
    code: 'bad_scenario',
    hint: 'each line names the part that is wrong, and what it must be',
  })
}
