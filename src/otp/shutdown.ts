import type { AnyPid, Body, Reason, Ref } from '../process/index.ts'
import {
  exit,
  isDown,
  isExit,
  monitor,
  note,
  now,
  receive,
  timeout,
  unlink,
  type DownMessage,
} from '../process/index.ts'
import type { Child, ChildSpec } from './child-spec.ts'

/**
 * How a supervisor ends its children (supervisor.erl, do_terminate/2 and shutdown/1): it monitors
 * the child, takes the link off so that no EXIT message is left, asks, waits, and kills in the end.
 */
export function* endChild(child: Child): Body {
  const { pid, spec } = child
  if (pid === undefined || pid === 'restarting') return
  const reason = yield* endProcess(pid, spec.shutdown)
  yield* reportUnexpected(spec, reason)
}

/** Ends one process and answers its exit reason. */
function* endProcess(pid: AnyPid, shutdown: ChildSpec['shutdown']): Body<Reason> {
  const watched = yield* watchInstead(pid)
  if (watched.gone) return watched.reason
  if (shutdown === 'brutal_kill') {
    yield* exit(pid, 'kill')
    return yield* awaitDown(watched.ref)
  }
  yield* exit(pid, 'shutdown')
  if (shutdown === 'infinity') return yield* awaitDown(watched.ref)
  const message = yield* receive(downOf(watched.ref), { after: shutdown, since: watched.ref })
  if (message !== timeout) return message.reason
  yield* exit(pid, 'kill')
  return yield* awaitDown(watched.ref)
}

type Watched =
  | { readonly gone: true; readonly reason: Reason }
  | { readonly gone: false; readonly ref: Ref }

/** Monitors in place of the link. A child that was dead already has left an EXIT message: its reason counts. */
function* watchInstead(pid: AnyPid): Body<Watched> {
  const ref = yield* monitor(pid)
  yield* unlink(pid)
  const message = yield* receive((given) => isExit(given) && given.from === pid, { after: 0 })
  if (message === timeout || !isExit(message)) return { gone: false, ref }
  yield* awaitDown(ref)
  return { gone: true, reason: message.reason }
}

function* awaitDown(ref: Ref): Body<Reason> {
  return (yield* receive(downOf(ref), { since: ref })).reason
}

function downOf(ref: Ref): (message: unknown) => message is DownMessage {
  return (message): message is DownMessage => isDown(message) && message.ref === ref
}

/** Ending otherwise than asked is no failure, but it is told. */
function* reportUnexpected(spec: ChildSpec, reason: Reason): Body {
  const asked = spec.shutdown === 'brutal_kill' ? 'killed' : 'shutdown'
  const fine = reason === asked || (reason === 'normal' && spec.restart !== 'permanent')
  if (fine || (asked === 'shutdown' && isShutdownPair(reason))) return
  yield* note({ kind: 'report', level: 'error', report: 'shutdown_error', data: { id: spec.id, reason } })
}

function isShutdownPair(reason: Reason): boolean {
  return typeof reason === 'object' && reason !== null && Object.hasOwn(reason, 'shutdown')
}

/**
 * Ends all children of a simple_one_for_one supervisor together: all are asked first, then one timer
 * runs for all of them (supervisor.erl, terminate_dynamic_children/1).
 */
export function* terminateTogether(spec: ChildSpec, pids: readonly AnyPid[]): Body {
  const waiting: Ref[] = []
  for (const pid of pids) {
    const watched = yield* watchInstead(pid)
    if (watched.gone) yield* reportUnexpected(spec, watched.reason)
    else {
      waiting.push(watched.ref)
      yield* exit(pid, spec.shutdown === 'brutal_kill' ? 'kill' : 'shutdown')
    }
  }
  const limit = typeof spec.shutdown === 'number' ? (yield* now()) + spec.shutdown : null
  const left = new Set(waiting)
  let killed = limit === null
  while (left.size > 0) {
    const after = killed ? undefined : Math.max(0, limit! - (yield* now()))
    const message = yield* receive(
      (given): given is DownMessage => isDown(given) && left.has(given.ref),
      { after },
    )
    if (message === timeout) {
      killed = true
      for (const pid of pids) yield* exit(pid, 'kill')
    } else {
      left.delete(message.ref)
      yield* reportUnexpected(spec, message.reason)
    }
  }
}
