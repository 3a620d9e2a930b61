/**
 * What a process may ask of the machine. An operation is data, performed by `yield*`; the one
 * interpreter (`interpreter.ts`) answers it.
 *
 * An operation is its own single-shot iterator and its own iterator result: `yield*` hands it to
 * the machine as it is and gets the answer through it. So one small object is all that an operation
 * costs. Starting the iteration and taking its first step are one act of `yield*`, hence the same
 * operation may be performed again, and by several processes.
 */

/** Which operation; the first block is answered on the spot and is no scheduling point. */
export const Code = {
  self: 1,
  now: 2,
  random: 3,
  makeRef: 4,
  get: 5,
  put: 6,
  erase: 7,
  trapExit: 8,
  note: 9,
  publish: 10,
  callback: 11,
  parent: 12,
  misuse: 13,
  setLabel: 14,
  setFlag: 15,
  abandonSpawn: 16,
  /** From here on the world is touched: another process could see the difference. */
  spawn: 20,
  send: 21,
  receive: 22,
  link: 23,
  unlink: 24,
  monitor: 25,
  demonitor: 26,
  exit: 27,
  register: 28,
  unregister: 29,
  whereis: 30,
  registered: 31,
  startTimer: 32,
  cancelTimer: 33,
  readTimer: 34,
  alias: 35,
  unalias: 36,
  isAlive: 37,
  processInfo: 38,
  giveWay: 39,
  processes: 40,
  spawnRequest: 41,
  hibernate: 42,
  groupLeader: 43,
  setGroupLeader: 44,
  getLabel: 45,
} as const

/** Codes below this one are quiet: nobody else can tell when they are performed. */
export const FIRST_SCHEDULING_POINT: number = Code.spawn

/**
 * How many operations were made and not yet performed since the process went on. Made and dropped
 * is a forgotten `yield*`, the one mistake that generators invite. This is the single piece of
 * module state in the library: the words of a process have no machine at hand to count in.
 */
const ledger: Ledger = {
  turns: 0,
  turn: 0,
  open: 0,
  answer: null,
  capture: false,
  unperformed: [],
}

interface Ledger extends LedgerPage {
  turns: number
  turn: number
  open: number
  answer: AnswerQuietly | null
  capture: boolean
  unperformed: Placed[]
}

/**
 * Performs a quiet operation of the process that is going on and puts the answer into `value`. False
 * when the process must not go on, as after a fault that strikes where it stands.
 */
export type AnswerQuietly = (operation: Operation<unknown>) => boolean

/** An operation that knows where it was made. */
interface Placed {
  place?: string
}

/** Called by the machine before it lets a process go on. */
export function openLedger(): void {
  ledger.turn = ++ledger.turns
  ledger.open = 0
  if (ledger.capture) ledger.unperformed.length = 0
}

/** What stands in the ledger when a machine begins to run inside a step of another. */
export interface LedgerPage {
  readonly turn: number
  readonly open: number
  readonly answer: AnswerQuietly | null
}

/** Begins a page for a machine that begins to run; answers that of the outer one. */
export function turnPage(answer: AnswerQuietly): LedgerPage {
  const { turn, open, answer: outer } = ledger
  ledger.answer = answer
  return { turn, open, answer: outer }
}

/** Goes back to the page of the outer machine. */
export function returnToPage(page: LedgerPage): void {
  ledger.turn = page.turn
  ledger.open = page.open
  ledger.answer = page.answer
}

/** How many operations were made in this turn and never performed. */
export function openOperations(): number {
  return ledger.open
}

/** From now on notes where each operation is made (slow: only to explain a failure already found). */
export function capturePlaces(on: boolean): void {
  ledger.capture = on
  ledger.unperformed = []
}

/** Where the operations of this turn that were never performed were made. */
export function forgottenPlaces(): readonly string[] {
  return ledger.unperformed.map((each) => each.place ?? '')
}

function made(what: Placed): number {
  ledger.open++
  if (ledger.capture) {
    what.place = new Error().stack ?? ''
    ledger.unperformed.push(what)
  }
  return ledger.turn
}

function performed(what: Placed): void {
  ledger.open--
  if (ledger.capture) ledger.unperformed = ledger.unperformed.filter((each) => each !== what)
}

/** A quiet operation is answered where it stands, without going out through all bodies around it. */
function answered(operation: Operation<unknown>): boolean {
  return ledger.answer !== null && ledger.answer(operation)
}

/** In place of the turn: `yield*` has begun with the operation, and the machine has got it. */
const ASKING = -1
const ASKED = -2

/** What `yield*` performs, with the type of what it answers. */
export interface Performable<out Result> {
  /** Phantom: the type of the answer. */
  readonly answers?: Result
  [Symbol.iterator](): Iterator<Operation<unknown>, Result, unknown>
}

/** A process body while it runs. */
export type Body<Result = void> = Generator<Operation<unknown>, Result, unknown>

export class Operation<out Result> implements Performable<Result> {
  declare readonly answers?: Result
  declare place?: string
  readonly code: number
  readonly a: unknown
  readonly b: unknown
  readonly c: unknown
  /** Iterator result: whether the answer is in. */
  done = false
  /** Iterator result: the answer. */
  value: unknown = undefined
  /** The turn it was made in; once it is performed, how far that is. */
  #turn: number

  constructor(code: number, a?: unknown, b?: unknown, c?: unknown) {
    this.code = code
    this.a = a
    this.b = b
    this.c = c
    this.#turn = made(this)
  }

  [Symbol.iterator](): Iterator<Operation<unknown>, Result, unknown> {
    if (this.#turn === ledger.turn) performed(this)
    this.#turn = ASKING
    return this as unknown as Iterator<Operation<unknown>, Result, unknown>
  }

  /** First the machine is asked (`this` is the question), then the answer is handed on. */
  next(given: unknown): this {
    if (this.#turn === ASKING) {
      this.#turn = ASKED
      this.done = this.code < FIRST_SCHEDULING_POINT && answered(this)
    } else {
      this.done = true
      this.value = given
    }
    return this
  }

  /** Without this an error thrown in by the machine would arrive as a TypeError about iterators. */
  throw(error: unknown): never {
    throw error
  }
}

/**
 * An operation made of others: `call`, `start` and the like. It is counted as the elementary ones
 * are, so that forgetting its `yield*` is noticed too.
 */
export class Composite<Args extends readonly unknown[], out Result> implements Performable<Result> {
  declare readonly answers?: Result
  declare place?: string
  readonly #body: (...args: Args) => Body<Result>
  readonly #args: Args
  #turn: number

  constructor(body: (...args: Args) => Body<Result>, args: Args) {
    this.#body = body
    this.#args = args
    this.#turn = made(this)
  }

  [Symbol.iterator](): Iterator<Operation<unknown>, Result, unknown> {
    if (this.#turn === ledger.turn) {
      this.#turn = -1
      performed(this)
    }
    return this.#body(...this.#args)
  }
}

/** The name of an elementary operation, for messages. */
export function nameOfOperation(operation: Operation<unknown>): string {
  const codes: [string, number][] = Object.entries(Code)
  return codes.find(([, code]) => code === operation.code)?.[0] ?? 'unknown'
}

/** Turns a generator function into a word: its calls are operations, to be performed by `yield*`. */
export function word<Args extends readonly unknown[], Result>(
  body: (...args: Args) => Body<Result>,
): (...args: Args) => Performable<Result> {
  return (...args) => new Composite(body, args)
}
