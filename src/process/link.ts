import { Code, Operation, type MonitorOptions } from '../machine/index.ts'
import type { AnyPid, Name, Ref } from '../record/index.ts'

/**
 * Links the caller with another process (erlang:link/1). To a dead one it raises `noproc`, or, when
 * the caller traps exits, an EXIT message with that reason comes.
 */
export function link(pid: AnyPid): Operation<true> {
  return new Operation(Code.link, pid)
}

/** Removes the link (erlang:unlink/1); an EXIT message that is there already stays. */
export function unlink(pid: AnyPid): Operation<true> {
  return new Operation(Code.unlink, pid)
}

/**
 * Watches a process (erlang:monitor/3): when it ends, one DOWN message comes. A name is looked up
 * now. Nobody there is no error: the message then says `noproc`.
 */
export function monitor(
  target: AnyPid | Name<never> | string,
  options?: MonitorOptions,
): Operation<Ref> {
  return new Operation(
    Code.monitor,
    typeof target === 'object' && target.kind === 'name' ? target.name : target,
    options,
  )
}

/**
 * Ends a monitor (erlang:demonitor/2); answers whether a live one was removed. With `flush` a DOWN
 * message that has come already is removed too.
 */
export function demonitor(ref: Ref, options?: { readonly flush?: boolean }): Operation<boolean> {
  return new Operation(Code.demonitor, ref, options?.flush === true)
}
