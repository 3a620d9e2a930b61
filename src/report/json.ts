import { scheduleOf, storyOf, strikeText, type Counterexample } from '../explore/index.ts'
import { isMet, type Outcome, type StoredTrial } from './outcome.ts'

/** Raised when the meaning of a document changes. */
export const JSON_SCHEMA = 1

/** What a sweep's document says beside its outcomes. */
export interface Sweep {
  readonly seed: string
  readonly exitCode: number
  readonly interrupted: boolean
  /** What a replay line must end with to mean the same run. */
  readonly flags: string
}

/** The whole sweep as one JSON document. */
export function jsonDocument(outcomes: readonly Outcome[], sweep: Sweep): Record<string, unknown> {
  const { flags, ...facts } = sweep
  return {
    schemaVersion: JSON_SCHEMA,
    ...facts,
    scenarios: outcomes.map((outcome) => jsonOutcome(outcome, flags)),
  }
}

function jsonOutcome(outcome: Outcome, flags: string): Record<string, unknown> {
  const { id, file, title, expect, report, took, ended, mistakeAt, stored, problems } = outcome
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
    ended,
    runs,
    steps,
    virtualMs: time,
    wallMs: Math.round(took),
    schedules,
    counterexamples: report.counterexamples.map((example) => ({
      place: outcome.places[example.violation.property] ?? file,
      ...jsonExample(example, flags),
    })),
    stored: stored.map((trial) => jsonStored(trial, flags)),
    tallies,
    mistake: mistake === null ? null : { ...mistake, place: mistakeAt },
    nondeterminism,
    determinism,
    faults,
    neverHit,
    problems,
  }
}

function jsonExample(example: Counterexample, flags: string): Record<string, unknown> {
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
    replay: `npx mayday replay ${capsule.id}${flags}`,
    before,
    shrinkRuns,
    deviations: deviations.map(({ what, needed }) => ({ ...what, needed })),
    strikes: strikes.map(({ what, needed }) => ({ text: strikeText(what), strike: what, needed })),
    schedule: scheduleOf(example),
    story: storyOf(example),
  }
}

function jsonStored(trial: StoredTrial, flags: string): Record<string, unknown> {
  const { capsule, verdict, fails, pinned, passes, run } = trial
  return {
    id: capsule.id,
    property: capsule.property,
    verdict,
    fails,
    pinned,
    passes,
    hash: run.digest,
    replay: `npx mayday replay ${capsule.id}${flags}`,
  }
}
