import { equal } from '../base/index.ts'
import type {
  AnyPid,
  Body,
  BodyFunction,
  Performable,
  ProcessLabel,
  Reason,
  Ref,
} from '../process/index.ts'
import {
  Composite,
  demonitor,
  exit,
  isDown,
  isExit,
  isOrderly,
  monitor,
  note,
  now,
  receive,
  self,
  send,
  spawnOpt,
  timeout,
  unlink,
  type DownMessage,
} from '../process/index.ts'
import { lookUp, type Address } from './address.ts'
import { fail, milliseconds, type TimeLimit } from './gen.ts'

/**
 * Processes that start in step with their starter (proc_lib.erl): the starter waits until the child
 * says that it is up, or has failed. Every behaviour is started through this file.
 */

/** What a start function answers: `{ok, Pid}`, `ignore` or `{error, Reason}`. */
export type StartResult<Address = AnyPid> =
  | { readonly ok: Address; readonly info?: unknown; readonly monitor?: Ref }
  | 'ignore'
  | { readonly error: Reason }

export interface LaunchOptions {
  readonly link?: boolean
  /** Leave the starter's monitor in place and answer it too. */
  readonly monitor?: boolean
  /** How long the starter waits for the child's word; for ever by default. */
  readonly timeout?: TimeLimit
  /** Last part of the child's path. */
  readonly label?: string | undefined
  readonly is: ProcessLabel
}

interface Ack {
  readonly kind: '$ack' | '$nack'
  readonly pid: AnyPid
  readonly result: StartResult
}

/**
 * Starts a process and waits for its `initAck` or `initFail` (proc_lib:start/5, start_link/5,
 * start_monitor/5). A start that fails leaves nothing in the starter's mailbox; if the process was
 * linked and ended abnormally, a starter that does not trap exits ends with it.
 */
export function startProcess<Args extends readonly unknown[]>(
  body: BodyFunction<readonly [starter: AnyPid, ...Args]>,
  args: Args,
  options: LaunchOptions,
): Performable<StartResult> {
  return new Composite(launch, [body as unknown as BodyFunction, args, options])
}

export function* launch(
  body: BodyFunction,
  args: readonly unknown[],
  options: LaunchOptions,
): Body<StartResult> {
  const { link, label, is } = options
  const after = milliseconds(options.timeout ?? 'infinity')
  const starter = yield* self<never>()
  const { pid, ref } = yield* spawnOpt(body as BodyFunction<unknown[]>, [starter, ...args], {
    monitor: true,
    ancestors: true,
    is,
    ...(link === true && { link }),
    ...(label !== undefined && { label }),
  })
  const word = yield* receive(wordOf(pid, ref), { after, since: ref })
  if (word === timeout) {
    // Unlinked before it is killed, or the starter would die of that.
    yield* forget(pid)
    yield* exit(pid, 'kill')
    yield* receive(downOf(ref), { since: ref })
    return { error: 'timeout' }
  }
  if (isDown(word)) {
    yield* forget(pid)
    return { error: word.reason }
  }
  const { kind, result } = word
  if (kind === '$nack') {
    yield* forget(pid)
    // The answer is given only when the process is gone, so that what it held is free by then.
    yield* receive(downOf(ref), { since: ref })
  } else {
    const isUp = typeof result === 'object' && 'ok' in result
    if (isUp && options.monitor === true) return { ...result, monitor: ref }
    yield* demonitor(ref, { flush: true })
  }
  return result
}

/** Undoes the link, and takes the EXIT message that a starter which traps exits may have of it. */
function* forget(pid: AnyPid): Body {
  yield* unlink(pid)
  yield* receive((message) => isExit(message) && message.from === pid, { after: 0 })
}

/** Tells the starter that the process is up (proc_lib:init_ack/2). */
export function initAck(starter: AnyPid, result?: StartResult): Performable<void> {
  return new Composite(tell, [starter, '$ack', result])
}

/** Tells the starter that the start has failed, and ends the process (proc_lib:init_fail/3). */
export function initFail(starter: AnyPid, result: StartResult, reason: Reason): Performable<never> {
  return new Composite(failStart, [starter, result, reason])
}

