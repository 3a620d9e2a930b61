import {
  Code,
  Operation,
  type BodyFunction,
  type SpawnOptions,
  type SpawnRequestOptions,
} from '../machine/index.ts'
import type { Pid, Ref } from '../record/index.ts'

/**
 * Creates a process that runs the generator function with the arguments given (erlang:spawn/1).
 *
 * @example
 * const pid = yield* spawn(function* () { yield* send('logger', 'hello') })
 */
export function spawn<Args extends readonly unknown[], Message = unknown>(
  body: BodyFunction<Args>,
  ...args: Args
): Operation<Pid<Message>> {
  return new Operation(Code.spawn, body, args, NO_OPTIONS)
}

/** As `spawn`, linked to the caller atomically (erlang:spawn_link/1). */
export function spawnLink<Args extends readonly unknown[], Message = unknown>(
  body: BodyFunction<Args>,
  ...args: Args
): Operation<Pid<Message>> {
  return new Operation(Code.spawn, body, args, LINK)
}

/** As `spawn`, monitored by the caller atomically (erlang:spawn_monitor/1). */
export function spawnMonitor<Args extends readonly unknown[], Message = unknown>(
  body: BodyFunction<Args>,
  ...args: Args
): Operation<{ readonly pid: Pid<Message>; readonly ref: Ref }> {
  return new Operation(Code.spawn, body, args, MONITOR)
}

/** Spawns with options (erlang:spawn_opt/2): a link, a monitor with its own options, a label for the path. */
export function spawnOpt<Args extends readonly unknown[], const Options extends SpawnOptions>(
  body: BodyFunction<Args>,
  args: Args,
  options: Options,
): Operation<Spawned<Options>> {
  return new Operation(Code.spawn, body, args, options)
}

/**
 * Asks for a child and goes on (erlang:spawn_request/2): answers a reference, with the option `monitor`
 * that of the monitor. A message `{ kind: 'spawn_reply', ref, result: 'ok', pid }` comes before any
 * other that the child causes, or one with `result: 'error'` and a reason; `reply` says which of the
 * two are wanted.
 *
 * @example
 * const ref = yield* spawnRequest(worker, [], { monitor: true })
 * const reply = yield* receive(isSpawnReply)
 */
export function spawnRequest<Args extends readonly unknown[]>(
  body: BodyFunction<Args>,
  args: Args,
  options: SpawnRequestOptions = NO_OPTIONS,
): Operation<Ref> {
  return new Operation(Code.spawnRequest, body, args, options)
}

/**
 * Gives a spawn request up (erlang:spawn_request_abandon/1); false when the reply has been delivered, as
 * it always has on one node.
 */
export function spawnRequestAbandon(ref: Ref): Operation<boolean> {
  return new Operation(Code.abandonSpawn, ref)
}

/** A pid, and with the option `monitor` the monitor's reference beside it. */
export type Spawned<Options extends SpawnOptions> = Options extends {
  readonly monitor: object | true
}
  ? { readonly pid: Pid; readonly ref: Ref }
  : Pid

const NO_OPTIONS: SpawnOptions = {}
const LINK: SpawnOptions = { link: true }
const MONITOR: SpawnOptions = { monitor: true }
