import { Queue } from '../base/index.ts'
import { ErlangError, type Ref } from '../record/index.ts'
import type { Core } from './core.ts'
import { ready } from './ready.ts'
import type { Operation } from './operation.ts'
import type { Process } from './process.ts'
import { timeout } from './timeout.ts'
import { startAfter, stopAfter } from './timers.ts'

/** Decides whether a receive takes a message. */
export type Matcher = (message: unknown) => boolean

/** The matcher of a process that only sleeps: it takes nothing. */
export const nothing: Matcher = () => false

/** The matcher of a process that hibernates: any message wakes it, and stays where it is. */
export const anything: Matcher = () => true

/** As in Erlang, 2^32 - 1 milliseconds: 49 days. */
const LONGEST_AFTER = 0xffff_ffff

/**
 * Selective receive: the oldest message that matches is taken, the others keep their places. With
 * `since`, messages older than that reference are not looked at: they cannot contain it.
 */
export function receive(core: Core, process: Process, operation: Operation<unknown>): void {
  const matcher = operation.a as Matcher | null
  const after = operation.b as number | undefined
  const mailbox = process.mailbox
  // Whoever takes whatever comes is between two callbacks.
  if (matcher === null) process.callback = null
  if (mailbox !== null) {
    const since = operation.c as Ref | undefined
    const from = since === process.freshRef ? process.freshFrom : 0
    for (let i = from; i < mailbox.size; i++) {
      const message = mailbox.at(i)
      if (matcher === null || matcher(message)) {
        take(core, process, message, mailbox.idAt(i))
        removeAt(process, mailbox, i)
        return
      }
    }
  }
  if (after === 0) {
    process.answer = timeout
    return
  }
  const timed = after !== undefined && after !== Infinity
  if (timed && !(Number.isInteger(after) && after > 0 && after <= LONGEST_AFTER)) {
    const given = String(after)
    throw new ErlangError('timeout_value', `receive waits whole milliseconds from 0, not ${given}`)
  }
  process.status = 'waiting'
  process.receiving = operation
  if (timed) startAfter(core, process, after)
}

/**
 * erlang:hibernate/3 as far as it can be seen here: waits until there is a message, also one that a
 * receive has passed over, and takes none. As hibernate/0 of OTP 28 it comes back to where it was called.
 */
export function hibernate(process: Process, operation: Operation<unknown>): void {
  process.callback = null
  process.answer = 'ok'
  if (process.mailbox !== null && process.mailbox.size > 0) return
  process.status = 'waiting'
  process.receiving = operation
}

/** A message has reached the process: it wakes the receive that waits for it, or it is kept. */
export function arrive(core: Core, process: Process, message: unknown, id: number): void {
  const operation = process.receiving
  if (operation !== null) {
    const matcher = operation.a as Matcher | null
    if (matcher === null || tryMatch(core, process, matcher, message)) {
      stopAfter(core, process)
      process.receiving = null
      if (process.throws || matcher === anything) keep(core, process, message, id)
      else take(core, process, message, id)
      ready(core, process)
      return
    }
  }
  keep(core, process, message, id)
}

function keep(core: Core, process: Process, message: unknown, id: number): void {
  const mailbox = (process.mailbox ??= new Queue())
  mailbox.push(message, id)
  if (mailbox.size > core.limits.mailbox) {
    core.halt ??= { kind: 'limit', limit: 'mailbox', value: mailbox.size, pid: process.pid }
  }
}

/**
 * A matcher is the process's own code, though it runs while somebody else delivers: what it throws is
 * thrown in the process, and the message stays where it is.
 */
function tryMatch(core: Core, process: Process, matcher: Matcher, message: unknown): boolean {
  const outer = core.current
  core.current = process
  try {
    return matcher(message)
  } catch (error) {
    process.answer = error
    process.throws = true
    return true
  } finally {
    core.current = outer
  }
}

function take(core: Core, process: Process, message: unknown, id: number): void {
  process.answer = message
  core.hash(id)
  if (core.watch !== null) {
    core.watch({
      kind: 'receive',
      pid: process.pid,
      signal: id,
      message,
      step: core.step,
      time: core.clock.now,
    })
  }
}

/** Removes from the mailbox the messages that `unwanted` picks; answers whether there were any. */
export function flush(process: Process, unwanted: Matcher): boolean {
  const mailbox = process.mailbox
  if (mailbox === null) return false
  let found = false
  for (let i = mailbox.size - 1; i >= 0; i--) {
    if (unwanted(mailbox.at(i))) {
      removeAt(process, mailbox, i)
      found = true
    }
  }
  return found
}

function removeAt(process: Process, mailbox: Queue, index: number): void {
  mailbox.remove(index)
  if (index < process.freshFrom) process.freshFrom--
}
