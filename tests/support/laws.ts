// A law holds under every schedule: one small system, and what it should tell under all of them.

import { expect, test } from 'vitest'
import type { Body, Machine, MachineOptions, Performable } from '../../src/machine/index.ts'
import {
  isDown,
  isExit,
  monitor,
  reasonOf,
  receive,
  sleep,
  type AnyPid,
  type Reason,
} from 'mayday/process'
import { deliveries, nameOf, play, schedules, type Tell } from './play.ts'

/** Random walks that a law is tried under, for each way of delivery. */
const SEEDS = 6

/** What a system does, and tells. */
export type Story = (tell: Tell, machine: Machine) => Body<unknown>

/** Whatever comes first, and however long signals take, the system tells the same. */
export function law(title: string, expected: readonly unknown[], story: Story): void {
  holds(title, expected, story, () => schedules(SEEDS))
}

/**
 * As `law`, where the clock matters: time moves only when there is nothing else to do, as on a
 * machine that is fast enough.
 */
export function timedLaw(title: string, expected: readonly unknown[], story: Story): void {
  holds(title, expected, story, () => deliveries.map((delivery) => ({ delivery })))
}

function holds(
  title: string,
  expected: readonly unknown[],
  story: Story,
  options: () => Iterable<MachineOptions>,
): void {
  test(title, () => {
    for (const schedule of options()) {
      const { told, stop } = play(story, schedule)
      expect({ told, stop }, nameOf(schedule)).toEqual({ told: expected, stop: { kind: 'idle' } })
    }
  })
}

/** What an operation answers, or `{ exit: reason }` of what it throws. */
export function* attempt(operation: Performable<unknown>): Body<unknown> {
  try {
    return yield* operation
  } catch (thrown) {
    return { exit: reasonOf(thrown) }
  }
}

/** As `attempt`, of a failed call its reason only. */
export function* outcomeOf(call: Performable<unknown>): Body<unknown> {
  const outcome = yield* attempt(call)
  const exit = (outcome as { readonly exit?: unknown } | undefined)?.exit
  const isFailure = typeof exit === 'object' && exit !== null && 'server' in exit
  return isFailure ? { failed: (exit as unknown as { readonly reason: Reason }).reason } : outcome
}

/** Waits for the EXIT message of a linked process; the caller must trap exits. */
export function* exitOf(pid: AnyPid): Body<Reason> {
  const message = yield* receive((given) => isExit(given) && given.from === pid)
  return isExit(message) ? message.reason : undefined
}

/** Waits until a process is gone; answers its reason, or `noproc` if it was gone before. */
export function* endOf(pid: AnyPid): Body<Reason> {
  const ref = yield* monitor(pid)
  const message = yield* receive((given) => isDown(given) && given.ref === ref)
  return isDown(message) ? message.reason : undefined
}

/** Waits until it is so. */
export function* until(condition: () => boolean): Body {
  while (!condition()) yield* sleep(1)
}

/** Throws whatever it is given, as an expression. */
export function thrown(value: unknown): never {
  throw value
}
