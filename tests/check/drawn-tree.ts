import { decide } from '../../src/base/index.ts'
import {
  call,
  callWithin,
  child,
  deleteChild,
  failed,
  genServer,
  ignore,
  named,
  noreply,
  ok,
  reply,
  restartChild,
  startChild,
  startLink,
  stop,
  stopProcess,
  supervisor,
  terminateChild,
  whichChildren,
  type ChildSpec,
  type Supervisor,
} from 'mayday/otp'
import {
  exit,
  isPid,
  random,
  randomInt,
  self,
  sendAfter,
  sleep,
  spawn,
  trapExit,
  type AnyPid,
  type Body,
} from 'mayday/process'

/**
 * A supervision tree drawn from a number: every strategy, restart kind and shutdown; children that
 * fail to start, answer ignore, start slowly, trap exits, end slowly, crash or end by themselves;
 * clients that call them, and administrators that start and stop them.
 */
export function drawnTree(k: number): () => Body {
  const tree = topOf(k)
  return function* () {
    yield* trapExit(true)
    const top = yield* startLink(tree, [], { name: 'top' })
    if (typeof top !== 'object' || !('ok' in top)) return
    for (const id of WORKERS) yield* spawn(client, id)
    yield* spawn(administrator, 'top', ['w1', 'w2', 'w3', 'w4', 'new', 'inner'])
    yield* spawn(administrator, 'inner', ['w5', 'w6', 'w7', 'other'])
    yield* spawn(recruiter)
    yield* sleep(yield* randomInt(6000))
    yield* attempt(ending(top.ok, yield* randomInt(6)))
    yield* sleep(Infinity)
  }
}

const WORKERS = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7'] as const
const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one'] as const
const RESTARTS = ['permanent', 'transient', 'temporary'] as const
const SHUTDOWNS = [5000, 'brutal_kill', 100, 'infinity'] as const

interface Nature {
  readonly failsToStart?: number
  readonly crashesInInit?: number
  readonly ignores?: number
  readonly startsSlowly?: number
  readonly crashesWithin?: number
  readonly endsWithin?: number
  readonly endsSlowly?: number
}

const Worker = genServer('Worker', {
  *init(nature: Nature) {
    const luck = yield* random()
    if (luck < (nature.failsToStart ?? 0)) return failed('no luck')
    if (luck < (nature.crashesInInit ?? 0)) throw new Error('worse luck')
    if (luck < (nature.ignores ?? 0)) return ignore
    if (nature.startsSlowly !== undefined) yield* sleep(nature.startsSlowly)
    if (nature.endsSlowly !== undefined) yield* trapExit(true)
    const me = yield* self()
    if (nature.crashesWithin !== undefined) {
      yield* sendAfter(yield* randomInt(nature.crashesWithin), me, 'crash')
    }
    if (nature.endsWithin !== undefined) {
      yield* sendAfter(yield* randomInt(nature.endsWithin), me, 'end')
    }
    return ok(nature)
  },
  handleCall: {
    work: (state, n: number) => reply(n, state),
    *slowWork(state, n: number) {
      yield* sleep(n)
      return reply(n, state)
    },
    crash: (): never => {
      throw new Error('crash')
    },
    end: (state) => stop('normal', state, { value: 'bye' }),
  },
  handleInfo: (state, message) => {
    if (message === 'crash') throw new Error('crash')
    return message === 'end' ? stop('shutdown', state) : noreply(state)
  },
  *terminate(_reason, state) {
    if (state.endsSlowly !== undefined) yield* sleep(state.endsSlowly)
  },
})

/** Everything about a tree follows from its number. */
class Draws {
  readonly #k: number
  #n = 0

  constructor(k: number) {
    this.#k = k
  }

