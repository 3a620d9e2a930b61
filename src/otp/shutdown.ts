import type { AnyPid, Body, Reason, Ref } from '../process/index.ts'
import {
  exit,
  isDown,
  isExit,
  isOrderly,
  monitor,
  note,
  now,
  receive,
  timeout,
  unlink,
  type DownMessage,
} from '../process/index.ts'
import type { Child, CheckedSpec } from './child-spec.ts'

/**
 * How a supervisor ends its children (supervisor.erl, shutdown/1): it monitors the child, asks,
 * waits, and kills in the end. The link stays until the child is gone, so that a supervisor that is
 * killed in the meantime still takes the child with it.
 */
export function* endChild({ pid, spec }: Child): Body {
  if (pid === undefined || pid === 'restarting') return
  const { shutdown } = spec
  const ref = yield* askToEnd(pid, spec)
  const after = typeof shutdown === 'number' ? shutdown : undefined
  let message = yield* receive(downOf(ref), { after, since: ref })
  if (message === timeout) {
    yield* exit(pid, 'kill')
    message = yield* receive(downOf(ref), { since: ref })
  }
  yield* reportUnexpected(spec, yield* lastReason(pid, message.reason))
}

/** Brutally or politely, as the specification says; the monitor will tell when it is done. */
function* askToEnd(pid: AnyPid, { shutdown }: CheckedSpec): Body<Ref> {
  const ref = yield* monitor(pid)
  yield* exit(pid, shutdown === 'brutal_kill' ? 'kill' : 'shutdown')
  return ref
}

function downOf(ref: Ref): (message: unknown) => message is DownMessage {
  return (message): message is DownMessage => isDown(message) && message.ref === ref
}

/** A child that was dead before it was asked has left its EXIT message, and with it its reason. */
function* lastReason(pid: AnyPid, told: Reason): Body<Reason> {
  yield* unlink(pid)
  const left = yield* receive((message) => isExit(message) && message.from === pid, { after: 0 })
  return isExit(left) ? left.reason : told
}

/** Ending otherwise than asked is no failure, but it is told. */
function* reportUnexpected(spec: CheckedSpec, reason: Reason): Body {
  const asked = spec.shutdown === 'brutal_kill' ? 'killed' : 'shutdown'
  if (reason === asked || (spec.restart !== 'permanent' && isOrderly(reason))) return
  const data = { id: spec.id, reason }
  yield* note({ kind: 'report', level: 'error', report: 'shutdown_error', data })
}

/**
 * Ends all children of a simple_one_for_one supervisor together: all are asked first, then one time
 * limit holds for all of them (supervisor.erl, terminate_dynamic_children/1).
 */
export function* terminateTogether(spec: CheckedSpec, pids: readonly AnyPid[]): Body {
  const waiting = new Map<Ref, AnyPid>()
  for (const pid of pids) waiting.set(yield* askToEnd(pid, spec), pid)
  let limit = typeof spec.shutdown === 'number' ? (yield* now()) + spec.shutdown : null
  while (waiting.size > 0) {
    const message = yield* receive(
      (given): given is DownMessage => isDown(given) && waiting.has(given.ref),
      { after: limit === null ? undefined : Math.max(0, limit - (yield* now())) },
    )
    if (message === timeout) {
      limit = null
      for (const pid of waiting.values()) yield* exit(pid, 'kill')
    } else {
      const pid = waiting.get(message.ref)!
      waiting.delete(message.ref)
      yield* reportUnexpected(spec, yield* lastReason(pid, message.reason))
    }
  }
}
