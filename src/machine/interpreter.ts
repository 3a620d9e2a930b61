import { format, unreachable } from '../base/index.ts'
import { ErlangError, type AnyPid, type Reason, type TimerAnswerMessage } from '../record/index.ts'
import { pidOf, refOf } from './addresses.ts'
import type { Core } from './core.ts'
import { flushChannel } from './delivery.ts'
import { exitSignal } from './exits.ts'
import { labelOf, processInfo } from './info.ts'
import { link, unlink } from './links.ts'
import { hibernate, receive } from './mailbox.ts'
import { demonitor, makeAlias, makeRef, monitor, unalias, type MonitorOptions } from './monitors.ts'
import { register, unregister, whereis } from './names.ts'
import { Code, type Operation } from './operation.ts'
import type { Process } from './process.ts'
import { sealed, taken } from './seal.ts'
import { send, sendSignal } from './send.ts'
import { Signal } from './signal.ts'
import { monitorChild, spawn, type BodyFunction, type SpawnOptions } from './spawn.ts'
import { requestSpawn, type SpawnRequestOptions } from './spawn-request.ts'
import { cancelTimer, startTimer, timeLeft } from './timers.ts'

/** Performs an operation that touches the world. Sets the process's answer, or leaves it waiting. */
export function perform(core: Core, process: Process, operation: Operation<unknown>): void {
  const { code } = operation
  core.hash(code)
  // Apart from the others, because nearly every operation is one of these two.
  if (code === Code.send) send(core, process, operation.a, operation.b)
  else if (code === Code.receive) receive(core, process, operation)
  else performRare(core, process, operation)
}

function performRare(core: Core, process: Process, operation: Operation<unknown>): void {
  switch (operation.code) {
    case Code.spawn:
      performSpawn(core, process, operation)
      return
    case Code.link:
      link(core, process, pidOf('link', operation.a))
      return
    case Code.unlink:
      unlink(core, process, pidOf('unlink', operation.a))
      process.answer = true
      return
    case Code.monitor: {
      const target = typeof operation.a === 'string' ? operation.a : pidOf('monitor', operation.a)
      process.answer = monitor(core, process, target, operation.b as MonitorOptions | undefined)
      return
    }
    case Code.demonitor:
      process.answer = demonitor(
        core,
        process,
        refOf('demonitor', operation.a),
        operation.b as boolean,
      )
      return
    case Code.exit:
      performExit(core, process, pidOf('exit', operation.a), operation.b)
      return
    case Code.register:
      process.answer = register(core, process, operation.a, pidOf('register', operation.b))
      return
    case Code.unregister:
      process.answer = unregister(core, process, operation.a)
      return
    case Code.whereis:
      process.answer = whereis(core, operation.a)
      return
    case Code.registered:
      process.answer = [...core.names.keys()]
      return
    case Code.startTimer:
      performStartTimer(core, process, operation)
      return
    case Code.cancelTimer:
    case Code.readTimer:
      askTimer(core, process, operation)
      return
    case Code.alias:
      process.answer = makeAlias(process, operation.a)
      return
    case Code.unalias:
      process.answer = unalias(process, refOf('unalias', operation.a))
      return
    case Code.isAlive:
      process.answer = aliveBehind(core, process, pidOf('isAlive', operation.a)) !== null
      return
    case Code.processInfo: {
      const other = aliveBehind(core, process, pidOf('processInfo', operation.a))
      process.answer = other === null ? undefined : processInfo(core, other)
      return
    }
    case Code.processes:
      process.answer = Array.from(core.living.values(), (each) => each.pid)
      return
    case Code.giveWay:
      process.answer = true
      return
    default:
      performSeldom(core, process, operation)
  }
}

function performSeldom(core: Core, process: Process, operation: Operation<unknown>): void {
  switch (operation.code) {
    case Code.spawnRequest:
      requestSpawn(
        core,
        process,
        operation.a as BodyFunction,
        operation.b as readonly unknown[],
        operation.c as SpawnRequestOptions,
      )
      return
    case Code.hibernate:
      hibernate(process, operation)
      return
    case Code.groupLeader:
      process.answer = process.groupLeader ?? process.pid
      return
    case Code.setGroupLeader:
      setGroupLeader(core, process, operation)
      return
    case Code.getLabel: {
      const other = aliveBehind(core, process, pidOf('getLabel', operation.a))
      process.answer = other === null ? undefined : taken(core, labelOf(other))
      return
    }
    default:
      unreachable(operation.code as never)
  }
}

