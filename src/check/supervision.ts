import type { World } from '../machine/index.ts'
import type {
  AnyPid,
  NoteEvent,
  ExitEvent,
  Moment,
  ReceiveEvent,
  Ref,
  SpawnEvent,
  SupervisorSpec,
  TraceEvent,
} from '../record/index.ts'
import { isDown, isExit, isPid } from '../record/index.ts'
import type { Cause, Life, Supervised } from './life.ts'
import { isGroup, isSimple, lifeAt, placeOf, wantsRestart, wasAsked } from './life.ts'
import type { Ending, EventSort } from './property.ts'
import type { Source } from './source.ts'

/** What an event has changed among the supervised. */
export type Change =
  | { readonly kind: 'spawned'; readonly life: Life }
  | { readonly kind: 'signalled'; readonly life: Life }
  | { readonly kind: 'cause'; readonly supervisor: Supervised }
  /** Somebody has asked for a child to be ended; null when its process is gone already. */
  | { readonly kind: 'requested'; readonly supervisor: Supervised; readonly life: Life | null }
  /** A process has ended: a child, a supervisor, or both in one. */
  | { readonly kind: 'ended'; readonly life: Life | null; readonly supervisor: Supervised | null }

/**
 * Who supervises whom, and what each does to the other, from the machine's events alone.
 *
 * A supervisor is any process that makes the `supervisor` note; its children are the processes that
 * it spawned with a link, known by the last part of their path. A child is up when its supervisor has
 * taken its word for it (proc_lib's `$ack`), or at once when the supervisor does not wait for one.
 */
export class Supervision implements Source {
  readonly sees: readonly EventSort[] = [
    'spawn',
    'exit',
    'monitor',
    'unlink',
    'receive',
    'send exit',
    'arrive exit',
    'note supervisor',
    'note report',
  ]
  /** What the latest event has changed. */
  change: Change = NOTHING
  readonly #families = new Map<number, Supervised>()
  readonly #lives = new Map<number, Life>()

  /** All supervisors that are alive, or have been outlived by a child. */
  supervisors(): readonly Supervised[] {
    return Array.from(this.#families.values()).filter((each) => each.spec !== null)
  }

  event(event: TraceEvent, _world: World): boolean {
    switch (event.kind) {
      case 'receive':
        return this.#received(event)
      case 'spawn':
        return this.#spawned(event)
      case 'exit':
        return this.#ended(event)
      case 'send':
        return this.#signalled(event.from, event.to)
      case 'arrive':
        this.#arrived(event.from, event.to)
        return false
      case 'monitor':
        if (isPid(event.target)) this.#monitored(event.pid, event.target, event.ref, event.step)
        return false
      case 'unlink':
        this.#unlinked(event.pid, event.other)
        return false
      case 'note':
        return this.#noted(event)
      default:
        return false
    }
  }

  #spawned(event: SpawnEvent & Moment): boolean {
    const { pid, parent } = event
    if (!event.link || parent === null) return false
    const supervisor = this.#families.get(parent.id) ?? this.#family(parent)
    acts(supervisor, event.time)
    const id = pid.path.slice(parent.path === '/' ? 1 : parent.path.length + 1)
    const life = newborn(pid, id, supervisor, event.step)
    this.#lives.set(pid.id, life)
    supervisor.living.set(pid.id, life)
    if (!isSimple(supervisor)) supervisor.latest.set(id, life)
    const place = placeOf(life)
    if (place >= 0 && life.cause.kind !== 'request') supervisor.lastStart = place
    supervisor.top = Math.max(supervisor.top, place)
    supervisor.cause.used = true
    if (supervisor.spec === null) return false
    this.change = { kind: 'spawned', life }
    return true
  }

