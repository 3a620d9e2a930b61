import { avalanche, hashString, mix, toHex, VERSION } from '../base/index.ts'
import type { Violation } from '../check/index.ts'
import type { Strike } from '../faults/index.ts'
import { CAPSULE_SCHEMA, type Capsule, type Deviation } from '../record/index.ts'
import { Recorder, Replay } from './deviations.ts'
import type { Prepared } from './experiment.ts'
import type { Counterexample } from './report.ts'
import { runOnce, type Run } from './run.ts'
import { shrink, type Part, type Shrunk } from './shrink.ts'
import { strategyNamed, type StrategyName } from './strategies.ts'

const CHECKPOINT_EVERY = 256

/** Turns a failing seed into its smallest story: record its deviations, shrink, run once more in full. */
export function explain(
  prepared: Prepared,
  found: Run,
  k: number,
  strategy: StrategyName,
  violation: Violation,
): Counterexample {
  const { deviations, strikes } = record(prepared, found, violation, strategy)
  const shrunk = shrink(prepared, found.seed, deviations, strikes, violation)
  const parts: Parts = shrunk ?? whole(deviations, strikes)
  const run = reenactParts(prepared, found.seed, parts)
  const shown =
    run.findings.find(({ property }) => property === violation.property)?.violation ?? violation
  const example = {
    violation: shown,
    seed: found.seed,
    run: k,
    deviations: parts.deviations,
    strikes: parts.strikes,
    before: deviations.length + strikes.length,
    shrinkRuns: shrunk?.runs ?? 0,
    digest: run.digest,
    steps: run.steps,
    time: run.time,
    checkpoints: run.checkpoints,
    trace: run.trace,
  }
  return { ...example, capsule: capsuleOf(prepared, example, strategy) }
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

function reenactParts(prepared: Prepared, seed: string, parts: Parts): Run {
  return runOnce(prepared, {
    seed,
    strategy: new Replay(parts.deviations.map(({ what }) => what)),
    strikes: parts.strikes.map(({ what }) => what),
    trace: true,
    checkpointEvery: CHECKPOINT_EVERY,
  })
}

function capsuleOf(
  prepared: Prepared,
  example: Omit<Counterexample, 'capsule'>,
  strategy: StrategyName,
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
    commit: null,
    node: null,
    deviations: example.deviations.map(withNeed),
    strikes: example.strikes.map(({ what, needed }) => ({ strike: what, needed })),
    steps,
    time,
    digest,
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
