// A system in which a bit of everything happens: links, monitors, aliases, names, timers, time-outs,
// random draws, exits of every kind. It says nothing about itself; its digest says it all.

import {
  alias,
  cancelTimer,
  demonitor,
  exit,
  giveWay,
  isDown,
  isExit,
  link,
  makeRef,
  monitor,
  raise,
  random,
  randomInt,
  receive,
  register,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  startTimer,
  timeout,
  trapExit,
  unlink,
  unregister,
  whereis,
  type Body,
  type Pid,
  type Ref,
} from '../../src/process/index.ts'

interface Request {
  readonly kind: 'request'
  readonly from: Pid
  readonly ref: Ref
  readonly job: number
}

interface Reply {
  readonly kind: 'reply'
  readonly ref: Ref
  readonly result: unknown
}

const isRequest = (message: unknown): message is Request =>
  (message as { readonly kind?: unknown }).kind === 'request'

/** Does jobs, and on some of them fails in one way or another. */
function* worker(): Body {
  for (;;) {
    const request = yield* receive(isRequest, { after: 40 })
    if (request === timeout) return
    yield* sleep(yield* randomInt(12))
    const luck = yield* random()
    if (luck < 0.1) exit({ shutdown: request.job })
    if (luck < 0.2) raise('bad_luck')
    if (luck < 0.3) yield* exit(yield* self(), 'kill')
    yield* send(request.ref, { kind: 'reply', ref: request.ref, result: request.job * 2 })
    if (luck > 0.9) yield* giveWay()
  }
}

/** Keeps one worker going under a name, counting how often it has to. */
function* keeper(name: string): Body {
  yield* trapExit(true)
  for (let lives = 0; lives < 5; lives++) {
    const pid = yield* spawnOpt(worker, [], { label: name, link: true })
    yield* register(name, pid)
    const { from, reason } = yield* receive(isExit)
    if (from !== pid) exit(reason)
  }
  exit('too_many')
}

/** Asks workers by name, and copes with those who are late, gone or nameless. */
function* client(names: readonly string[], jobs: number): Body<number> {
  const me = yield* self()
  let done = 0
  for (let job = 0; job < jobs; job++) {
    const name = names[yield* randomInt(names.length)]!
    const ref = yield* monitor(name, { alias: 'reply_demonitor' })
    if ((yield* whereis(name)) !== undefined) {
      try {
        yield* send(name, { kind: 'request', from: me, ref, job })
      } catch {
        yield* sleep(1)
      }
    }
    const isMine = (message: unknown): message is Reply => (message as Partial<Reply>).ref === ref
    const answer = yield* receive(isMine, { after: 8, since: ref })
    if (answer === timeout) yield* demonitor(ref, { flush: true })
    else if (!isDown(answer)) done++
  }
  return done
}

/** Starts timers and changes its mind. */
function* fidget(to: string): Body {
  for (let i = 0; i < 10; i++) {
    const refs = [
      yield* sendAfter(yield* randomInt(20), to, { kind: 'nudge', i }),
      yield* startTimer(yield* randomInt(20), yield* self(), i),
    ]
    yield* receive(null, { after: 5 })
    yield* cancelTimer(refs[yield* randomInt(2)]!)
  }
}

/** Ties and unties itself with others who do the same. */
function* tangle(others: readonly Pid[], rounds: number): Body {
  yield* trapExit(true)
  for (let i = 0; i < rounds; i++) {
    const other = others[yield* randomInt(others.length)]!
    if ((yield* random()) < 0.5) yield* link(other)
    else yield* unlink(other)
    yield* receive(isExit, { after: 1 })
  }
}

export function* smallSystem(size = 1): Body {
  yield* trapExit(true)
  const names: string[] = []
  for (let i = 0; i < 2 * size; i++) {
    names.push(`w${i}`)
    yield* spawnLink(keeper, `w${i}`)
  }
  const refs: Ref[] = []
  for (let i = 0; i < 2 * size; i++) {
    const { pid, ref } = yield* spawnMonitor(client, names, 6)
    refs.push(ref)
    if (i === 0) yield* register('client', pid)
  }
  yield* spawn(fidget, 'w0')
  const idlers: Pid[] = []
  for (let i = 0; i < 3; i++) {
    idlers.push(
      yield* spawn(function* idler(): Body {
        yield* sleep(100)
      }),
    )
  }
  for (let i = 0; i < 2; i++) yield* spawn(tangle, idlers, 5)
  const box = yield* alias()
  yield* send(box, { kind: 'hello', ref: yield* makeRef(), data: [1, 'two', null, { three: 3.5 }] })
  for (const ref of refs) {
    yield* receive((message) => isDown(message) && message.ref === ref, { since: ref })
  }
  if ((yield* whereis('client')) !== undefined) yield* unregister('client')
  exit({ shutdown: 'all done' })
}
