import { call, child, genServer, named, reply, supervisor } from 'mayday/otp'
import { receive, self, send, spawn, type Body, type Pid } from 'mayday/process'
import type { Experiment } from '../../src/explore/index.ts'
import type { Property } from '../../src/check/index.ts'

/**
 * Counters whose clients read and write in two calls: an update is lost when another client comes in
 * between. The oldest race there is, and it needs no fault.
 */
const Counter = genServer('Counter', {
  init: () => ({ value: 0 }),
  handleCall: {
    get: (state) => reply(state.value, state),
    put: (_state, value: number) => reply('ok' as const, { value }),
  },
})
const counter = named(Counter, 'counter')
const Tree = supervisor('Tree', {
  maxRestarts: 1000,
  children: [child(Counter, { name: counter })],
})

function* increment(): Body {
  const value = yield* call(counter, 'get')
  yield* call(counter, 'put', value + 1)
}

function* client(parent: Pid, handshakes: number): Body {
  for (let i = 0; i < handshakes; i++) yield* call(counter, 'get')
  yield* increment()
  yield* send(parent, 'done')
}

/** Somebody who has nothing to do with any of it. */
function* chatter(): Body {
  const me = yield* self()
  const other = yield* spawn(function* listener(): Body {
    for (let i = 0; i < 30; i++) yield* send(me, yield* receive())
  })
  for (let i = 0; i < 30; i++) {
    yield* send(other, i)
    yield* receive()
  }
}

export type Unrelated = 'none' | 'first' | 'last'

function nothingLost(clients: number): Property {
  return {
    name: 'no update is lost',
    kind: 'always',
    start: () => ({
      end(world) {
        const value = world.stateOf<{ value: number }>('/Tree/counter')?.value
        return value === clients
          ? undefined
          : { subject: '/Tree/counter', message: `the counter is ${String(value)}` }
      },
    }),
  }
}

function withClients(clients: readonly number[], unrelated: Unrelated): Experiment['system'] {
  return function* system(): Body {
    if (unrelated === 'first') yield* spawn(chatter)
    yield* Tree.start()
    const me = yield* self()
    for (const handshakes of clients) yield* spawn(client, me, handshakes)
    if (unrelated === 'last') yield* spawn(chatter)
    for (const _ of clients) yield* receive()
  }
}

/** Three clients at once: nearly every schedule loses an update. */
export function lostUpdate(unrelated: Unrelated): Experiment {
  return {
    name: 'lost update',
    system: withClients([0, 0, 0], unrelated),
    properties: [nothingLost(3)],
  }
}

/** The second client has a call to make before it comes to the race: most schedules lose no update. */
export function patientClients(unrelated: Unrelated): Experiment {
  return {
    name: 'patient clients',
    system: withClients([0, 1], unrelated),
    properties: [nothingLost(2)],
  }
}
