import { Judge, type Ending, type Finding, type Verdict, type Violation } from '../check/index.ts'
import { disturb, type Disturbance, type Strike } from '../faults/index.ts'
import {
  capturePlaces,
  guardAmbient,
  Machine,
  type Halt,
  type Mistake,
  type Stop,
  type Strategy,
} from '../machine/index.ts'
import { Recording, type Checkpoint, type RecordingMode, type TraceEvent } from '../record/index.ts'
import type { Prepared } from './experiment.ts'
import { rootOf } from './system-ends.ts'

/** How one run is to be made. */
export interface Plan {
  readonly seed: string
  readonly strategy: Strategy
  /** Exactly these faults strike; without it they are drawn from the seed. */
  readonly strikes?: readonly Strike[]
  /** Which events to keep; by default none, the rolling hash apart. */
  readonly record?: RecordingMode
  /** Asked after every step whether to keep the rolling hash. */
  readonly checkpointAt?: (step: number) => boolean
  /** Called after every step with the step's number. */
  readonly onStep?: (step: number) => void
}

/** What came of one run: plain data. */
export interface Run {
  readonly seed: string
  readonly strategy: string
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** The first violation in the order of the run; null when there is none. */
  readonly violation: Violation | null
  /** The user's mistake that ended the run; its verdict is `unknown` then. */
  readonly mistake: Mistake | null
  readonly ending: Ending
  readonly digest: string
  readonly steps: number
  /** Virtual milliseconds. */
  readonly time: number
  readonly strikes: readonly Strike[]
  /** Faults of the plan that found nobody to strike. */
  readonly neverHit: readonly string[]
  readonly checkpoints: readonly Checkpoint[]
  /** Empty unless asked for. */
  readonly trace: readonly TraceEvent[]
}

/** Makes one run of an experiment: an ordinary synchronous call. */
export function runOnce(prepared: Prepared, plan: Plan): Run {
  const run = attempt(prepared, plan)
  const { mistake } = run
  const hasPlace = mistake?.code === 'forgotten_yield' || mistake?.code === 'bare_yield'
  if (!hasPlace || mistake.stack !== null) return run
  // The same run again, this time noting where operations are made, finds the line.
  capturePlaces(true)
  try {
    return attempt(prepared, plan)
  } finally {
    capturePlaces(false)
  }
}

function attempt(prepared: Prepared, plan: Plan): Run {
  const { delivery, values, limits, properties, faults } = prepared
  const { seed, strategy } = plan
  const machine = new Machine({ seed, strategy, delivery, values, limits })
  const judge = new Judge(properties, machine.world)
  machine.watch(judge.event)
  const recording = record(machine, plan.record ?? 'hash', limits.trace)
  const disturbance = arrange(machine, prepared, plan, judge)
  // Where no fault may strike, the quiet phase is the whole run.
  if (faults.scripted.length + faults.random.length === 0) disturbance.calm()
  const checkpoints = observeSteps(machine, judge, plan)
  machine.start(rootOf(prepared.system))
  const release = guardAmbient(machine, prepared.ambient)
  let stop
  try {
    stop = machine.run(limits.time)
    if (stop.kind === 'idle' && disturbance.quietSince === null) {
      // Nothing is left to happen, so the faults are over: what they still hold back is let go.
      disturbance.calm()
      stop = machine.run(limits.time)
    }
  } finally {
    release()
    machine.end()
  }
  const ending = endingOf(stop, disturbance.quietSince)
  const judged = judge.end(ending)
  const mistake = stop.kind === 'mistake' ? stop : null
  const limited = limitFinding(stop)
  const findings = limited === null ? judged.findings : [...judged.findings, limited]
  const { time } = machine.world
  return {
    seed,
    strategy: strategy.name,
    verdict: mistake !== null || limited !== null ? worse(judged.verdict) : judged.verdict,
    findings,
    violation: firstViolation(findings),
    mistake,
    ending,
    digest: machine.digest,
    steps: machine.steps,
    time,
    strikes: disturbance.strikes,
    neverHit: disturbance.unmatched,
    checkpoints,
    trace: recording.events,
  }
}

/** A full recording that has reached its limit ends the run; a ring goes on with the latest events. */
function record(machine: Machine, mode: RecordingMode, limit: number): Recording {
  const recording = new Recording(mode, limit)
  if (mode !== 'hash') {
    machine.watch((event) => {
      if (recording.isFull) machine.exceed('trace', limit)
      recording.push(event)
    })
  }
  return recording
}

function arrange(machine: Machine, prepared: Prepared, plan: Plan, judge: Judge): Disturbance {
  const { faults, swarm, limits } = prepared
  const onQuiet = (): void => judge.quiet()
  return plan.strikes === undefined
    ? disturb(machine, faults, plan.seed, { swarm, steps: limits.steps, onQuiet })
    : disturb(machine, { strikes: plan.strikes, quietAfter: faults.quietAfter }, plan.seed, {
        steps: limits.steps,
        onQuiet,
      })
}

function observeSteps(machine: Machine, judge: Judge, plan: Plan): Checkpoint[] {
  const checkpoints: Checkpoint[] = []
  const { onStep, checkpointAt } = plan
  if (checkpointAt === undefined && onStep === undefined) {
    if (judge.wantsSteps) machine.afterStep = () => judge.step()
    return checkpoints
  }
  machine.afterStep = () => {
    judge.step()
    onStep?.(machine.steps)
    if (checkpointAt?.(machine.steps) === true) {
      checkpoints.push({ step: machine.steps, digest: machine.digest })
    }
  }
  return checkpoints
}

/** Budgets of steps and time end a run without blame; the other limits do not. */
function endingOf(stop: Stop, quietSince: number | null): Ending {
  switch (stop.kind) {
    case 'idle':
    case 'time':
      return { kind: stop.kind, quietSince }
    case 'limit':
      return { kind: 'limit', limit: stop.limit, quietSince }
    case 'mistake':
      return { kind: 'limit', limit: 'mistake', quietSince }
  }
}

/** Too many processes or messages: nobody can say what would have come, so the verdict is unknown. */
function limitFinding(stop: Stop): Finding | null {
  if (!isBlown(stop)) return null
  const where = stop.pid === null ? '' : ` at ${stop.pid.path}`
  return {
    property: `limit_${stop.limit}`,
    kind: 'bound',
    verdict: 'unknown',
    violation: null,
    unknown: `the run was ended by its limit of ${stop.value} ${stop.limit}${where}`,
    reached: null,
    judged: null,
    atLeast: 0,
  }
}

function isBlown(stop: Stop): stop is Extract<Halt, { kind: 'limit' }> {
  return stop.kind === 'limit' && stop.limit !== 'steps' && stop.limit !== 'time'
}

function worse(verdict: Verdict): Verdict {
  return verdict === 'holds' ? 'unknown' : verdict
}

function firstViolation(findings: readonly Finding[]): Violation | null {
  let first: Violation | null = null
  for (const { violation } of findings) {
    if (violation !== null && (first === null || violation.step < first.step)) first = violation
  }
  return first
}
