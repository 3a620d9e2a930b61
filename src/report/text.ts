import { formatDuration } from '../base/index.ts'
import { scheduleOf, storyOf, strikeText, type Counterexample, type Report, type StoryLine } from '../explore/index.ts'

import { isMet, type Outcome } from './outcome.ts'
import { count, fit, type Paint } from './paint.ts'
import { traceLine } from './trace-line.ts'

/** How wide the text may be and how it is set off. */
export interface Page {
  readonly width: number
  readonly paint: Paint
}

/** The first line of a sweep: which seed, so that it is never lost. */
export function heading(version: string, seed: string, scenarios: number): string {
  const noun = scenarios === 1 ? 'scenario' : 'scenarios'
  return ` mayday ${version}   seed ${seed}   ${scenarios} ${noun}`
}

/** One line for one scenario. */
export function scenarioLine(outcome: Outcome, page: Page): string {
  const { report, took, title } = outcome
  const { paint, width } = page
  const met = isMet(outcome)
  const mark = met ? paint.good('✓') : report.verdict === 'unknown' ? paint.warn('?') : paint.bad('✗')
  const tail = `${count(report.runs).padStart(7)} runs ${seconds(took).padStart(7)}${remark(outcome, met)}`
  const room = Math.max(12, Math.min(72, width - 4 - 50))
  return fit(` ${mark} ${fit(title, room).padEnd(room)} ${tail}`, Math.max(width, 40) + paintWidth(mark))
}

/** Characters that colour takes without showing. */
function paintWidth(mark: string): number {
  return [...mark].length - 1
}

function remark({ expect, report }: Outcome, met: boolean): string {
  if (expect.kind === 'holds') return ''
  return met ? '   violated, as expected' : report.verdict === 'holds' ? '   expected a violation' : ''
}

/** Everything about what did not come out as expected. */
export function failureBlock(outcome: Outcome, page: Page): readonly string[] {
  const { report, expect } = outcome
  const lines = report.counterexamples.flatMap((example) => exampleBlock(outcome, example, page))
  if (report.mistake !== null) return mistakeBlock(outcome, page)
  if (report.nondeterminism !== null) return divergenceBlock(outcome, page)
  if (lines.length === 0) {
    const wanted = expect.kind === 'violated' ? `"${expect.name}" to be violated` : 'a violation'
    const why =
      report.verdict === 'holds' ? `expected ${wanted}, and everything held` : (report.reason ?? '')
    return [titleLine(outcome, outcome.title, page), `   ${why}.`, againLine(report)]
  }
  return lines
}

/** A counterexample: what broke, the smallest story, how to see it again. */
export function exampleBlock(
  outcome: Pick<Outcome, 'title' | 'file' | 'report'>,
  example: Counterexample,
  page: Page,
): readonly string[] {
  const { violation, before, shrinkRuns, strikes, deviations } = example
  const left = strikes.length + deviations.length
  return [
    titleLine(outcome, `${outcome.title} · ${violation.property}`, page),
    ...wrap(`${violation.message}.`, 3, page.width),
    `   Smallest story (${before} deviations → ${left}, ${shrinkRuns} shrink runs):`,
    ...storyLines(storyOf(example), page),
    ...partLines(example, page),
    `   replay    npx mayday replay ${example.capsule.id}`,
    `   hash      ${example.digest}   seed ${example.seed}`,
  ]
}

/** The story in columns: when, who, what. */
export function storyLines(story: readonly StoryLine[], page: Page): readonly string[] {
  const room = Math.max(0, ...story.map(({ who }) => who.length))
  const times = story.map(({ time }) => (time === null ? '' : `t=${String(time)}ms`))
  const wide = Math.max(0, ...times.map((each) => each.length))
  return story.map(({ who, what, fault }, i) => {
    const text = `     ${times[i]!.padStart(wide)}  ${fault ? '⚡' : ' '} ${who.padEnd(room)}  ${what}`
    const cut = fit(text, page.width)
    return fault ? page.paint.warn(cut) : cut
  })
}

/** The faults and departures that are left, each needed or free. */
function partLines(example: Counterexample, page: Page): readonly string[] {
  const strikes = example.strikes.map(
    ({ what, needed }) => `     fault     ${strikeText(what)}${needed ? '' : '   (free)'}`,
  )
  const schedule = scheduleOf(example).map((text) => `     schedule  ${text}`)
  return [...strikes, ...schedule].map((line) => page.paint.dim(fit(line, page.width)))
}

