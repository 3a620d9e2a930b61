import { child, supervisor, type ChildSpec, type Restart, type RestartStrategy } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { Actor } from './actor.ts'
import { Sidekick } from './sidekick.ts'

/** How the show is staged. */
export interface Staging {
  readonly strategy?: RestartStrategy
  readonly restart?: Restart
  /** Whether a sidekick comes on after superman. */
  readonly sidekick?: boolean
}

/** Three actors under one supervisor, which closes the show after more than 3 crashes in 5 seconds. */
export const SuperDuper = supervisor('SuperDuper', (staging: Staging) => ({
  strategy: staging.strategy ?? 'one_for_one',
  maxRestarts: 3,
  maxSeconds: 5,
  children: [...actors(staging.restart ?? 'permanent'), ...sidekicks(staging.sidekick ?? false)],
}))

/** The cast, in the order of appearance. */
export const CAST = ['superdave', 'superman', 'supermario'] as const

function actors(restart: Restart): readonly ChildSpec[] {
  return CAST.map((name) => child(Actor, { name, args: [name], restart }))
}

function sidekicks(wanted: boolean): readonly ChildSpec[] {
  return wanted ? [child(Sidekick, { name: 'sidekick' })] : []
}

export function* system(staging: Staging = {}): Body {
  yield* SuperDuper.start(staging)
}
