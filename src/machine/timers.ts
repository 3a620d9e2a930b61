import { mix } from '../base/index.ts'
import type { Ref } from '../record/index.ts'
import type { Core } from './core.ts'
import type { Process } from './process.ts'
import { Timer, timerHash } from './timer.ts'

/** Starts the timer of a receive … after; a process has one at most, so it is made once. */
export function startAfter(core: Core, process: Process, ms: number): void {
  process.after ??= new Timer({ kind: 'after', process }, mix(0x2c1b3c6d, process.hash))
  // Each wait is a decision of its own, also when no message let the one before come to its end.
  process.after.count++
  core.clock.start(process.after, core.clock.now + ms)
}

/** Stops it, whether it still waits or is due already. */
export function stopAfter(core: Core, process: Process): void {
  if (process.after !== null) stop(core, process.after)
}

/** send_after and start_timer: a timer to a dead pid is none, one to a name looks the name up when it fires. */
export function startTimer(
  core: Core,
  ref: Ref,
  ms: number,
  to: Process | string,
  message: unknown,
): void {
  const timer = new Timer({ kind: 'message', ref, to, message }, timerHash(ref))
  core.timers.set(ref, timer)
  if (typeof to !== 'string') (to.timers ??= new Set()).add(timer)
  launch(core, timer, core.clock.now + ms)
}

/** Milliseconds left, false when the timer is unknown, cancelled or has fired. */
export function timeLeft(core: Core, ref: Ref): number | false {
  const timer = core.timers.get(ref)
  return timer === undefined ? false : core.clock.left(timer)
}

/** Cancels a message timer; answers as `timeLeft` did before. */
export function cancelTimer(core: Core, process: Process, ref: Ref): number | false {
  const timer = core.timers.get(ref)
  if (timer === undefined) return false
  const left = core.clock.left(timer)
  forget(core, timer)
  if (core.watch !== null) {
    const { step, clock } = core
    core.watch({ kind: 'timer_cancelled', pid: process.pid, ref, step, time: clock.now })
  }
  return left
}

/** Stops a message timer and forgets it: on cancel, and when the process it is for dies. */
export function forget(core: Core, timer: Timer): void {
  stop(core, timer)
  if (timer.purpose.kind !== 'message') return
  const { ref, to } = timer.purpose
  core.timers.delete(ref)
  if (typeof to !== 'string') to.timers?.delete(timer)
}

/** Runs `action` in the machine at a point in virtual time; a fault's own alarm clock. */
export function wake(core: Core, at: number, hash: number, action: () => void): void {
  const timer = new Timer({ kind: 'wake', wake: action }, mix(0x165667b1, hash))
  launch(core, timer, at)
}

/** A timer that is due already is offered at once: asynchronous still, but no time need pass. */
function launch(core: Core, timer: Timer, due: number): void {
  if (due > core.clock.now) core.clock.start(timer, due)
  else {
    timer.due = due
    core.enabled.add(timer)
  }
}

function stop(core: Core, timer: Timer): void {
  if (timer.waiting) core.clock.stop(timer)
  else core.enabled.remove(timer)
}

/** Time passes to the next timer; all that fall due with it become candidates. */
export function tick(core: Core): void {
  const next = core.clock.next!
  const from = core.clock.now
  const early = core.enabled.size > 0
  core.clock.now = next.due
  core.hash(next.due)
  while (core.clock.next !== undefined && core.clock.next.due <= core.clock.now) {
    const timer = core.clock.next
    core.clock.stop(timer)
    core.enabled.add(timer)
  }
  if (core.watch !== null) {
    core.watch({ kind: 'tick', from, early, step: core.step, time: core.clock.now })
  }
}
