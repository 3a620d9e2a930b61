import { scheduleOf, storyOf, strikeText, type Counterexample } from '../explore/index.ts'
import { isMet, type Outcome } from './outcome.ts'

/** Raised when the meaning of the document changes. */
const SCHEMA_VERSION = 1

/** The whole sweep as one JSON document. */
export function jsonDocument(
  outcomes: readonly Outcome[],
  seed: string,
  exitCode: number,
): Record<string, unknown> {
  return {
    schemaVersion: SCHEMA_VERSION,
    seed,
    exitCode,
    scenarios: outcomes.map((outcome) => {
      const { id, file, title, expect, report, took } = outcome
      const { verdict, reason, runs, steps, time, tallies, mistake, nondeterminism } = report
      const { determinism, faults, neverHit, schedules } = report
      return {
        id,
        file,
        title,
        expect,
        met: isMet(outcome),
        verdict,
        reason,
        runs,
        steps,
        virtualMs: time,
        wallMs: Math.round(took),
        schedules,
        counterexamples: report.counterexamples.map(jsonExample),
        tallies,
        mistake,
        nondeterminism,
        determinism,
        faults,
        neverHit,
      }
    }),
  }
}

function jsonExample(example: Counterexample): Record<string, unknown> {
  const { violation, seed, run, capsule, digest, deviations, strikes, shrinkRuns, before } = example
  return {
    property: violation.property,
    subject: violation.subject,
    message: violation.message,
    step: violation.step,
    timeMs: violation.time,
    seed,
    run,
    id: capsule.id,
    hash: digest,
    replay: `npx mayday replay ${capsule.id}`,
    before,
    shrinkRuns,
    deviations: deviations.map(({ what, needed }) => ({ ...what, needed })),
    strikes: strikes.map(({ what, needed }) => ({ text: strikeText(what), strike: what, needed })),
    schedule: scheduleOf(example),
    story: storyOf(example),
  }
}
