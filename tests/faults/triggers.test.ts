// When scripted faults strike, on bare processes.

import { describe, expect, test } from 'vitest'

import {
  atPoint,
  crash,
  exit,
  handled,
  kill,
  nOf,
  oneOf,
  pause,
  phase,
  received,
  sent,
} from '../../src/faults/index.ts'
import {
  giveWay,
  now,
  point,
  receive,
  send,
  sleep,
  spawnOpt,
  type Body,
  type Pid,
} from '../../src/process/index.ts'
import {
  keeper,
  listener,
  perform,
  sleeper,
  struck,
  ticker,
  tickTock,
  type Diary,
} from './stage.ts'

/** `/a` and `/b` send ticks to `/c` at the same times. */
function twoTickers(diary: Diary) {
  return function* () {
    const c = yield* spawnOpt(listener, [diary], { label: 'c' })
    yield* spawnOpt(ticker, [c, 5, 10], { label: 'a' })
    yield* spawnOpt(ticker, [c, 5, 10], { label: 'b' })
  }
}

describe('a time', () => {
  test('strikes at that time, whoever lives by then', () => {
    const run = perform(tickTock([]), { faults: [kill('/**', { at: 25 })] })
    expect(struck(run)).toEqual(['kill /b at 25ms (idle)', 'kill /a at 25ms (asleep)'])
    expect(run.machine.now).toBe(25)
  })

  test('at which nobody is there strikes nobody, and says so', () => {
    const run = perform(tickTock([]), { faults: [kill('/c', { at: 25, name: 'the kill' })] })
    expect(struck(run)).toEqual([])
    expect(run.disturbance.unmatched).toEqual(['the kill'])
    expect(run.disturbance.tallies).toMatchObject([{ hits: 0, misses: 1 }])
  })
})

describe('a message that is sent', () => {
  test('strikes the n-th time only', () => {
    const diary: Diary = []
    const run = perform(tickTock(diary), {
      faults: [kill('/a', { when: sent('tick', { nth: 3 }) })],
    })
    expect(diary.map(([, n]) => n)).toEqual([1, 2, 3])
    expect(struck(run)).toEqual(['kill /a on the 3rd tick that it sends to /b'])
  })

  test('strikes every time, if not told otherwise, and as often as it may', () => {
    const run = perform(tickTock([]), { faults: [pause('/b', { when: sent('tick'), for: 1 })] })
    expect(struck(run)).toHaveLength(5)
    const faults = [pause('/b', { when: sent('tick'), for: 1, atMost: 2 })]
    expect(struck(perform(tickTock([]), { faults }))).toHaveLength(2)
  })

  test('is known by its sender and its receiver', () => {
    const to = (path: string) => [
      kill('$event.from', { when: sent('tick', { from: path, nth: 2 }) }),
    ]
    expect(struck(perform(twoTickers([]), { faults: to('/b') }))).toEqual([
      'kill /b on the 2nd tick that it sends to /c',
    ])
    const nobody = [kill('$event.from', { when: sent('tick', { to: '/a' }) })]
    expect(struck(perform(twoTickers([]), { faults: nobody }))).toEqual([])
  })

  test('may be any message', () => {
    const run = perform(tickTock([]), { faults: [kill('$event.to', { when: sent('*') })] })
    expect(struck(run)).toEqual(['kill /b on the 1st tick that /a sends to it (idle)'])
  })
})

describe('a message that is received', () => {
  test('strikes before it is handled', () => {
    const diary: Diary = []
    const run = perform(twoTickers(diary), {
      faults: [kill('$event.process', { when: received('tick', { from: '/b', nth: 2 }) })],
    })
    expect(struck(run)).toEqual(['kill /c on the 2nd tick from /b that it takes'])
    expect(diary.map(([, n]) => n)).toEqual([1, 1, 2])
  })

  test('knows who has sent it', () => {
    const run = perform(twoTickers([]), {
      faults: [kill('$event.from', { when: received('tick', { nth: 2 }) })],
    })
    expect(struck(run)).toHaveLength(1)
    expect(struck(run)[0]).toMatch(/^kill \/[ab] on the 2nd tick that \/c takes/)
  })
})

describe('a message that is handled', () => {
  test('strikes when its receiver asks for the next one', () => {
    const diary: Diary = []
    const faults = [kill('$event.process', { when: handled('tick', { nth: 2 }) })]
    const run = perform(tickTock(diary), { faults })
    expect(struck(run)).toEqual(['kill /b on the 2nd tick that it has handled (idle)'])
    expect(diary.map(([, n]) => n)).toEqual([1, 2])
  })

  test('is not handled while its receiver sleeps over it, or dies', () => {
    function* slowListener(): Body {
      for (;;) {
        yield* receive()
        yield* sleep(15)
        yield* now()
      }
    }
    function* system(): Body {
      const b = yield* spawnOpt(slowListener, [], { label: 'b' })
      yield* spawnOpt(ticker, [b, 5, 10], { label: 'a' })
    }
    const faults = [kill('/a', { when: handled('tick', { nth: 1 }) }), kill('/b', { at: 20 })]
    expect(perform(system, { faults }).story).toEqual([
      '0 / ends',
      '15 kill /a on the 1st tick that /b has handled (asleep)',
      '15 /a ends',
      '20 kill /b at 20ms (asleep)',
      '20 /b ends',
    ])
  })
})

