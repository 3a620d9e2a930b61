import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { assertHolds, check } from 'mayday'
import { formatProblems, loadScenario } from 'mayday/scenario'
import { describe, expect, test } from 'vitest'

/** One test for each scenario file of a system: it gives the verdict that it expects of itself. */
export async function scenarioTests(system: string): Promise<void> {
  const folder = fileURLToPath(new URL(`../../scenarios/${system}/`, import.meta.url))
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  const scenarios = await Promise.all(files.toSorted().map((file) => load(folder + file)))
  describe('scenarios', () => {
    for (const { scenario, experiment } of scenarios) {
      test(scenario.title, { timeout: 60_000 }, () => {
        const report = check(experiment)
        if (scenario.expect.kind !== 'violated') return assertHolds(report)
        const found = report.counterexamples.map(({ violation }) => violation.property)
        expect(found).toEqual([scenario.expect.name])
      })
    }
  })
}

async function load(file: string): Promise<Loaded> {
  const loaded = await loadScenario(file)
  if (loaded.kind === 'loaded') return loaded
  throw new Error(formatProblems(loaded.problems))
}

type Loaded = Extract<Awaited<ReturnType<typeof loadScenario>>, { readonly kind: 'loaded' }>