  one<Choice>(choices: readonly Choice[]): Choice {
    return choices[(decide(this.#k, 77, this.#n++) >>> 0) % choices.length]!
  }

  below(limit: number): number {
    return (decide(this.#k, 78, this.#n++) >>> 0) % limit
  }
}

const NATURES: readonly Nature[] = [
  {},
  {},
  {},
  { failsToStart: 0.3 },
  { crashesInInit: 0.3 },
  { ignores: 0.3 },
  { startsSlowly: 50 },
  { crashesWithin: 2000 },
  { endsWithin: 2000 },
  { endsSlowly: 20 },
  { endsSlowly: 8000 },
]

function topOf(k: number): Supervisor<readonly []> {
  const draws = new Draws(k)
  const autoShutdown = draws.one(['never', 'never', 'any_significant', 'all_significant'] as const)
  const worker = (id: string, mayBeSignificant = false): ChildSpec => {
    const restart = draws.one(RESTARTS)
    const significant = mayBeSignificant && restart !== 'permanent' && draws.below(2) === 0
    const shutdown = draws.one(SHUTDOWNS)
    return child(Worker, {
      id,
      name: id,
      args: [draws.one(NATURES)],
      restart,
      shutdown,
      significant,
    })
  }
  const Inner = supervisor('Inner', {
    strategy: draws.one(STRATEGIES),
    maxRestarts: draws.below(4),
    maxSeconds: 1 + draws.below(3),
    children: [worker('w5'), worker('w6'), worker('w7')],
  })
  const nature = draws.one(NATURES)
  const recruit = child(Worker, { restart: draws.one(RESTARTS), args: [nature] })
  const Recruits = supervisor('Recruits', {
    strategy: 'simple_one_for_one',
    maxRestarts: 2,
    maxSeconds: 2,
    children: [recruit],
  })
  const significant = autoShutdown !== 'never'
  return supervisor('Top', {
    strategy: draws.one(STRATEGIES),
    maxRestarts: draws.below(6),
    maxSeconds: 1 + draws.below(5),
    autoShutdown,
    children: [
      worker('w1', significant),
      worker('w2', significant),
      child(Inner, { id: 'inner', name: 'inner', restart: draws.one(['permanent', 'transient']) }),
      worker('w3', significant),
      child(Recruits, { id: 'recruits', name: 'recruits' }),
      worker('w4', significant),
    ],
  })
}

/** Whatever fails in here is somebody's death: none of this process's business. */
function* attempt(body: Body<unknown>): Body {
  try {
    yield* body
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}

function* client(id: string): Body {
  const server = named(Worker, id)
  for (let i = 0; i < 4; i++) {
    const what = yield* randomInt(5)
    yield* attempt(
      (function* () {
        if (what === 0) yield* callWithin(3, server, 'slowWork', yield* randomInt(6))
        else if (what === 1) yield* call(server, 'crash')
        else if (what === 2) yield* call(server, 'end')
        else yield* callWithin('infinity', server, 'work', i)
      })(),
    )
    yield* sleep(yield* randomInt(400))
  }
}

function* administrator(name: string, ids: readonly string[]): Body {
  const sup = { kind: 'name', name } as const
  for (let i = 0; i < 5; i++) {
    const id = ids[yield* randomInt(ids.length)]!
    const what = yield* randomInt(5)
    const restart = RESTARTS[yield* randomInt(RESTARTS.length)]!
    yield* attempt(
      (function* () {
        if (what === 0) yield* terminateChild(sup, id)
        else if (what === 1) yield* restartChild(sup, id)
        else if (what === 2) {
          yield* terminateChild(sup, id)
          yield* deleteChild(sup, id)
        } else if (what === 3) yield* startChild(sup, child(Worker, { id, args: [{}], restart }))
        else yield* whichChildren(sup)
      })(),
    )
    yield* sleep(yield* randomInt(300))
  }
}

function* recruiter(): Body {
  const sup = { kind: 'name', name: 'recruits' } as const
  const recruits: AnyPid[] = []
  for (let i = 0; i < 8; i++) {
    const what = yield* randomInt(4)
    const which = yield* randomInt(Math.max(1, recruits.length))
    yield* attempt(
      (function* () {
        const recruit = recruits[which]
        if (what < 2 || recruit === undefined) {
          const started = yield* startChild(sup, [])
          if ('ok' in started && isPid(started.ok)) recruits.push(started.ok)
        } else if (what === 2) yield* terminateChild(sup, recruit)
        else yield* exit(recruit, 'crash')
      })(),
    )
    yield* sleep(yield* randomInt(300))
  }
}

function* ending(top: AnyPid, how: number): Body {
  if (how === 0) yield* stopProcess(top, 'shutdown')
  else if (how === 1) yield* exit(top, 'shutdown')
  else if (how === 2) yield* exit(top, 'kill')
}
