import { formatDuration } from '../base/index.ts'
import type { Report } from '../explore/index.ts'
import type { Commands } from './failure-text.ts'
import { count, countOf, wrap } from './layout.ts'
import { isMet, isOpen, type Outcome } from './outcome.ts'
import type { Page } from './paint.ts'

/** Column at which the facts begin. */
const FACTS = 14

/** What all sweeps together were worth. */
export function summary(
  outcomes: readonly Outcome[],
  planned: number,
  commands: Commands,
  seed: string,
  page: Page,
): readonly string[] {
  const reports = outcomes.map((each) => each.report)
  const total = (of: (report: Report) => number): number => sum(reports.map(of))
  const checked = total((each) => each.determinism.checked)
  const facts: (readonly [string, string])[] = [
    ['Scenarios', tallyOf(outcomes, planned)],
    [
      'Runs',
      [
        `${count(total((each) => each.runs))}   ${seedsOf(seed, reports)}`,
        `${count(total((each) => each.steps))} steps`,
        `${span(total((each) => each.time))} of virtual time`,
      ].join('   '),
    ],
    ...faultFacts(reports),
  ]
  if (checked > 0) {
    const agreed = total((each) => each.determinism.agreed)
    facts.push(['Determinism', `${agreed} of ${countOf(checked, 'seed')} gave the same hash twice`])
  }
  facts.push(...oddsFacts(outcomes))
  return [
    ...facts.flatMap(([word, fact]) =>
      wrap(`${word.padEnd(FACTS - 1)}${fact}`, 1, page.width, FACTS),
    ),
    ` ${'Again'.padEnd(FACTS - 1)}${commands.again}`,
  ]
}

function tallyOf(outcomes: readonly Outcome[], planned: number): string {
  const open = outcomes.filter(isOpen).length
  const met = outcomes.filter((each) => isMet(each) && !isOpen(each)).length
  const not = outcomes.length - met - open
  const missing = planned - outcomes.length + open
  const more = missing === 0 ? '' : `, ${missing} not tried to the end`
  return `${met} as expected, ${not} not${more} (${planned})`
}

function seedsOf(seed: string, reports: readonly Report[]): string {
  const most = Math.max(0, ...reports.map((each) => each.runs))
  return most <= 1 ? `seed ${seed}.0` : `seeds ${seed}.0 … .${most - 1}`
}

function faultFacts(reports: readonly Report[]): readonly (readonly [string, string])[] {
  const total = new Map<string, number>()
  for (const { faults } of reports) {
    for (const [kind, n] of Object.entries(faults)) total.set(kind, (total.get(kind) ?? 0) + n)
  }
  // A sweep that ends with its first failure has not had the time to hit everything.
  const never = reports
    .filter((each) => each.counterexamples.length === 0)
    .flatMap((each) => each.neverHit)
  if (total.size === 0 && never.length === 0) return []
  const struck = [...total].map(([kind, n]) => `${kind} ${count(n)}`).join('  ')
  const missed = never.length === 0 ? '' : `never hit: ${never.join(', ')}`
  return [['Faults', [struck, missed].filter((part) => part !== '').join('   ')]]
}

/**
 * The rule of three: after n runs without a failure, its chance is below 3/n with 95 % confidence.
 * One line for each size of sweep.
 */
function oddsFacts(outcomes: readonly Outcome[]): readonly (readonly [string, string])[] {
  const clean = outcomes.filter(
    ({ report, stored }) =>
      report.verdict === 'holds' && report.runs > 0 && !stored.some(({ fails }) => fails),
  )
  const sizes = [...new Set(clean.map(({ report }) => report.runs))].sort((a, b) => a - b)
  return sizes.map((runs, i) => {
    const those = clean.filter(({ report }) => report.runs === runs)
    const whose =
      sizes.length === 1
        ? ''
        : ` of ${those.length === 1 ? `"${those[0]!.title}"` : `each of ${those.length} scenarios`}`
    const text = `no failure in ${countOf(runs, 'run')}${whose} means: chance per run below ${odds(runs)} % (95 %)`
    return [i === 0 ? 'Odds' : '', text] as const
  })
}

function odds(runs: number): string {
  const chance = Math.min(100, 300 / runs)
  return chance >= 10 ? chance.toFixed(0) : String(Number(chance.toPrecision(2)))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function span(ms: number): string {
  if (ms < 60_000) return formatDuration(Math.round(ms))
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60 ? `${minutes} m` : `${count(Math.floor(minutes / 60))} h ${minutes % 60} m`
}
