import { Code, Operation, type Priority } from '../machine/index.ts'
import type { AnyPid, Pid, Ref } from '../record/index.ts'

/** The process's own pid (erlang:self/0). */
export function self<Message = unknown>(): Operation<Pid<Message>> {
  return new Operation(Code.self)
}

/** The process that spawned this one; null for the root (proc_lib's parent). */
export function parent(): Operation<AnyPid | null> {
  return new Operation(Code.parent)
}

/** Virtual time in milliseconds since the run began (erlang:monotonic_time/1). */
export function now(): Operation<number> {
  return new Operation(Code.now)
}

/** A random number in [0, 1): the process's own stream, so that nobody else's draws shift it. */
export function random(): Operation<number> {
  return new Operation(Code.random)
}

/** A random whole number from 0 up to `limit` − 1. */
export function randomInt(limit: number): Operation<number> {
  return new Operation(Code.random, limit)
}

/** A new unique reference (erlang:make_ref/0). */
export function makeRef(): Operation<Ref> {
  return new Operation(Code.makeRef)
}

/**
 * Says whether exit signals are to become messages; answers the old setting
 * (erlang:process_flag(trap_exit, …)).
 */
export function trapExit(on: boolean): Operation<boolean> {
  return new Operation(Code.trapExit, on)
}

/**
 * Sets a flag of the caller and answers the old value (erlang:process_flag/2). There is `priority`, which
 * is remembered and has no effect on the schedule; for `trap_exit` there is `trapExit`.
 */
export function processFlag(flag: 'priority', value: Priority): Operation<Priority> {
  return new Operation(Code.setFlag, flag, value)
}

/** The group leader of the caller: its parent's, if nobody has set another (erlang:group_leader/0). */
export function groupLeader(): Operation<AnyPid> {
  return new Operation(Code.groupLeader)
}

/** Makes a process the group leader of another (erlang:group_leader/2); raises `badarg` when that is dead. */
export function setGroupLeader(leader: AnyPid, pid: AnyPid): Operation<true> {
  return new Operation(Code.setGroupLeader, leader, pid)
}

/** Lets others go first (erlang:yield/0): a scheduling point and nothing else. */
export function giveWay(): Operation<true> {
  return new Operation(Code.giveWay)
}
