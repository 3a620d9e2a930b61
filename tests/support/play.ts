// Playing small systems: run a body to the end and look at what it told.

import { Uniform } from '../../src/explore/uniform.ts'
import {
  Machine,
  type Body,
  type Delivery,
  type MachineOptions,
  type Stop,
} from '../../src/machine/index.ts'
import { format } from '../../src/base/index.ts'
import { exit, isDown, isExit, receive, sleep, timeout } from 'mayday/process'

/** Writes something down, for the test to see. */
export type Tell = (what: unknown) => void

/** For those whose words nobody waits for. */
export const nobody: Tell = () => undefined

export interface Played {
  readonly told: readonly unknown[]
  readonly stop: Stop
  readonly machine: Machine
}

export const deliveries: readonly Delivery[] = ['instant', 'ordered_pairs']

/** Runs the body as the root of a fresh world until there is nothing left to do. */
export function play(
  body: (tell: Tell, machine: Machine) => Body<unknown>,
  options: MachineOptions = {},
): Played {
  const machine = new Machine(options)
  const told: unknown[] = []
  machine.start(body, [(what: unknown) => told.push(what), machine])
  const stop = machine.run()
  machine.end()
  return { told, stop, machine }
}

/**
 * What one plays under when nothing may depend on the schedule: the default order and random walks,
 * with signals that lag and signals that do not.
 */
export function* schedules(seeds: number): Generator<MachineOptions> {
  for (const delivery of deliveries) {
    yield { delivery }
    for (let seed = 0; seed < seeds; seed++) {
      yield { delivery, seed: String(seed), strategy: new Uniform() }
    }
  }
}

/** Names the schedule in the message of a failed expectation. */
export function nameOf({ delivery, seed, strategy }: MachineOptions): string {
  return `${delivery}, ${strategy === undefined ? 'default order' : `${strategy.name} ${seed}`}`
}

/** Takes everything that is in the caller's mailbox at this moment. */
export function* takeAll(): Body<unknown[]> {
  const taken: unknown[] = []
  for (;;) {
    const message = yield* receive(null, { after: 0 })
    if (message === timeout) return taken
    taken.push(message)
  }
}

/** EXIT and DOWN messages in short: what it is, whose, why. All others as they are. */
export function brief(message: unknown): unknown {
  if (isExit(message)) return ['EXIT', format(message.from), message.reason]
  if (isDown(message)) return ['DOWN', format(message.object), message.reason]
  return message
}

/** Lives until somebody ends it. */
export function* idle(): Body {
  yield* sleep(Infinity)
}

/** Ends with the reason that it is sent. */
export function* obedient(): Body {
  exit(yield* receive())
}

/** Ends at once, with the reason given. */
export function* ends(reason: unknown): Body {
  exit(reason)
}
