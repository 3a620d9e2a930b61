import { globToRegExp } from '../base/index.ts'
import type { World } from '../machine/index.ts'
import type { AnyPid, TraceEvent } from '../record/index.ts'
import { nameOf } from '../record/index.ts'
import type { Breach, EventSort, Property, Watch } from './property.ts'

/**
 * No mailbox of the processes that the path or glob names ever holds more than `atMost` messages.
 *
 * @example
 * mailboxBound('/app/pool/*', 16)
 */
export function mailboxBound(glob: string, atMost: number, name?: string): Property {
  return {
    name: name ?? `at most ${atMost} messages wait in ${glob}`,
    kind: 'bound',
    start: () => new MailboxBound(globToRegExp(glob), atMost),
  }
}

class MailboxBound implements Watch {
  readonly sees: readonly EventSort[] = ['arrive message', 'arrive exit', 'arrive down', 'exit']
  readonly #pattern: RegExp
  readonly #atMost: number
  readonly #concerned = new Map<number, boolean>()
  /** Those that got something in this step: what came may be taken in the same step. */
  #touched: AnyPid[] = []
  #judged = 0

  constructor(pattern: RegExp, atMost: number) {
    this.#pattern = pattern
    this.#atMost = atMost
  }

  event(event: TraceEvent): undefined {
    if (event.kind === 'exit') this.#concerned.delete(event.pid.id)
    else if (event.kind === 'arrive' && !event.dropped && this.#concerns(event.to)) {
      this.#touched.push(event.to)
    }
  }

  step(world: World): Breach | undefined {
    if (this.#touched.length === 0) return undefined
    const touched = this.#touched
    this.#touched = []
    for (const pid of touched) {
      this.#judged++
      const waiting = world.mailboxOf(pid)
      if (waiting > this.#atMost) {
        return {
          subject: pid.path,
          message: `${waiting} messages wait in the mailbox of ${nameOf(pid)}, ${this.#atMost} being allowed.`,
        }
      }
    }
    return undefined
  }

  judged(): number {
    return this.#judged
  }

  #concerns({ id, path }: AnyPid): boolean {
    let concerned = this.#concerned.get(id)
    if (concerned === undefined) {
      concerned = this.#pattern.test(path)
      this.#concerned.set(id, concerned)
    }
    return concerned
  }
}
