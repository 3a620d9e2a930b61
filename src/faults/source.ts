import { stream } from '../base/index.ts'
import type { AnyPid } from '../record/index.ts'
import type { Fault } from './fault.ts'
import type { Occurrence } from './occurrence.ts'
import { planFaults, type RandomPlan, type ScriptedPlan } from './plan.ts'
import { RandomFaults } from './random-faults.ts'
import { ReplayedStrikes } from './replayed-strikes.ts'
import { ScriptedFaults } from './scripted-faults.ts'
import type { Setting } from './setting.ts'
import { strikeText, type Strike } from './strike.ts'
import { needsOfFaults, needsOfStrikes, type Needs } from './wanted.ts'

/** Where the strikes of a run come from: from faults by draws and triggers, or from a list. */
export interface Source {
  readonly needs: Needs
  /** The faults, in the order given; none when strikes are replayed. */
  readonly plans: readonly (ScriptedPlan | RandomPlan)[]
  /** Something has happened that is waited for. */
  readonly meet: (occurrence: Occurrence) => void
  /** It has turned out what a process is, which has taken so many steps. */
  readonly enrol: (pid: AnyPid, count: number) => void
  /** What still waits for its time. */
  readonly pending: () => readonly Strike[]
  /** What has never struck, in words. */
  readonly unmatched: () => readonly string[]
}

export function sourceOfFaults(
  faults: readonly Fault[],
  seed: string,
  swarm: boolean,
  setting: Setting,
): Source {
  const draws = stream(seed, 'faults')
  const { all, scripted, random } = planFaults(faults, seed, swarm)
  const active = random.filter(({ on }) => on)
  const waiting = new ScriptedFaults(scripted, draws.root, setting)
  const drawn = active.length === 0 ? null : new RandomFaults(active, draws, setting)
  if (drawn !== null) setting.steps.greet(({ pid, count }) => drawn.enrol(pid, count))
  return {
    needs: needsOfFaults(scripted, active),
    plans: all,
    meet: (occurrence) => waiting.meet(occurrence),
    enrol: (pid, count) => drawn?.enrol(pid, count),
    pending: () => waiting.pending,
    unmatched: () => all.filter(({ on, tally }) => on && tally.hits === 0).map(({ text }) => text),
  }
}

export function sourceOfStrikes(strikes: readonly Strike[], setting: Setting): Source {
  const replayed = new ReplayedStrikes(strikes, setting)
  const placed = strikes.some(({ where }) => where.kind === 'step')
  if (placed) setting.steps.greet((process) => replayed.enrol(process))
  return {
    needs: needsOfStrikes(strikes),
    plans: [],
    meet: (occurrence) => replayed.meet(occurrence),
    enrol: () => undefined,
    pending: () => replayed.pending,
    unmatched: () => replayed.left.map(strikeText),
  }
}
