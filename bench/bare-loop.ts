/**
 * The limit that every speed is measured against: generators, arrays and a uniform pick, nothing
 * else. No signals, no names, no order, no hash, no time. It has the shape of the quickest scheduler
 * that could run our bodies at all, so a ratio to it says what the semantics cost.
 */
type BareBody = Generator<typeof RECEIVE, void, number>

interface BareProcess {
  body: BareBody | null
  readonly mailbox: number[]
  head: number
  waiting: boolean
}

interface BareLoop {
  /** Makes a process and runs it to its first receive. */
  readonly spawn: () => BareProcess
  readonly begin: (process: BareProcess, body: BareBody) => void
  readonly send: (to: BareProcess, message: number) => void
  /** Runs until nobody has a message. */
  readonly run: () => void
}

const RECEIVE = { kind: 'receive' } as const

function bareLoop(): BareLoop {
  let state = 12345
  const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 4294967296
  const ready: BareProcess[] = []
  const spawn = (): BareProcess => ({ body: null, mailbox: [], head: 0, waiting: true })
  const begin = (process: BareProcess, body: BareBody): void => {
    process.body = body
    body.next()
  }
  const send = (to: BareProcess, message: number): void => {
    to.mailbox.push(message)
    if (to.waiting) {
      to.waiting = false
      ready.push(to)
    }
  }
  const run = (): void => {
    while (ready.length > 0) {
      const i = (random() * ready.length) | 0
      const process = ready[i]!
      ready[i] = ready[ready.length - 1]!
      ready.pop()
      const message = process.mailbox[process.head++]!
      if (process.head === process.mailbox.length) {
        process.mailbox.length = 0
        process.head = 0
      }
      process.body!.next(message)
      if (process.mailbox.length > process.head) ready.push(process)
      else process.waiting = true
    }
  }
  return { spawn, begin, send, run }
}

/** A ring of processes; the answer passes one token `messages` times and says how often it was received. */
export function bareRing(processes: number): (messages: number) => number {
  const { spawn, begin, send, run } = bareLoop()
  let count = 0
  function* body(next: BareProcess): BareBody {
    for (;;) {
      const left = yield RECEIVE
      count++
      if (left > 0) send(next, left - 1)
    }
  }
  const ring = Array.from({ length: processes }, spawn)
  for (const [i, each] of ring.entries()) begin(each, body(ring[(i + 1) % processes]!))
  return (messages) => {
    count = 0
    send(ring[0]!, messages)
    run()
    return count
  }
}

/** A parent that makes one child after the other, each telling it as its last act; answers how many. */
export function bareSpawns(children: number): number {
  const { spawn, begin, send, run } = bareLoop()
  let count = 0
  function* child(above: BareProcess): BareBody {
    yield RECEIVE
    send(above, 0)
  }
  function* parent(self: BareProcess): BareBody {
    for (yield RECEIVE; count < children; count++) {
      const born = spawn()
      begin(born, child(self))
      send(born, 0)
      yield RECEIVE
    }
  }
  const root = spawn()
  begin(root, parent(root))
  send(root, 0)
  run()
  return count
}

/** Processes that wait for their first message, to be weighed. */
export function bareIdlers(processes: number): unknown {
  const { spawn, begin } = bareLoop()
  function* idle(): BareBody {
    yield RECEIVE
  }
  return Array.from({ length: processes }, () => {
    const process = spawn()
    begin(process, idle())
    return process
  })
}
