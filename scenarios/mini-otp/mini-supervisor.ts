import {
  exit,
  isExit,
  note,
  parent,
  receive,
  send,
  spawnOpt,
  trapExit,
  type AnyPid,
  type Body,
  type ExitMessage,
  type Pid,
} from 'mayday/process'
import { sound, undertaking, type Child, type ChildSpec, type Rules } from './children.ts'
import { startLink as startServer } from './mini-server.ts'
import { ask, isMessage, type Message } from './protocol.ts'

/**
 * supervisor on one page: it traps exits, so that the end of a child is a message, and starts the
 * child again. When it is stopped it kills all of them. It never loses patience: there is no
 * restart intensity.
 */

/** Starts a supervisor, linked to the caller, and waits until its children are there. */
export function* startLink(specs: readonly ChildSpec[], rules: Rules = sound): Body<Pid<Message>> {
  const pid = yield* spawnOpt(supervise, [specs, rules], { link: true, label: 'mini-supervisor' })
  yield* ask(pid, 'call', 'which_children')
  return pid
}

function* supervise(specs: readonly ChildSpec[], rules: Rules): Body {
  const boss = yield* parent()
  yield* trapExit(true)
  yield* note({ kind: 'supervisor', spec: undertaking(specs) })
  let children: readonly Child[] = []
  for (const spec of specs) children = [...children, { ...spec, pid: yield* startChild(spec) }]
  for (;;) {
    const message = yield* receive(isForSupervisor)
    switch (message.kind) {
      case 'call':
        yield* send(message.from, { kind: 'answer', ref: message.ref, value: pidsOf(children) })
        break
      case 'stop':
        return yield* killAll(children)
      case 'EXIT':
        if (message.from === boss) {
          yield* killAll(children)
          return exit(message.reason)
        }
        children = yield* childEnded(children, message, rules)
        break
      case 'cast':
        break
    }
  }
}

function* childEnded(
  children: readonly Child[],
  { from, reason }: ExitMessage,
  rules: Rules,
): Body<readonly Child[]> {
  const child = children.find(({ pid }) => pid === from)
  if (child === undefined) return children
  if (!rules.wantsRestart(child, reason)) return children.filter((each) => each !== child)
  return rules.restarted(children, child, yield* startChild(child))
}

function* startChild({ id, module }: ChildSpec): Body<AnyPid> {
  const started = yield* startServer(id, module)
  return 'ok' in started ? started.ok : exit(started.error)
}

/** The last one first, each waited for. */
function* killAll(children: readonly Child[]): Body {
  for (const { pid } of children.toReversed()) {
    yield* exit(pid, 'kill')
    yield* receive((given): given is ExitMessage => isExit(given) && given.from === pid)
  }
}

function pidsOf(children: readonly Child[]): Readonly<Record<string, AnyPid>> {
  return Object.fromEntries(children.map(({ id, pid }) => [id, pid]))
}

function isForSupervisor(given: unknown): given is ExitMessage | Message {
  return isExit(given) || isMessage(given)
}
