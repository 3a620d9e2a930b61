import {
  call,
  cast,
  child,
  genServer,
  named,
  noreply,
  reply,
  stopProcess,
  supervisor,
} from '../../src/otp/index.ts'
import {
  ExitError,
  isDown,
  now,
  point,
  receive,
  sleep,
  spawnOpt,
  type Body,
} from '../../src/process/index.ts'
import type { Diary } from './stage.ts'

/** Reserves rooms; between looking and taking stands a labelled point. Counts its inits in its state. */
export const Desk = genServer('Desk', {
  init: (rooms: number) => ({ rooms }),
  handleCall: {
    *reserve(state, n: number) {
      yield* point('looked')
      return reply(state.rooms - n, { rooms: state.rooms - n })
    },
    rooms: (state) => reply(state.rooms, state),
  },
  handleCast: { release: (state, n: number) => noreply({ rooms: state.rooms + n }) },
  terminate: () => undefined,
  trapExit: true,
})

export const desk = named(Desk, 'desk')
export const bar = named(Desk, 'bar')

export const Hotel = supervisor('Hotel', {
  strategy: 'one_for_one',
  maxRestarts: 5,
  maxSeconds: 5,
  children: [child(Desk, { name: desk, args: [100] }), child(Desk, { name: bar, args: [10] })],
})

/** Asks the desk for a room, 10 ms after each answer; notes the answers, and why there was none. */
export function* guest(diary: Diary, count: number): Body {
  for (let n = 1; n <= count; n++) {
    let answer: unknown
    try {
      answer = yield* call(desk, 'reserve', 1)
    } catch (error) {
      answer = reasonFor(error)
    }
    diary.push([yield* now(), answer])
    yield* sleep(10)
  }
}

/** The hotel, and one guest who comes in at 0; when he leaves, the hotel is closed. */
export function hotel(diary: Diary, count = 5) {
  return function* (): Body {
    const house = yield* Hotel.start()
    const { ref } = yield* spawnOpt(guest, [diary, count], { label: 'guest', monitor: true })
    yield* receive((message) => isDown(message) && message.ref === ref)
    yield* cast(bar, 'release', 1)
    yield* stopProcess(house, 'shutdown')
  }
}

function reasonFor(error: unknown): unknown {
  const reason = error instanceof ExitError ? error.reason : error
  return (reason as { readonly reason?: unknown }).reason ?? reason
}
