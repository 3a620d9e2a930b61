import { canonical, decide, hashString, mix, stream } from '../base/index.ts'
import {
  isScripted,
  type Action,
  type Fault,
  type RandomFault,
  type ScriptedFault,
} from './fault.ts'
import { faultText } from './fault-text.ts'
import type { Blow } from './strike.ts'

/** A fault of the run, made ready: with its stable key, and what has become of it so far. */
interface Plan<Kind extends Fault> {
  readonly fault: Kind
  /** Hash of what the fault says, not of its place in the list; equal ones are numbered. */
  readonly key: number
  readonly text: string
  /** Whether swarm has switched it on. */
  readonly on: boolean
  /** The action without its selector; that of an edge still has its edge. */
  readonly blow: Blow
  readonly tally: Tally
}

export type ScriptedPlan = Plan<ScriptedFault>
export type RandomPlan = Plan<RandomFault>

interface Tally {
  /** Times that it has struck. */
  hits: number
  /** Times that its moment came and nobody was there. */
  misses: number
}

export interface Plans {
  /** In the order given. */
  readonly all: readonly (ScriptedPlan | RandomPlan)[]
  readonly scripted: readonly ScriptedPlan[]
  readonly random: readonly RandomPlan[]
}

/** All faults with their keys; with `swarm`, a random half of the random ones is off in each run. */
export function planFaults(faults: readonly Fault[], seed: string, swarm: boolean): Plans {
  const coins = stream(seed, 'swarm')
  const alike = new Map<number, number>()
  const all: (ScriptedPlan | RandomPlan)[] = []
  const scripted: ScriptedPlan[] = []
  const random: RandomPlan[] = []
  for (const fault of faults) {
    const content = hashString(canonical({ ...fault, name: '' }))
    const before = alike.get(content) ?? 0
    alike.set(content, before + 1)
    const key = before === 0 ? content : mix(content, before)
    const rest = {
      key,
      text: faultText(fault),
      blow: blowOf(fault.do),
      tally: { hits: 0, misses: 0 },
    }
    if (isScripted(fault)) {
      const plan = { fault, on: true, ...rest }
      scripted.push(plan)
      all.push(plan)
    } else {
      const plan = { fault, on: !swarm || (decide(coins.root, key, 0) & 1) === 1, ...rest }
      random.push(plan)
      all.push(plan)
    }
  }
  return { all, scripted, random }
}

function blowOf(action: Action): Blow {
  if ('edge' in action) return action
  const { whom: _, ...blow } = action
  return blow
}
