import { formatReason } from '../../record/index.ts'
import type { World } from '../../machine/index.ts'
import type {
  AnyPid,
  ArriveEvent,
  ExitEvent,
  Moment,
  SendEvent,
  TraceEvent,
} from '../../record/index.ts'
import type { Breach, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/**
 * What a link promises. Judged for links that both sides know of and neither has ever taken off:
 * while a link and an unlink may cross, nothing is certain.
 */
export const linkSymmetry: Law = makeLaw(
  {
    name: 'link_symmetry',
    rule: 'The end of a process is told once over each of its links, and the other side ends with it, unless the reason is normal or it traps exits.',
    source: 'Erlang reference manual, Processes, "Links" and "Receiving Exit Signals"',
    story: 'Two linked processes, neither trapping exits; one crashes and the other lives on.',
  },
  (): Watch => new LinkSymmetry(),
)

/** A process that has just ended. */
interface Ended {
  readonly pid: AnyPid
  readonly step: number
  /** Those it was linked with, and those of them that it still has to tell. */
  readonly links: ReadonlyMap<number, AnyPid>
  readonly untold: Map<number, AnyPid>
}

/** An exit signal that ends its receiver in this very step. */
interface Fatal {
  readonly from: AnyPid
  readonly to: AnyPid
  readonly step: number
  readonly reason: unknown
}

class LinkSymmetry implements Watch {
  readonly sees: readonly EventSort[] = [
    'spawn',
    'unlink',
    'exit',
    'send exit',
    'arrive exit',
    'arrive link',
  ]
  readonly #links = new Pairs()
  /** Links that were taken off once. */
  readonly #parted = new Pairs()
  /** The news of an end under way, from the dead to whoever is to hear it. */
  readonly #news = new Map<number, Set<number>>()
  /** Known to trap exits: to look is dear when the mailbox is long. */
  readonly #trappers = new Set<number>()
  #ended: Ended[] = []
  #fatal: Fatal[] = []
  #judged = 0

  event(event: TraceEvent, world: World): Breach | undefined {
    return this.#overdue(event.step) ?? this.#happened(event, world)
  }

  end(): Breach | undefined {
    return this.#overdue(Infinity)
  }

  judged(): number {
    return this.#judged
  }

  #happened(event: TraceEvent, world: World): Breach | undefined {
    switch (event.kind) {
      case 'spawn':
        if (event.link && event.parent !== null) this.#links.join(event.parent, event.pid)
        return undefined
      case 'unlink':
        this.#links.part(event.pid, event.other)
        this.#parted.join(event.pid, event.other)
        this.#news.get(event.other.id)?.delete(event.pid.id)
        return undefined
      case 'exit':
        this.#exit(event)
        return undefined
      case 'send':
        return this.#sent(event)
      case 'arrive':
        if (event.type === 'exit') this.#told(event, world)
        else if (!event.dropped) this.#linked(event.from, event.to, world)
        return undefined
      default:
        return undefined
    }
  }

  /** What an earlier step should have brought about. */
  #overdue(step: number): Breach | undefined {
    if (this.#ended.length > 0 && this.#ended[0]!.step < step) {
      for (const { pid, untold } of this.#ended.splice(0)) {
        for (const other of untold.values()) {
          return breach(
            pid,
            other,
            `${other.path} was linked with ${pid.path} and was not told of its end`,
          )
        }
      }
    }
    if (this.#fatal.length === 0 || this.#fatal[0]!.step >= step) return undefined
    const [first] = this.#fatal.splice(0)
    const { from, to, reason } = first!
    const why = `${from.path} ended with ${formatReason(reason)}`
    return breach(
      from,
      to,
      `${why} and ${to.path}, linked with it and not trapping exits, lived on`,
    )
  }

  #exit({ pid, step }: ExitEvent & Moment): void {
    this.#fatal = this.#fatal.filter(({ to }) => to !== pid)
    this.#trappers.delete(pid.id)
    this.#parted.remove(pid)
    const links = this.#links.remove(pid)
    if (links === undefined || links.size === 0) return
    this.#judged += links.size
    this.#ended.push({ pid, step, links, untold: new Map(links) })
  }

  #sent({ from, to }: SendEvent): Breach | undefined {
    const ended = this.#ended.find((each) => each.pid === from)
    if (ended === undefined || !ended.links.has(to.id)) return undefined
    if (!ended.untold.delete(to.id)) {
      return breach(from, to, `${to.path} was told twice of the end of ${from.path}`)
    }
    const news = this.#news.get(from.id)
    if (news === undefined) this.#news.set(from.id, new Set([to.id]))
    else news.add(to.id)
    return undefined
  }

  /** The other side knows of the link now; whoever asked for it may be dead by then. */
  #linked(from: AnyPid, to: AnyPid, world: World): void {
    if (world.isAlive(from) && !this.#parted.has(from, to)) this.#links.join(from, to)
  }

  #told({ from, to, content, dropped, step }: ArriveEvent & Moment, world: World): void {
    const news = this.#news.get(from.id)
    if (news?.delete(to.id) !== true) return
    if (news.size === 0) this.#news.delete(from.id)
    if (dropped || content === 'normal' || this.#traps(to, world)) return
    this.#fatal.push({ from, to, step, reason: content })
  }

  #traps(pid: AnyPid, world: World): boolean {
    if (this.#trappers.has(pid.id)) return true
    if (world.infoOf(pid)?.trapExit !== true) return false
    this.#trappers.add(pid.id)
    return true
  }
}

/** A symmetric relation between living processes. */
class Pairs {
  readonly #of = new Map<number, Map<number, AnyPid>>()

  join(a: AnyPid, b: AnyPid): void {
    this.#half(a, b)
    this.#half(b, a)
  }

  part(a: AnyPid, b: AnyPid): void {
    this.#of.get(a.id)?.delete(b.id)
    this.#of.get(b.id)?.delete(a.id)
  }

  has(a: AnyPid, b: AnyPid): boolean {
    return this.#of.get(a.id)?.has(b.id) === true
  }

  /** Takes a process out; answers those it was paired with. */
  remove(pid: AnyPid): ReadonlyMap<number, AnyPid> | undefined {
    const others = this.#of.get(pid.id)
    if (others === undefined) return undefined
    this.#of.delete(pid.id)
    for (const id of others.keys()) this.#of.get(id)?.delete(pid.id)
    return others
  }

  #half(a: AnyPid, b: AnyPid): void {
    let others = this.#of.get(a.id)
    if (others === undefined) {
      others = new Map()
      this.#of.set(a.id, others)
    }
    others.set(b.id, b)
  }
}

function breach(from: AnyPid, to: AnyPid, message: string): Breach {
  return { subject: `${from.path} > ${to.path}`, message: `${message}.` }
}
