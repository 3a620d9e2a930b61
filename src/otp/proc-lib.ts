import { equal } from '../base/index.ts'
import type { AnyPid, Body, BodyFunction, Performable, ProcessLabel, Reason, Ref } from '../process/index.ts'
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
import { milliseconds, type TimeLimit } from './gen.ts'

/**
 * Processes that start in step with their starter (proc_lib.erl): the starter waits until the child
 * says that it is up, or has failed. Every behaviour is started through this file.
 */

/** What a start function answers: `{ok, Pid}`, `ignore` or `{error, Reason}`. */
export type StartResult<Address = AnyPid> =
  | { readonly ok: Address; readonly info?: unknown; readonly monitor?: unknown }
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
  /**
   * 25: a failed start_link leaves the child's EXIT message in the mailbox of a starter that traps
   * exits. From OTP 26 on it is consumed, and that is the rule here.
   */
  readonly compat?: 25 | undefined
}

interface Ack {
  readonly kind: '$ack' | '$nack'
  readonly pid: AnyPid
  readonly result: StartResult
}

/** Starts a process and waits for its `initAck` or `initFail` (proc_lib:start/5, start_link/5). */
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
  const starter = yield* self<never>()
  const { link, label, is } = options
  const spawned = yield* spawnOpt(body as BodyFunction<unknown[]>, [starter, ...args], {
    monitor: true,
    is,
    ...(link === true && { link }),
    ...(label !== undefined && { label }),
  })
  const { pid, ref } = spawned
  const word = yield* receive(wordOf(pid, ref), {
    after: milliseconds(options.timeout ?? 'infinity'),
    since: ref,
  })
  if (word === timeout) {
    yield* exit(pid, 'kill')
    yield* down(ref)
    yield* forget(pid)
    return { error: 'timeout' }
  }
  if (isDown(word)) {
    yield* forget(pid)
    return { error: word.reason }
  }
  if (word.kind === '$ack') {
    if (options.monitor === true && typeof word.result === 'object') return { ...word.result, monitor: ref }
    yield* demonitor(ref, { flush: true })
  } else {
    // The answer is given only when the child is gone, so that its name is free by then.
    yield* down(ref)
    if (options.compat !== 25) yield* forget(pid)
  }
  return word.result
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

function* down(ref: Ref): Body<Reason> {
  return (yield* receive(downOf(ref), { since: ref })).reason
}

/** Removes what a dead child has left in the mailbox of a starter that traps exits. */
function* forget(pid: AnyPid): Body {
  yield* unlink(pid)
  yield* receive((message) => isExit(message) && message.from === pid, { after: 0 })
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
 * own reason when it ended of something else or with another than the one asked for.
 */
export function stopProcess(
  address: Address | string,
  reason: Reason = 'normal',
  limit: TimeLimit = 'infinity',
): Performable<'ok'> {
  return new Composite(stopAndWait, [address, reason, limit])
}

function* stopAndWait(address: Address | string, reason: Reason, limit: TimeLimit): Body<'ok'> {
  const pid = yield* lookUp(address)
  if (pid === undefined) return exit('noproc')
  const until = limit === 'infinity' ? null : (yield* now()) + limit
  const ref = yield* monitor(pid, { alias: 'demonitor' })
  const message: SystemMessage = { kind: '$system', from: ref, request: { terminate: reason } }
  yield* send(pid as never, message)
  const word = yield* receive(stoppingOrDown(ref), { after: milliseconds(limit), since: ref })
  if (word !== timeout && isDown(word)) return exit(word.reason)
  if (word !== timeout) {
    const after = until === null ? undefined : until - (yield* now())
    const gone = yield* receive(downOf(ref), { after, since: ref })
    if (gone !== timeout) return equal(gone.reason, reason) ? 'ok' : exit(gone.reason)
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