describe('a phase', () => {
  test('init of a bare process is its spawn: struck there, it does nothing', () => {
    const diary: Diary = []
    const run = perform(tickTock(diary), { faults: [kill('/b', { when: phase('init') })] })
    expect(diary).toEqual([])
    expect(struck(run)).toEqual(['kill /b in its init'])
  })

  test('is told apart by lives', () => {
    const faults = [kill('/w', { when: phase('init', { life: '>= 2' }), atMost: 2 })]
    const run = perform(
      function* () {
        yield* spawnOpt(keeper, ['w', 2], { label: 'k' })
      },
      {
        faults: [...faults, kill('/k/w', { when: phase('init', { life: '>= 2' }), atMost: 2 })],
        steps: 60,
      },
    )
    expect(struck(run)).toEqual(['kill /k/w~2 in its init', 'kill /k/w~3 in its init'])
    expect(run.disturbance.unmatched).toEqual(['kill during init of /w (life >= 2)'])
  })

  test('handling of a bare process begins with each message', () => {
    const diary: Diary = []
    const faults = [kill('/b', { when: phase('handling', { nth: 3 }) })]
    const run = perform(tickTock(diary), { faults })
    expect(diary.map(([, n]) => n)).toEqual([1, 2])
    expect(struck(run)).toEqual(['kill /b on the 3rd message that it handles'])
  })

  test('idle begins when it waits for whatever comes next', () => {
    const diary: Diary = []
    const faults = [kill('/b', { when: phase('idle', { nth: 3 }) })]
    const run = perform(tickTock(diary), { faults })
    expect(diary.map(([, n]) => n)).toEqual([1, 2])
    expect(struck(run)).toEqual(['kill /b when it is idle for the 3rd time'])
  })

  test('terminate of a bare process is its end, for others to be struck by', () => {
    const run = perform(
      function* () {
        yield* spawnOpt(sleeper, [30], { label: 'c' })
        yield* tickTock([])()
      },
      { faults: [kill('/b', { when: phase('terminate', { of: '/c' }) })] },
    )
    expect(run.story).toContain("30 kill /b in /c's terminate")
  })
})

describe('a labelled point', () => {
  function* transfer(diary: Diary, to: Pid): Body {
    for (let n = 1; n <= 3; n++) {
      yield* send(to, { kind: 'debit', n })
      yield* point('between')
      diary.push([yield* now(), n])
      yield* send(to, { kind: 'credit', n })
      yield* giveWay()
    }
  }
  function bank(diary: Diary, book: Diary) {
    return function* () {
      const ledger = yield* spawnOpt(bookkeeper, [book], { label: 'ledger' })
      yield* spawnOpt(transfer, [diary, ledger], { label: 'teller' })
    }
  }
  function* bookkeeper(book: Diary): Body {
    for (;;) {
      const { kind, n } = (yield* receive()) as { readonly kind: string; readonly n: number }
      book.push([n, kind])
    }
  }

  test('is where a process is killed, and nothing behind it is done', () => {
    const diary: Diary = []
    const book: Diary = []
    const faults = [kill('$event.process', { when: atPoint('between', { nth: 2 }) })]
    const run = perform(bank(diary, book), { faults })
    expect(book).toEqual([
      [1, 'debit'],
      [1, 'credit'],
      [2, 'debit'],
    ])
    expect(diary).toEqual([[0, 1]])
    expect(struck(run)).toEqual(['kill /teller when it is at between for the 2nd time'])
  })

  test('is where it is paused, and goes on from', () => {
    const diary: Diary = []
    const book: Diary = []
    const faults = [pause('/teller', { when: atPoint('between', { nth: 2 }), for: 500 })]
    perform(bank(diary, book), { faults })
    expect(diary).toEqual([
      [0, 1],
      [500, 2],
      [500, 3],
    ])
    expect(book).toHaveLength(6)
  })

  test('is where it crashes', () => {
    const book: Diary = []
    const run = perform(bank([], book), {
      faults: [crash('/teller', { when: atPoint('between', { nth: 2 }) })],
    })
    expect(book.at(-1)).toEqual([2, 'debit'])
    expect(run.story).toContain('0 /teller ends')
  })

  test('is where it gets an exit signal', () => {
    const diary: Diary = []
    const faults = [exit('/teller', { when: atPoint('between'), reason: 'shutdown' })]
    perform(bank(diary, []), { faults })
    expect(diary).toEqual([])
  })
})

describe('of several', () => {
  function* crowd(): Body {
    for (const label of ['a', 'b', 'c', 'd', 'e', 'f']) yield* spawnOpt(sleeper, [100], { label })
  }

  test('one is drawn by the seed', () => {
    const victim = (seed: string): string =>
      struck(perform(crowd, { faults: [kill(oneOf('/*'), { at: 50 })], seed })).join()
    const victims = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'].map(victim)
    expect(new Set(victims).size).toBeGreaterThan(2)
    expect(victim('1')).toBe(victims[0])
  })

  test('n are drawn, and all if there are no more', () => {
    expect(struck(perform(crowd, { faults: [kill(nOf(4, '/*'), { at: 50 })] }))).toHaveLength(4)
    expect(struck(perform(crowd, { faults: [kill(nOf(9, '/*'), { at: 50 })] }))).toHaveLength(6)
  })

  test('who else there is does not change who is drawn, unless it is the newcomer', () => {
    function* larger(): Body {
      yield* spawnOpt(sleeper, [100], { label: 'aa' })
      yield* crowd()
    }
    for (let seed = 0; seed < 50; seed++) {
      const direction = { faults: [kill(oneOf('/*'), { at: 50 })], seed: `${seed}` }
      const [before] = struck(perform(crowd, direction))
      const [after] = struck(perform(larger, direction))
      if (after?.startsWith('kill /aa ') !== true) expect(after).toBe(before)
    }
  })
})
