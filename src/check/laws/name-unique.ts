import type { World } from '../../machine/index.ts'
import type { AnyPid, TraceEvent } from '../../record/index.ts'
import type { Breach, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/** Names of processes, as register/2 gives them. */
export const nameUnique: Law = makeLaw(
  {
    name: 'name_unique',
    rule: 'A registered name has one living owner at a time, and is free before anybody learns of its owner’s end.',
    source:
      'erlang:register/2; Erlang reference manual, Processes, "Registered Processes" and "Monitors"',
    story:
      'A server dies, its supervisor sees the EXIT, and register raises badarg: the name is taken.',
  },
  (): Watch => new NameUnique(),
)

class NameUnique implements Watch {
  readonly sees: readonly EventSort[] = [
    'register',
    'unregister',
    'exit',
    'arrive exit',
    'arrive down',
  ]
  readonly #owners = new Map<string, AnyPid>()
  readonly #names = new Map<number, string>()
  #judged = 0

  event(event: TraceEvent, world: World): Breach | undefined {
    switch (event.kind) {
      case 'register':
        return this.#registered(event.name, event.pid)
      case 'unregister':
        this.#owners.delete(event.name)
        this.#names.delete(event.pid.id)
        return undefined
      case 'exit':
        return this.#ended(event.pid)
      case 'arrive':
        return this.#told(event.from, world)
      default:
        return undefined
    }
  }

  judged(): number {
    return this.#judged
  }

  #registered(name: string, pid: AnyPid): Breach | undefined {
    this.#judged++
    const owner = this.#owners.get(name)
    const other = this.#names.get(pid.id)
    this.#owners.set(name, pid)
    this.#names.set(pid.id, name)
    if (owner !== undefined) {
      return {
        subject: name,
        message: `The name ${name} went to ${pid.path} while ${owner.path} had it.`,
      }
    }
    if (other === undefined) return undefined
    return { subject: name, message: `${pid.path} got the name ${name} beside ${other}.` }
  }

  /** The name goes with its owner; which name it was is remembered until the news has been told. */
  #ended(pid: AnyPid): undefined {
    const name = this.#names.get(pid.id)
    if (name !== undefined && this.#owners.get(name) === pid) this.#owners.delete(name)
  }

  #told(from: AnyPid, world: World): Breach | undefined {
    const name = this.#names.get(from.id)
    if (name === undefined || world.isAlive(from)) return undefined
    if (world.whereis(name)?.id !== from.id) return undefined
    return {
      subject: name,
      message: `The end of ${from.path} was told while it still had the name ${name}.`,
    }
  }
}