function mistakeBlock(outcome: Outcome, page: Page): readonly string[] {
  const { message, hint, stack } = outcome.report.mistake!
  const place = stack === null ? [] : [`   at ${stack}`]
  return [
    titleLine(outcome, `${outcome.title} · mistake in the system's code`, page),
    ...wrap(`${message}.`, 3, page.width),
    ...place,
    ...wrap(`${hint}.`, 3, page.width),
    againLine(outcome.report),
  ]
}

function divergenceBlock(outcome: Outcome, page: Page): readonly string[] {
  const { seed, at, first, second } = outcome.report.nondeterminism!
  return [
    titleLine(outcome, `${outcome.title} · not deterministic`, page),
    ...wrap(`seed ${seed} gave two different runs; first difference at event ${at}:`, 3, page.width),
    fit(`     run 1   ${first === null ? 'nothing more' : traceLine(first)}`, page.width),
    fit(`     run 2   ${second === null ? 'nothing more' : traceLine(second)}`, page.width),
    '   Something outside the simulated world decides: module variables, clocks, chance.',
  ]
}

function againLine(report: Report): string {
  return `   again     npx mayday run --seed ${report.seed}`
}

function titleLine({ file }: Pick<Outcome, 'file'>, title: string, page: Page): string {
  const text = ` ✗ ${title}`
  const gap = page.width - text.length - file.length - 1
  const line = gap >= 2 ? `${text}${' '.repeat(Math.min(gap, 60))}${file}` : text
  return page.paint.bad(fit(line, page.width))
}

/** What all sweeps together were worth. */
export function summary(outcomes: readonly Outcome[], seed: string, page: Page): readonly string[] {
  const reports = outcomes.map((each) => each.report)
  const met = outcomes.filter(isMet).length
  const runs = sum(reports.map((each) => each.runs))
  const checked = sum(reports.map((each) => each.determinism.checked))
  const agreed = sum(reports.map((each) => each.determinism.agreed))
  const lines = [
    ` Scenarios    ${met} as expected, ${outcomes.length - met} not (${outcomes.length})`,
    ` Runs         ${count(runs)}   seeds ${seed}.0 …   ${count(sum(reports.map((each) => each.steps)))} steps   ${span(sum(reports.map((each) => each.time)))} of virtual time`,
    ...faultLines(reports),
    ` Determinism  ${agreed} of ${checked} seeds gave the same hash twice`,
    ...oddsLines(outcomes),
    ` Again        npx mayday run --seed ${seed}`,
  ]
  return lines.flatMap((line) => wrap(line.trimStart(), 1, page.width, 14))
}

function faultLines(reports: readonly Report[]): readonly string[] {
  const total = new Map<string, number>()
  for (const { faults } of reports) {
    for (const [kind, n] of Object.entries(faults)) total.set(kind, (total.get(kind) ?? 0) + n)
  }
  const never = reports.flatMap((each) => each.neverHit)
  if (total.size === 0 && never.length === 0) return []
  const struck = [...total].map(([kind, n]) => `${kind} ${count(n)}`).join('  ')
  return [` Faults       ${struck}${never.length > 0 ? `   never hit: ${never.join(', ')}` : ''}`]
}

/** The rule of three: after n runs without a failure, its chance is below 3/n with 95 % confidence. */
function oddsLines(outcomes: readonly Outcome[]): readonly string[] {
  const clean = outcomes.filter((each) => each.report.verdict === 'holds')
  if (clean.length === 0) return []
  const fewest = Math.min(...clean.map((each) => each.report.runs))
  const chance = Math.min(100, 300 / fewest)
  const text = chance >= 10 ? chance.toFixed(0) : chance.toPrecision(2)
  return [` Odds         no failure in ${count(fewest)} runs means: chance per run below ${text} % (95 %)`]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function span(ms: number): string {
  if (ms < 60_000) return formatDuration(Math.round(ms))
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60 ? `${minutes} m` : `${count(Math.floor(minutes / 60))} h ${minutes % 60} m`
}

/** Breaks a sentence at blanks so that it fits, indented throughout. */
export function wrap(text: string, indent: number, width: number, hanging: number = indent): string[] {
  const lines: string[] = []
  let line = ' '.repeat(indent)
  let empty = true
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(hanging) + word
    } else {
      line += empty ? word : ` ${word}`
      empty = false
    }
  }
  return [...lines, line]
}