/** erlang:group_leader/2: at once, but behind what the caller has sent. The leader need not be alive. */
function setGroupLeader(core: Core, process: Process, operation: Operation<unknown>): void {
  const leader = pidOf('setGroupLeader', operation.a)
  const pid = pidOf('setGroupLeader', operation.b)
  const member = aliveBehind(core, process, pid)
  if (member === null) throw new ErlangError('badarg', `setGroupLeader: ${pid.path} is dead`)
  core.hash(leader.hash)
  member.groupLeader = leader
  process.answer = true
}

function performSpawn(core: Core, process: Process, operation: Operation<unknown>): void {
  const [body, args, options] = [operation.a, operation.b, operation.c]
  const child = spawn(
    core,
    process,
    body as BodyFunction,
    args as unknown[],
    options as SpawnOptions,
  )
  if (child === null) return
  const watch = (options as SpawnOptions).monitor ?? false
  process.answer =
    watch === false ? child.pid : { pid: child.pid, ref: monitorChild(core, process, child, watch) }
}

/** exit/2. To oneself the signal is there at once; to the dead it is lost; the answer is always true. */
function performExit(core: Core, process: Process, to: AnyPid, given: Reason): void {
  process.answer = true
  core.hash(sealed(core, process, 'exit', given))
  const reason = taken(core, given)
  const other = core.living.get(to.id)
  if (other === process) exitSignal(core, process, process.pid, reason, 'exit')
  else if (other !== undefined) sendSignal(core, process, other, new Signal('exit', null, reason))
}

function performStartTimer(core: Core, process: Process, operation: Operation<unknown>): void {
  const { ms, abs, to, message: given, wrapped } = operation.a as TimerRequest
  flagOf('a timer', 'abs', abs)
  if (!Number.isSafeInteger(ms) || ms < 0) {
    throw new ErlangError('badarg', `a timer takes whole milliseconds from 0, not ${String(ms)}`)
  }
  const ref = makeRef(process)
  process.answer = ref
  core.hash(sealed(core, process, 'startTimer', given))
  const message = taken(core, given)
  const content = wrapped ? { kind: 'timeout', ref, message } : message
  const receiver = typeof to === 'string' ? to : core.living.get(pidOf('startTimer', to).id)
  const { now } = core.clock
  const due = abs ? Math.max(now, ms) : now + ms
  if (core.watch !== null) {
    core.watch({
      kind: 'timer_started',
      pid: process.pid,
      ref,
      due,
      step: core.step,
      time: core.clock.now,
    })
  }
  if (receiver !== undefined) startTimer(core, ref, due - now, receiver, content)
}

/**
 * cancel_timer/2 and read_timer/2: what is left of the timer is answered, or sent in a message, or not
 * told. The message is in the mailbox at once, as it is on OTP 25 when one scheduler does it all.
 */
function askTimer(core: Core, process: Process, operation: Operation<unknown>): void {
  const cancels = operation.code === Code.cancelTimer
  const word = cancels ? 'cancelTimer' : 'readTimer'
  const ref = refOf(word, operation.a)
  const { async = false, info = true } = (operation.b ?? {}) as TimerQuery
  flagOf(word, 'async', async)
  flagOf(word, 'info', info)
  const result = cancels ? cancelTimer(core, process, ref) : timeLeft(core, ref)
  process.answer = async || !info ? 'ok' : result
  if (!async || !info) return
  const message: TimerAnswerMessage = { kind: cancels ? 'cancel_timer' : 'read_timer', ref, result }
  sendSignal(core, process, process, message)
}

/** An option that is true or false; anything else is `badarg`. */
function flagOf(operation: string, name: string, given: unknown): void {
  if (typeof given === 'boolean') return
  throw new ErlangError('badarg', `${operation} takes ${name}: true or false, not ${format(given)}`)
}

/** How a timer is asked: by default what is left is the answer. */
export interface TimerQuery {
  /** The answer is `ok`, and what is left comes in a message. */
  readonly async?: boolean
  /** Whether it is to be told at all what is left. */
  readonly info?: boolean
}

export interface TimerRequest {
  readonly ms: number
  /** Whether `ms` is a point in virtual time and not a span. */
  readonly abs: boolean
  readonly to: unknown
  readonly message: unknown
  /** start_timer wraps its message together with the reference, send_after does not. */
  readonly wrapped: boolean
}

/**
 * The living process behind a pid, after everything the caller has sent to it has arrived: a query
 * is ordered behind the signals, so that `exit(p, kill)` followed by `isAlive(p)` is false.
 */
function aliveBehind(core: Core, process: Process, pid: AnyPid): Process | null {
  const other = core.living.get(pid.id)
  if (other === undefined) return null
  if (other !== process) flushChannel(core, process, other)
  return other.status === 'dead' ? null : other
}