function* failStart(starter: AnyPid, result: StartResult, reason: Reason): Body<never> {
  yield* tell(starter, '$nack', result)
  return exit(reason)
}

function* tell(starter: AnyPid, kind: Ack['kind'], result: StartResult | undefined): Body {
  const pid = yield* self<never>()
  const word: Ack = { kind, pid, result: result ?? { ok: pid } }
  yield* send(starter as never, word)
}

function wordOf(pid: AnyPid, ref: Ref): (message: unknown) => message is Ack | DownMessage {
  return (message): message is Ack | DownMessage => {
    if (isDown(message)) return message.ref === ref
    const { kind, pid: from } = (message ?? {}) as Partial<Ack>
    return (kind === '$ack' || kind === '$nack') && from === pid
  }
}

/** The report that a process makes when it ends abnormally (proc_lib: "Crash reports"). */
export function* crashReport(is: ProcessLabel, reason: Reason): Body {
  if (isOrderly(reason)) return
  yield* note({
    kind: 'report',
    level: 'error',
    report: 'crash_report',
    data: { initialCall: is.body, reason },
  })
}

/** A request of the system to a behaviour: what `sys` and `stop` send (sys.erl). */
export interface SystemMessage {
  readonly kind: '$system'
  /** An alias of who asks, which ends when it stops waiting. */
  readonly from: Ref
  readonly request: { readonly terminate: Reason }
}

/** Tells who asked for it that the behaviour is about to end, before it does (sys:handle_system_msg/6). */
export function* acceptStop({ from, request }: SystemMessage): Body<Reason> {
  const message: StopAccepted = { kind: '$stopping', tag: from }
  yield* send(from, message)
  return request.terminate
}

interface StopAccepted {
  readonly kind: '$stopping'
  readonly tag: Ref
}

/**
 * Stops a behaviour in an orderly way and waits until it is gone (proc_lib:stop/3).
 *
 * @throws ExitError `noproc` when nobody is there, `timeout` when it takes too long, the process's
 * own reason when it ended with another one than was asked for; a `CallFailure` when it did so
 * before it had heard the request, or is the caller itself.
 */
export function stopProcess(
  address: Address | string,
  reason: Reason = 'normal',
  limit: TimeLimit = 'infinity',
): Performable<'ok'> {
  return new Composite(stopAndWait, [address, reason, limit])
}

function* stopAndWait(address: Address | string, reason: Reason, limit: TimeLimit): Body<'ok'> {
  const after = milliseconds(limit)
  const pid = yield* lookUp(address)
  if (pid === undefined) return exit('noproc')
  const failed = (why: Reason): never => fail(why, address, 'stop', [reason, limit])
  if (pid === (yield* self<never>())) return failed('calling_self')
  const until = (yield* now()) + (after ?? Infinity)
  const ref = yield* monitor(pid, { alias: 'demonitor' })
  const message: SystemMessage = { kind: '$system', from: ref, request: { terminate: reason } }
  yield* send(pid as never, message)
  const word = yield* receive(stoppingOrDown(ref), { after, since: ref })
  if (word !== timeout && !isDown(word)) {
    const gone = yield* receive(downOf(ref), {
      after: Math.max(0, until - (yield* now())),
      since: ref,
    })
    if (gone !== timeout) return equal(gone.reason, reason) ? 'ok' : exit(gone.reason)
  } else if (word !== timeout) {
    if (word.reason === 'noproc') return exit('noproc')
    return equal(word.reason, reason) ? 'ok' : failed(word.reason)
  }
  yield* demonitor(ref, { flush: true })
  return exit('timeout')
}

function downOf(ref: Ref): (message: unknown) => message is DownMessage {
  return (message): message is DownMessage => isDown(message) && message.ref === ref
}

function stoppingOrDown(ref: Ref): (message: unknown) => message is StopAccepted | DownMessage {
  return (message): message is StopAccepted | DownMessage => {
    if (isDown(message)) return message.ref === ref
    const { kind, tag } = (message ?? {}) as Partial<StopAccepted>
    return kind === '$stopping' && tag === ref
  }
}