  #family(parent: AnyPid): Supervised {
    const family: Supervised = {
      pid: parent,
      parent: this.#lives.get(parent.id)?.supervisor.pid ?? null,
      spec: null,
      index: new Map(),
      latest: new Map(),
      living: new Map(),
      top: -1,
      cause: { kind: 'boot', life: null, from: 0, until: 0, used: false },
      attempts: [],
      awaited: 0,
      starting: null,
      lastStart: null,
      told: false,
      traps: false,
      stopping: false,
      ended: null,
    }
    this.#families.set(parent.id, family)
    return family
  }

  #monitored(by: AnyPid, target: AnyPid, ref: Ref, step: number): void {
    const life = this.#lives.get(target.id)
    if (life === undefined || life.supervisor.pid !== by) return
    if (life.step !== step) {
      life.monitored = true
      return
    }
    life.launch = ref
    life.phase = 'starting'
    life.supervisor.starting = life
  }

  #unlinked(by: AnyPid, other: AnyPid): void {
    const life = this.#lives.get(other.id)
    if (life === undefined || life.supervisor.pid !== by) return
    life.unlinked = true
    if (life.ended !== null) this.#lives.delete(other.id)
  }

  #signalled(from: AnyPid, to: AnyPid): boolean {
    const life = this.#lives.get(to.id)
    if (life === undefined) return false
    const { supervisor } = life
    // What a dying supervisor sends over its links is no order to end.
    if (supervisor.pid !== from || supervisor.ended !== null) return false
    if (!life.signalled) {
      life.signalled = true
      life.excused = isExcused(life)
      supervisor.awaited++
    }
    if (supervisor.spec === null) return false
    this.change = { kind: 'signalled', life }
    return true
  }

  #arrived(from: AnyPid, to: AnyPid): void {
    const life = this.#lives.get(from.id)
    if (life !== undefined && life.supervisor.pid === to) life.noticed ||= life.ended !== null
    const supervisor = this.#families.get(to.id)
    if (supervisor !== undefined && supervisor.parent === from) supervisor.told = true
  }

  #ended(event: ExitEvent & Moment): boolean {
    const { pid, reason, step, time } = event
    const life = this.#lives.get(pid.id) ?? null
    const supervisor = this.#families.get(pid.id) ?? null
    if (life !== null) {
      life.ended = { reason, step, time }
      this.#left(life)
    }
    if (supervisor !== null) {
      acts(supervisor, time)
      supervisor.ended = { reason, step, time }
      if (supervisor.living.size === 0) this.#forget(supervisor)
    }
    const known = (of: Supervised | undefined): boolean => (of?.spec ?? null) !== null
    if (!known(life?.supervisor) && !known(supervisor ?? undefined)) return false
    this.change = { kind: 'ended', life, supervisor }
    return true
  }

  /** A child is gone. Of those that a supervisor may still hear of something is kept. */
  #left(life: Life): void {
    const { supervisor, pid, id } = life
    supervisor.living.delete(pid.id)
    if (supervisor.ended !== null || supervisor.spec === null || life.unlinked) {
      this.#lives.delete(pid.id)
    }
    if (supervisor.spec === null) supervisor.latest.delete(id)
    if (supervisor.ended !== null && supervisor.living.size === 0) this.#forget(supervisor)
  }

  #forget(family: Supervised): void {
    this.#families.delete(family.pid.id)
    for (const life of family.latest.values()) this.#lives.delete(life.pid.id)
  }

  #received({ pid, message, time }: ReceiveEvent & Moment): boolean {
    const supervisor = this.#families.get(pid.id)
    if (supervisor === undefined) return false
    if (supervisor.starting !== null && takesWord(supervisor, supervisor.starting, message)) {
      return false
    }
    const cause = this.#causeIn(supervisor, message, time)
    if (cause === null) return false
    supervisor.cause = cause
    supervisor.lastStart = null
    if (supervisor.spec === null) return false
    if (cause.kind === 'retry' || (cause.life !== null && wantsRestart(cause.life))) {
      supervisor.attempts = [cause, ...stillCounting(supervisor, time)]
    }
    this.change = { kind: 'cause', supervisor }
    return true
  }

  #causeIn(supervisor: Supervised, message: unknown, from: number): Cause | null {
    const cause = (kind: Cause['kind'], life: Life | null): Cause => ({
      kind,
      life,
      from,
      until: null,
      used: false,
    })
    if (isDown(message)) {
      if (isPid(message.object)) hear(this.#lives.get(message.object.id))
      return null
    }
    if (isExit(message)) {
      supervisor.traps = true
      const life = this.#lives.get(message.from.id)
      if (life === undefined || life.supervisor !== supervisor) {
        supervisor.told = true
        return null
      }
      if (life.ended === null) return null
      hear(life)
      life.taken = true
      this.#lives.delete(life.pid.id)
      // The end of a child that is being ended, or could not start, is no news.
      const expected = wasAsked(life) || life.monitored || life.phase !== 'up'
      return expected ? null : cause('exit', life)
    }
    const { kind, cast } = (message ?? {}) as { readonly kind?: unknown; readonly cast?: unknown }
    if (kind === '$ack' || kind === '$nack') return null
    if (kind === '$system') supervisor.told = true
    return cast === 'try_again_restart' ? cause('retry', null) : cause('request', null)
  }

  #noted({ pid, note, time }: NoteEvent & Moment): boolean {
    const supervisor = this.#families.get(pid.id)
    if (note.kind === 'supervisor') {
      adopt(supervisor ?? this.#family(pid), note.spec)
      return false
    }
    if (note.kind !== 'report' || supervisor === undefined) return false
    acts(supervisor, time)
    if (note.report === 'supervisor_stopping') supervisor.stopping = true
    return note.report === 'child_terminated_by_request' && this.#requested(supervisor, note.data)
  }

  #requested(supervisor: Supervised, data: unknown): boolean {
    const { id, pid } = (data ?? {}) as { readonly id?: unknown; readonly pid?: unknown }
    const found = isPid(pid) ? this.#lives.get(pid.id) : supervisor.latest.get(String(id))
    const life = found?.supervisor === supervisor ? found : null
    if (life !== null) life.requested = true
    if (supervisor.spec === null) return false
    // Ending a child that is to be tried again calls the whole restart off: the group stays down.
    if (isGroup(supervisor) && life?.ended !== null) callOff(supervisor)
    this.change = { kind: 'requested', supervisor, life }
    return true
  }
}

