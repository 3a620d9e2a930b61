import { summarize } from '../check/index.ts'
import {
  scheduleOf,
  storyOf,
  storyOfTrace,
  strikeText,
  type Counterexample,
  type StoryLine,
} from '../explore/index.ts'
import { count, fit, fitEnd, sentence, wrap } from './layout.ts'
import type { Outcome, StoredTrial } from './outcome.ts'
import type { Page } from './paint.ts'
import { traceLine } from './trace-line.ts'

/** The commands that lead back to what is shown, so far as they are the same for all. */
export interface Commands {
  /** The same sweep again. */
  readonly again: string
  /** What a replay line must end with to mean the same run. */
  readonly flags: string
}

/** Everything about what did not come out as expected. */
export function failureBlock(outcome: Outcome, commands: Commands, page: Page): readonly string[] {
  const { report, stored, ended } = outcome
  if (report.mistake !== null) return mistakeBlock(outcome, commands, page)
  if (report.nondeterminism !== null) return divergenceBlock(outcome, commands, page)
  const known = new Set(report.counterexamples.map(({ violation }) => keyOf(violation)))
  const old = stored.filter(
    ({ fails, run }) => fails && (run.violation === null || !known.has(keyOf(run.violation))),
  )
  const blocks = [
    ...report.counterexamples.map((example) => exampleBlock(outcome, example, commands, page)),
    ...old.map((trial) => storedBlock(outcome, trial, commands, page)),
  ]
  if (ended.kind === 'hung') blocks.push(hangBlock(outcome, page))
  if (blocks.length === 0 && outcome.problems.length > 0) return []
  if (blocks.length === 0) blocks.push(sweepBlock(outcome, commands, page))
  return blocks.flatMap((block, i) => (i === 0 ? block : ['', ...block]))
}

function keyOf({ property, subject }: { property: string; subject: string }): string {
  return `${property}\n${subject}`
}

/** A counterexample: what broke, the smallest story, how to see it again. */
function exampleBlock(
  outcome: Outcome,
  example: Counterexample,
  { flags }: Commands,
  page: Page,
): readonly string[] {
  const { violation, before, shrinkRuns, strikes, deviations, capsule } = example
  const left = strikes.length + deviations.length
  const size = `${count(before)} deviations → ${left}, ${shrinkRuns} shrink runs`
  return [
    ...titleLines(outcome, violation.property, page),
    ...wrap(sentence(violation.message), 3, page.width),
    ...wrap(`Smallest story (${size}):`, 3, page.width),
    ...storyLines(storyOf(example), page),
    ...partLines(example, outcome.ended.kind === 'done', page),
    ...insteadLines(outcome, page),
    ...pasteLines(`${capsule.id}${flags}`),
    fit(`   hash      ${example.digest}   seed ${example.seed}`, page.width),
  ]
}

/** What was expected instead, when something else was. */
function insteadLines({ expect, report }: Outcome, page: Page): readonly string[] {
  if (expect.kind !== 'violated') return []
  if (report.counterexamples.some(({ violation }) => violation.property === expect.name)) return []
  return wrap(`Expected was "${expect.name}" to be violated, not this.`, 3, page.width)
}

/** A failure of an earlier sweep that is still there. */
function storedBlock(
  outcome: Outcome,
  { capsule, run, verdict }: StoredTrial,
  { flags }: Commands,
  page: Page,
): readonly string[] {
  const violation = run.violation ?? { property: capsule.property, message: capsule.message }
  const what =
    verdict === 'different_failure'
      ? 'A stored failure now fails in another way'
      : 'A stored failure is still there'
  return [
    ...titleLines(outcome, violation.property, page),
    ...wrap(sentence(violation.message), 3, page.width),
    `   ${what}:`,
    ...(run.violation === null ? [] : storyLines(storyOfTrace(run.trace, run.violation), page)),
    ...pasteLines(`${capsule.id}${flags}`),
    fit(`   hash      ${run.digest}   seed ${run.seed}`, page.width),
  ]
}

function pasteLines(what: string): readonly string[] {
  return [
    `   replay    npx mayday replay ${what}`,
    `   look      npx mayday replay ${what} --trace`,
  ]
}

/** The story in columns: when, who, what. */
export function storyLines(story: readonly StoryLine[], page: Page): readonly string[] {
  const room = Math.max(0, ...story.map(({ who }) => who.length))
  const wide = Math.max(0, ...story.map(({ time }) => (time === null ? 0 : String(time).length)))
  return story.map(({ time, who, what, fault }) => {
    const when = time === null ? ' '.repeat(wide + 4) : `t=${String(time).padStart(wide)}ms`
    const text = `     ${when}  ${fault ? '⚡' : ' '} ${who.padEnd(room)}  ${what}`
    const cut = fit(text, page.width)
    return fault ? page.paint.warn(cut) : cut
  })
}

