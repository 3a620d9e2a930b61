/**
 * The globals through which user code may reach past the simulated world, what to use instead of
 * each, and what those that can be answered from within the simulated world answer.
 *
 * They are known by name only: what a name stands for is looked up when the guard is installed,
 * since a browser has fewer of them, and a test may have replaced one by something of its own.
 */
export interface Site {
  /** The global that holds it, `globalThis` for a global of its own. */
  readonly holder: string
  readonly key: string
  readonly call?: Reach
  /** `new`; what is answered becomes the one argument. */
  readonly make?: Reach
  /** With arguments `new` is harmless: `new Date(2024, 1)` asks nobody for the time. */
  readonly makeWithArguments?: true
  readonly members?: Readonly<Record<string, Reach>>
}

/** One way of reaching out. */
export interface Reach {
  /** As it stands in the user's code: `Date.now()`. */
  readonly name: string
  /** What to write instead. */
  readonly hint: string
  readonly answer?: (world: Simulated, args: readonly unknown[], target: object) => unknown
}

/** The part of a machine that answers. */
export interface Simulated {
  readonly now: number
  draw(): number
}

/** Where virtual time 0 lies on the calendar when a wall clock has to be answered: 1 January 2020, UTC. */
export const EPOCH = 1_577_836_800_000

const CLOCK = 'ask for virtual time: yield* now()'
const CHANCE = 'draw from the run: yield* random() or yield* randomInt(n)'
const NAME = 'take a reference, yield* makeRef(), or draw from the run: yield* random()'
const TIMER =
  'let virtual time pass: yield* sleep(ms), sendAfter(ms, pid, message), receive(…, { after: ms })'
const LATER = 'send a message or spawn a process: the schedule decides when it is its turn'
const NETWORK =
  'nothing outside the run can be reached: model the other side as a process, and call it'
const PROMISE =
  'a run is one synchronous call: no promise can be waited for in it; use call, receive and timers'

const wallClock = ({ now }: Simulated): number => EPOCH + now

export const SITES: readonly Site[] = [
  {
    holder: 'globalThis',
    key: 'Date',
    call: {
      name: 'Date()',
      hint: CLOCK,
      answer: (world, _args, target) =>
        new (target as new (ms: number) => { toString(): string })(wallClock(world)).toString(),
    },
    make: { name: 'new Date()', hint: CLOCK, answer: wallClock },
    makeWithArguments: true,
    members: { now: { name: 'Date.now()', hint: CLOCK, answer: wallClock } },
  },
  {
    holder: 'Math',
    key: 'random',
    call: { name: 'Math.random()', hint: CHANCE, answer: (world) => world.draw() },
  },
  {
    holder: 'performance',
    key: 'now',
    call: { name: 'performance.now()', hint: CLOCK, answer: ({ now }) => now },
  },
  {
    holder: 'process',
    key: 'hrtime',
    call: { name: 'process.hrtime()', hint: CLOCK, answer: hrtime },
    members: {
      bigint: {
        name: 'process.hrtime.bigint()',
        hint: CLOCK,
        answer: ({ now }) => BigInt(now) * 1_000_000n,
      },
    },
  },
  {
    holder: 'crypto',
    key: 'randomUUID',
    call: { name: 'crypto.randomUUID()', hint: NAME, answer: randomUuid },
  },
  {
    holder: 'crypto',
    key: 'getRandomValues',
    call: { name: 'crypto.getRandomValues()', hint: CHANCE, answer: randomValues },
  },
  global('setTimeout', TIMER),
  global('setInterval', TIMER),
  global('setImmediate', LATER),
  global('queueMicrotask', LATER),
  global('fetch', NETWORK),
  {
    holder: 'globalThis',
    key: 'Promise',
    make: { name: 'new Promise()', hint: PROMISE },
    members: Object.fromEntries(
      ['resolve', 'reject', 'all', 'allSettled', 'any', 'race', 'try', 'withResolvers'].map(
        (key): [string, Reach] => [key, { name: `Promise.${key}()`, hint: PROMISE }],
      ),
    ),
  },
]

function global(key: string, hint: string): Site {
  return { holder: 'globalThis', key, call: { name: `${key}()`, hint } }
}

/** Seconds and nanoseconds, since an earlier answer if one is given. */
function hrtime({ now }: Simulated, [since]: readonly unknown[]): [number, number] {
  const [seconds, nanoseconds] = Array.isArray(since) ? (since as [number, number]) : [0, 0]
  const passed = now - seconds * 1000 - nanoseconds / 1_000_000
  return [Math.floor(passed / 1000), Math.round((passed % 1000) * 1_000_000)]
}

function randomUuid(world: Simulated): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(world.draw() * 256))
  // Version 4, variant 1 of RFC 9562.
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function randomValues(world: Simulated, [array]: readonly unknown[]): unknown {
  const { buffer, byteOffset, byteLength } = array as Uint8Array
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  for (let i = 0; i < byteLength; i++) bytes[i] = Math.floor(world.draw() * 256)
  return array
}
