import { decide, hashString } from '../../src/base/index.ts'
import {
  Judge,
  laws,
  type Finding,
  type Judgement,
  type Property,
  type Violation,
} from '../../src/check/index.ts'
import { Uniform } from '../../src/explore/uniform.ts'
import { Machine, type BodyFunction } from '../../src/machine/index.ts'

export interface Trial {
  readonly seed?: string
  /** All laws by default. */
  readonly properties?: readonly Property[]
  /** Kills a process below the root about every so many steps; 0, the default, for none. */
  readonly killEvery?: number
  /** Virtual time at which the run is cut short. */
  readonly until?: number
}

/** One run of a system under the random walk, judged. */
export function judged(system: BodyFunction<readonly []>, trial: Trial = {}): Judgement {
  const { seed = '0', properties = laws, killEvery = 0, until = Infinity } = trial
  const machine = new Machine({ seed, strategy: new Uniform(), limits: { steps: 200_000 } })
  const judge = new Judge(properties, machine.world)
  machine.watch(judge.event)
  machine.afterStep = () => {
    judge.step()
    if (killEvery > 0) maybeKill(machine, seed, killEvery)
  }
  machine.start(system)
  if (killEvery === 0) judge.quiet()
  const stop = machine.run(until)
  if (stop.kind === 'mistake') throw new Error(stop.message)
  const quietSince = judge.quietSince
  return judge.end(
    stop.kind === 'limit' ? { ...stop, quietSince } : { kind: stop.kind, quietSince },
  )
}

/** A decision per step of this seed alone: whether somebody dies now, and who. */
function maybeKill(machine: Machine, seed: string, every: number): void {
  const name = hashString(seed)
  if ((decide(1, name, machine.steps) >>> 0) % every !== 0) return
  const victims = machine.world.processes().filter(({ path }) => path !== '/')
  const victim = victims[(decide(2, name, machine.steps) >>> 0) % Math.max(1, victims.length)]
  if (victim !== undefined) machine.kill(victim)
}

/** The first violation of a property over many seeds. */
export function firstViolation(
  system: BodyFunction<readonly []>,
  property: string,
  trial: Trial & { readonly seeds?: number } = {},
): Violation | null {
  for (let k = 0; k < (trial.seeds ?? 50); k++) {
    const { findings } = judged(system, { ...trial, seed: `planted.${k}` })
    const found = findings.find((each) => each.property === property)
    if (found !== undefined && found.violation !== null) return found.violation
  }
  return null
}

/** What is not green, over many seeds: one line each. */
export function complaints(
  system: BodyFunction<readonly []>,
  trial: Trial & { readonly seeds: number },
): readonly string[] {
  const out: string[] = []
  for (let k = 0; k < trial.seeds; k++) {
    const seed = `right.${k}`
    const { findings } = judged(system, { ...trial, seed })
    out.push(...findings.filter(isRed).map((finding) => `${seed} ${describe(finding)}`))
  }
  return out
}

function isRed({ verdict }: Finding): boolean {
  return verdict !== 'holds'
}

function describe({ property, violation, unknown }: Finding): string {
  return `${property}: ${violation?.message ?? unknown}`
}