/** More departures than these nobody reads; the document of `--json` has all. */
const MOST_DEPARTURES = 12

/** The faults and departures that are left, each needed or free, so far as that was tried. */
function partLines(example: Counterexample, tried: boolean, page: Page): readonly string[] {
  const strikes = example.strikes.map(
    ({ what, needed }) =>
      `     fault     ${strikeText(what)}${needed || !tried ? '' : '   (free)'}`,
  )
  const departures = scheduleOf(example)
  const shown = departures.slice(0, MOST_DEPARTURES)
  const schedule = shown.map(
    (text) => `     schedule  ${tried ? text : text.replace(/^\(free\) /, '')}`,
  )
  const left = departures.length - shown.length
  if (left > 0) schedule.push(`     …         ${left} more; --json has all of them`)
  return [...strikes, ...schedule].map((line) => page.paint.dim(fit(line, page.width)))
}

/** No single run broke anything: goals not reached, nothing judged, or no violation where one was due. */
function sweepBlock(outcome: Outcome, commands: Commands, page: Page): readonly string[] {
  const { expect, report } = outcome
  const wanted = expect.kind === 'violated' ? `"${expect.name}"` : 'something'
  const unmet = report.tallies
    .map((tally) => ({ property: tally.property, ...summarize(tally) }))
    .filter(({ verdict }) => verdict !== 'holds')
  const lines =
    expect.kind !== 'holds'
      ? [
          ...titleLines(outcome, null, page),
          ...wrap(`Expected ${wanted} to be violated; it held in every run.`, 3, page.width),
        ]
      : unmet.flatMap(({ property, verdict, reason }) => [
          ...titleLines(outcome, property, page),
          ...wrap(sentence(`${verdict}: ${reason ?? ''}`), 3, page.width),
        ])
  return [...lines, `   again     ${commands.again}`]
}

function hangBlock(outcome: Outcome, page: Page): readonly string[] {
  const { ended, file } = outcome
  if (ended.kind !== 'hung') return []
  const { seed, wall } = ended
  const text =
    `the run with seed ${seed} was still busy after ${wall / 1000} s of wall clock. ` +
    'A callback or a property loops for ever, or the run is long: --limit-wall 1m gives it more time.'
  return [
    ...titleLines(outcome, 'hangs', page),
    ...wrap(text, 3, page.width),
    `   again     npx mayday replay ${file} --seed ${seed}`,
  ]
}

function mistakeBlock(outcome: Outcome, commands: Commands, page: Page): readonly string[] {
  const { report, mistakeAt } = outcome
  const { message, hint } = report.mistake!
  const place =
    mistakeAt === null ? null : `${mistakeAt.file}:${mistakeAt.line}:${mistakeAt.column}`
  return [
    ...titleLines({ ...outcome, places: {} }, "mistake in the system's code", page),
    ...wrap(sentence(message), 3, page.width),
    ...(place === null ? [] : [fitEnd(`   at ${place}`, page.width)]),
    ...(mistakeAt?.excerpt ?? []).map((line) => fit(`      ${line}`, page.width)),
    ...wrap(sentence(`Instead: ${hint}`), 3, page.width),
    `   again     ${commands.again}`,
  ]
}

function divergenceBlock(outcome: Outcome, commands: Commands, page: Page): readonly string[] {
  const { seed, at, first, second } = outcome.report.nondeterminism!
  return [
    ...titleLines(outcome, 'not deterministic', page),
    ...wrap(
      `Seed ${seed} gave two different runs; first difference at event ${at}:`,
      3,
      page.width,
    ),
    fit(`     run 1   ${first === null ? 'nothing more' : traceLine(first).trim()}`, page.width),
    fit(`     run 2   ${second === null ? 'nothing more' : traceLine(second).trim()}`, page.width),
    ...wrap(OUTSIDE, 3, page.width),
    `   again     ${commands.again}`,
  ]
}

/** Where to look when two runs of one seed differ. */
export const OUTSIDE: string =
  'Something outside the simulated world decides: a variable of a module that outlives the run, ' +
  'a clock or chance that was imported, a promise.'

/** What it is about, and where that is written. */
function titleLines(outcome: Outcome, property: string | null, page: Page): readonly string[] {
  const { title, file, places } = outcome
  const text = ` ✗ ${title}${property === null ? '' : ` · ${property}`}`
  const place = (property === null ? undefined : places[property]) ?? file
  const gap = page.width - text.length - place.length - 1
  if (gap >= 2) return [page.paint.bad(`${text}${' '.repeat(Math.min(gap, 40))}${place}`)]
  return [
    ...wrap(text.trimStart(), 1, page.width, 3).map(page.paint.bad),
    page.paint.dim(`   ${fitEnd(place, page.width - 3)}`),
  ]
}
