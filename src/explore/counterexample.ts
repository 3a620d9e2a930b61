import { avalanche, hashString, mix, toHex, VERSION } from '../base/index.ts'
import type { Violation } from '../check/index.ts'
import type { Strike } from '../faults/index.ts'
import { CAPSULE_SCHEMA, type Capsule, type Deviation } from '../record/index.ts'
import { Recorder, Replay } from './deviations.ts'
import type { Prepared } from './experiment.ts'
import type { Counterexample } from './report.ts'
import { runOnce, type Run } from './run.ts'
import { shrinking, type Part, type Shrunk } from './shrink.ts'
import { strategyNamed, type StrategyName } from './strategies.ts'

/** The rolling hash is kept so often, and wherever a deviation is carried out. */
const CHECKPOINT_EVERY = 32

/** A failure that is being made smaller; `example` tells it as small as it is by now. */
export interface Explaining {
  readonly shrinkRuns: number
  readonly example: () => Counterexample
}

/**
 * Turns a failing seed into its smallest story: record its deviations, shrink, run once more in full.
 * In steps of about one run, so that whoever is waiting may be told, or may have had enough.
 */
export function* explaining(
  prepared: Prepared,
  found: Run,
  k: number,
  strategy: StrategyName,
  violation: Violation,
): Generator<Explaining, Counterexample> {
  const { deviations, strikes } = record(prepared, found, violation, strategy)
  const before = deviations.length + strikes.length
  const failure: Failure = { seed: found.seed, run: k, strategy, violation, before }
  const tell = (parts: Parts, shrinkRuns: number): Counterexample =>
    exampleOf(prepared, failure, parts, shrinkRuns)
  yield { shrinkRuns: 0, example: () => tell(whole(deviations, strikes), 0) }
  const steps = shrinking(prepared, found.seed, deviations, strikes, violation)
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      return tell(step.value ?? whole(deviations, strikes), step.value?.runs ?? 0)
    }
    const { runs, ...best } = step.value
    yield { shrinkRuns: runs, example: () => tell(whole(best.deviations, best.strikes), runs) }
  }
}

/** What was known of a failure before shrinking. */
interface Failure {
  readonly seed: string
  readonly run: number
  readonly strategy: StrategyName
  readonly violation: Violation
  readonly before: number
}

function exampleOf(
  prepared: Prepared,
  { seed, run: k, strategy, violation, before }: Failure,
  parts: Parts,
  shrinkRuns: number,
): Counterexample {
  const { run, setUpBy } = reenactParts(prepared, seed, parts)
  const shown =
    run.findings.find(({ property }) => property === violation.property)?.violation ?? violation
  const example = {
    violation: shown,
    seed,
    run: k,
    deviations: parts.deviations,
    strikes: parts.strikes,
    before,
    shrinkRuns,
    digest: run.digest,
    steps: run.steps,
    time: run.time,
    checkpoints: run.checkpoints,
    trace: run.trace,
  }
  return { ...example, capsule: capsuleOf(prepared, example, strategy, setUpBy) }
}

type Parts = Pick<Shrunk, 'deviations' | 'strikes'>

/** The failing run again, its departures noted up to the violation; what came after is no part of it. */
function record(
  prepared: Prepared,
  found: Run,
  violation: Violation,
  strategy: StrategyName,
): { readonly deviations: readonly Deviation[]; readonly strikes: readonly Strike[] } {
  const recorder = new Recorder(strategyNamed(strategy))
  let upTo = 0
  const onStep = (step: number): void => {
    if (step <= violation.step) upTo = recorder.deviations.length
  }
  const run = runOnce(prepared, { seed: found.seed, strategy: recorder, onStep })
  return { deviations: recorder.deviations.slice(0, upTo), strikes: run.strikes }
}

function whole(deviations: readonly Deviation[], strikes: readonly Strike[]): Parts {
  return {
    deviations: deviations.map((what) => ({ what, needed: false })),
    strikes: strikes.map((what) => ({ what, needed: false })),
  }
}

/** The smallest story in full, and the step by which everything that makes it fail has been done. */
function reenactParts(
  prepared: Prepared,
  seed: string,
  parts: Parts,
): { readonly run: Run; readonly setUpBy: number } {
  const replay = new Replay(parts.deviations.map(({ what }) => what))
  let applied = 0
  let setUpBy = 0
  const run = runOnce(prepared, {
    seed,
    strategy: replay,
    strikes: parts.strikes.map(({ what }) => what),
    record: 'full',
    checkpointAt: (step) => {
      if (replay.applied === applied) return step % CHECKPOINT_EVERY === 0
      applied = replay.applied
      setUpBy = step
      return true
    },
  })
  const end = run.violation?.step ?? run.steps
  for (const event of run.trace) {
    if (event.kind === 'fault' && event.detail !== null && event.step <= end) {
      setUpBy = Math.max(setUpBy, event.step)
    }
  }
  return { run, setUpBy }
}

function capsuleOf(
  prepared: Prepared,
  example: Omit<Counterexample, 'capsule'>,
  strategy: StrategyName,
  setUpBy: number,
): Capsule {
  const { violation, seed, digest, steps, time, checkpoints } = example
  const { property, subject, message } = violation
  return {
    schema: CAPSULE_SCHEMA,
    mayday: VERSION,
    id: `${slug(prepared.name)}-${shortHash(`${property}|${subject}|${digest}`)}`,
    experiment: prepared.name,
    property,
    subject,
    message,
    seed,
    strategy,
    delivery: prepared.delivery,
    limits: { steps: prepared.limits.steps, time: prepared.limits.time },
    commit: null,
    node: null,
    deviations: example.deviations.map(withNeed),
    strikes: example.strikes.map(({ what, needed }) => ({ strike: what, needed })),
    steps,
    time,
    digest,
    setUpBy,
    checkpoints,
  }
}

function withNeed({ what, needed }: Part<Deviation>): Deviation & { readonly needed: boolean } {
  return { ...what, needed }
}

/** A name that is easy to type: lower case, at most four words. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['failure']
  return words.slice(0, 4).join('-')
}

function shortHash(text: string): string {
  return toHex(avalanche(mix(hashString(text), text.length))).slice(0, 4)
}
