// Workers for supervision trees. Each tells when it starts and when it ends, and may be made to fail.

import {
  child,
  genServer,
  noreply,
  stop,
  whichChildren,
  type ChildSpec,
  type GenServer,
  type InitResult,
} from 'mayday/otp'
import {
  exit,
  isExit,
  isPid,
  send,
  whereis,
  type AnyPid,
  type Body,
  type Reason,
} from 'mayday/process'
import type { Machine } from '../../src/machine/index.ts'
import { endOf, until } from '../support/laws.ts'
import type { Tell } from '../support/play.ts'

/** How a start goes: well, or as it is said. */
type Plan = 'up' | 'ignore' | { readonly fail: Reason }

/** What is said about a worker beside its id. */
export type Said = Partial<Omit<ChildSpec, 'id' | 'start'>> & {
  /** Entry n is for the n-th start; those without one go well. */
  readonly plan?: readonly Plan[]
  readonly terminate?: (reason: Reason) => unknown
}

export class Troupe {
  readonly #tell: Tell
  readonly #machine: Machine
  readonly #starts = new Map<string, number>()

  constructor(tell: Tell, machine: Machine) {
    this.#tell = tell
    this.#machine = machine
  }

  /** A worker that is registered under its id. */
  worker(id: string, said: Said = {}): ChildSpec {
    const { plan, terminate, ...spec } = said
    return child(this.actor(id, plan, terminate), { id, name: id, args: [], ...spec })
  }

  /** The server behind it: `tell`s `+id` at its start and `-id reason` at its end. */
  actor(
    id: string,
    plan: readonly Plan[] = [],
    terminate?: Said['terminate'],
  ): GenServer<Protocol> {
    return genServer('Worker', {
      trapExit: true,
      init: (): InitResult<string> => {
        const n = this.starts(id)
        this.#starts.set(id, n + 1)
        const how = plan[n] ?? 'up'
        this.#tell(how === 'up' ? `+${id}` : `?${id}`)
        return how === 'up' ? id : how === 'ignore' ? 'ignore' : stop(how.fail)
      },
      handleInfo: (state, message) => {
        if (isExit(message)) return noreply(state)
        return exit((message as { readonly end: Reason }).end)
      },
      terminate: (reason) => {
        this.#tell(`-${id} ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`)
        return terminate?.(reason)
      },
    })
  }

  /** How often the worker was started, or tried to be. */
  starts(id: string): number {
    return this.#starts.get(id) ?? 0
  }

  /** Lets a worker end with a reason of its own (`kill`: by a signal), and waits until it is gone. */
  *end(id: string, reason: Reason): Body<AnyPid> {
    const pid = yield* this.pid(id)
    yield* reason === 'kill' ? exit(pid, 'kill') : send(pid as never, { end: reason })
    yield* endOf(pid)
    return pid
  }

  /** As `end`, and waits until another has taken its place. */
  *replace(id: string, reason: Reason): Body {
    const old = yield* this.end(id, reason)
    yield* until(() => ![undefined, old].includes(this.#machine.world.whereis(id)))
  }

  *pid(id: string): Body<AnyPid> {
    return (yield* whereis<never>(id))!
  }
}

interface Protocol {
  readonly start: []
  readonly state: string
  readonly calls: {}
  readonly casts: {}
}

/** Ids and standing of a supervisor's children, as which_children lists them. */
export function* standing(supervisor: AnyPid): Body<unknown[]> {
  const children = yield* whichChildren(supervisor)
  return children.map(({ id, pid }) => `${String(id)} ${isPid(pid) ? 'up' : String(pid)}`)
}

/** `'+a, -b odd'` as a list of what is told. */
export function list(text: string): readonly string[] {
  return text.split(', ')
}