/**
 * Whether a supervisor has come to rest: it waits for its next message, neither starting nor ending
 * a child. What it has not done by then it will not do of itself. A run that a limit has cut short
 * tells nothing: the message may be under way.
 */
export function isAtRest(supervisor: Supervised, world: World, ending: Ending): boolean {
  if (ending.kind === 'limit' || supervisor.ended !== null || supervisor.stopping) return false
  const info = world.infoOf(supervisor.pid)
  if (info?.status !== 'waiting') return false
  // Messages that wait beside a waiting receive are not wanted by it; only at idle that is final.
  if (ending.kind !== 'idle' && (info.messageQueueLen > 0 || supervisor.awaited > 0)) return false
  for (const life of supervisor.living.values()) {
    if (life.phase === 'starting' || life.signalled) return false
  }
  return true
}

const NOTHING: Change = { kind: 'ended', life: null, supervisor: null }

function newborn(pid: AnyPid, id: string, supervisor: Supervised, step: number): Life {
  const previous = supervisor.latest.get(id) ?? null
  if (previous !== null) previous.previous = null
  const { cause, lastStart } = supervisor
  return {
    pid,
    id,
    supervisor,
    step,
    previous,
    cause,
    after: cause.kind === 'request' ? null : lastStart,
    phase: 'up',
    launch: null,
    monitored: false,
    unlinked: false,
    signalled: false,
    excused: false,
    requested: false,
    ended: null,
    noticed: false,
    taken: false,
    heard: false,
  }
}

/** The first thing a supervisor does about a cause tells by when it has read the clock for it. */
function acts(supervisor: Supervised, time: number): void {
  supervisor.cause.until ??= time
}

/** OTP's supervisor counts in whole seconds: erlang:monotonic_time(1). */
export function seconds(time: number): number {
  return Math.floor(time / 1000)
}

function adopt(supervisor: Supervised, spec: SupervisorSpec): void {
  supervisor.spec = spec
  supervisor.index = new Map(spec.children.map((child, place) => [child.id ?? '', place]))
  supervisor.top = spec.children.length - 1
}

function hear(life: Life | undefined): void {
  if (life === undefined || life.heard) return
  life.heard = true
  if (life.signalled) life.supervisor.awaited--
}

function callOff(supervisor: Supervised): void {
  for (const life of supervisor.latest.values()) if (life.ended !== null) life.requested = true
}

/** Whether the message is the word that a starting supervisor waits for. */
function takesWord(supervisor: Supervised, life: Life, message: unknown): boolean {
  const { kind, pid, result } = (message ?? {}) as {
    readonly kind?: unknown
    readonly pid?: unknown
    readonly result?: unknown
  }
  supervisor.starting = null
  if ((kind === '$ack' || kind === '$nack') && pid === life.pid) {
    life.phase = result === 'ignore' ? 'ignored' : isOk(result) && kind === '$ack' ? 'up' : 'failed'
    return true
  }
  if (isDown(message) && message.ref === life.launch) {
    life.phase = 'failed'
    return true
  }
  // It goes on to other things: it does not wait for this child's word at all.
  life.phase = 'up'
  return false
}

function isOk(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'ok' in result
}

/** Whether some child whose end obliges the supervisor to end this one, too, is dead at this moment. */
function isExcused(life: Life): boolean {
  const { supervisor } = life
  const { spec, cause } = supervisor
  if (spec === null || !isGroup(supervisor)) return spec === null
  const bound = spec.strategy === 'one_for_all' ? spec.children.length : placeOf(life)
  if (cause.life !== null && placeOf(cause.life) < bound) return true
  for (let place = 0; place < bound; place++) {
    const other = lifeAt(supervisor, place)
    if (other !== undefined && other !== life && other.ended !== null) return true
  }
  return false
}

/** The attempts that may still be within the period at `time`, by the clock in whole seconds that OTP uses. */
function stillCounting({ attempts, spec }: Supervised, time: number): readonly Cause[] {
  const period = spec?.period ?? 0
  return attempts.filter(({ from, until }) => seconds(time) - seconds(until ?? from) <= period)
}
