import { expect, test } from 'vitest'
import { Machine } from '../../src/machine/index.ts'
import {
  call,
  cast,
  child,
  genServer,
  named,
  noreply,
  reply,
  supervisor,
  whichChildren,
} from 'mayday/otp'
import { exit, sleep, whereis } from 'mayday/process'
import { Uniform } from '../../src/explore/uniform.ts'

const Counter = genServer('Counter', {
  init: (start: number) => ({ count: start }),
  handleCall: {
    read: (state) => reply(state.count, state),
    add: (state, by: number) => reply(state.count + by, { count: state.count + by }),
    *slowly(state, ms: number) {
      yield* sleep(ms)
      return reply('done' as const, state)
    },
  },
  handleCast: { reset: () => noreply({ count: 0 }) },
})
const visits = named(Counter, 'visits')
const Bank = supervisor('Bank', { children: [child(Counter, { name: visits, args: [3] })] })

test.each(['0', '1', '2', '3'])(
  'a counter under a supervisor counts, dies and comes back, seed %s',
  (seed) => {
    const seen: unknown[] = []
    const machine = new Machine({ seed, strategy: new Uniform() })
    machine.start(function* () {
      const bank = yield* Bank.start()
      seen.push(yield* call(visits, 'add', 2))
      seen.push(yield* call(visits, 'slowly', 100))
      const old = (yield* whereis(visits))!
      yield* exit(old, 'kill')
      while ((yield* whereis(visits)) === old || (yield* whereis(visits)) === undefined)
        yield* sleep(1)
      seen.push(yield* call(visits, 'read'))
      yield* cast(visits, 'reset')
      seen.push(yield* call(visits, 'read'))
      seen.push((yield* whichChildren(bank)).map((each) => each.id))
    })
    expect(machine.run()).toEqual({ kind: 'idle' })
    expect(seen).toEqual([5, 'done', 3, 0, ['visits']])
    expect(machine.world.processes().map((pid) => pid.path + '~' + pid.life)).toEqual([
      '/Bank~0',
      '/Bank/visits~1',
    ])
  },
)
