import { count, fit, wrap } from './layout.ts'
import { isMet, isOpen, type Outcome } from './outcome.ts'
import type { Page } from './paint.ts'

/** The first line of a sweep: which seed, so that it is never lost. */
export function heading(
  version: string,
  seed: string,
  scenarios: number,
  { width }: Page,
): readonly string[] {
  const noun = scenarios === 1 ? 'scenario' : 'scenarios'
  return wrap(`mayday ${version}   seed ${seed}   ${scenarios} ${noun}`, 1, width, 3)
}

/** Columns that the numbers behind a title take, and a remark behind them. */
const NUMBERS = 24
const REMARK = 26
/** Below this there is no room for remarks beside the title. */
const NARROW = 90

/** One scenario in one line; in a narrow window the remark has a line of its own. */
export function scenarioLine(outcome: Outcome, page: Page): readonly string[] {
  const { report, took, title } = outcome
  const { paint, width } = page
  const narrow = width < NARROW
  const room = Math.max(8, Math.min(72, width - 4 - NUMBERS - (narrow ? 0 : REMARK)))
  const unit = report.runs === 1 ? 'run ' : 'runs'
  const numbers = `${count(report.runs).padStart(7)} ${unit} ${seconds(took).padStart(7)}`
  const line = `${mark(outcome, paint)} ${fit(title, room).padEnd(room)} ${numbers}`
  const remark = remarkOn(outcome)
  if (remark === '') return [` ${line.trimEnd()}`]
  return narrow ? [` ${line}`, fit(`   ${remark}`, width)] : [` ${line}   ${remark}`]
}

function mark(outcome: Outcome, paint: Page['paint']): string {
  if (isOpen(outcome)) return paint.warn('-')
  if (isMet(outcome)) return paint.good('✓')
  const { report, stored } = outcome
  const failed = report.verdict === 'violated' || stored.some(({ fails }) => fails)
  const unclear = report.verdict === 'unknown' || outcome.ended.kind === 'hung'
  return unclear && !failed ? paint.warn('?') : paint.bad('✗')
}

function remarkOn(outcome: Outcome): string {
  const { expect, report, ended } = outcome
  if (ended.kind === 'interrupted') return 'interrupted'
  if (ended.kind === 'hung') return 'hangs'
  if (report.mistake !== null) return "mistake in the system's code"
  if (report.nondeterminism !== null) return 'not deterministic'
  if (outcome.problems.length > 0) return 'a pattern matched nobody'
  if (expect.kind === 'holds') return ''
  if (isMet(outcome)) return 'violated, as expected'
  return report.verdict === 'holds' ? 'expected a violation' : ''
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** An expected failure is no news, but it can be seen again like any other. */
export function expectedLines(outcome: Outcome, flags: string, page: Page): readonly string[] {
  return outcome.report.counterexamples.flatMap(({ capsule, digest }) => {
    const replay = `     replay    npx mayday replay ${capsule.id}${flags}`
    const hash = `hash ${digest}`
    const whole = `${replay}   ${hash}`
    return (whole.length <= page.width ? [whole] : [replay, `     ${hash}`]).map(page.paint.dim)
  })
}
