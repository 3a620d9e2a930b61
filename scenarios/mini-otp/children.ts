import { isOrderly, type AnyPid, type Reason, type SupervisorSpec } from 'mayday/process'
import type { Module } from './mini-server.ts'

/** What a supervisor knows of its children, and how it decides: data and plain functions. */

/** What is to be known of a child to start it. */
export interface ChildSpec {
  /** Its name, and the last part of its path. */
  readonly id: string
  readonly restart: 'permanent' | 'transient' | 'temporary'
  readonly module: Module
}

export interface Child extends ChildSpec {
  readonly pid: AnyPid
}

/** The two decisions in which a supervisor is easily got wrong. */
export interface Rules {
  /** Whether a child that has ended is started again. */
  wantsRestart(child: ChildSpec, reason: Reason): boolean
  /** The children when `child` has been started again as `pid`. */
  restarted(children: readonly Child[], child: Child, pid: AnyPid): readonly Child[]
}

/** The rules of OTP. */
export const sound: Rules = {
  wantsRestart: ({ restart }, reason) =>
    restart === 'permanent' || (restart === 'transient' && !isOrderly(reason)),
  restarted: (children, child, pid) =>
    children.map((each) => (each === child ? { ...child, pid } : each)),
}

/** Goes on waiting for the end of a process that is dead: each child is started again only once. */
export const forgetful: Rules = { ...sound, restarted: (children) => children }

/** Starts a transient child again although it has done what it was there for. */
export const eager: Rules = { ...sound, wantsRestart: ({ restart }) => restart !== 'temporary' }

/** What the supervisor undertakes, so that the laws of OTP can hold it to its word. */
export function undertaking(specs: readonly ChildSpec[]): SupervisorSpec {
  return {
    strategy: 'one_for_one',
    intensity: Number.MAX_SAFE_INTEGER,
    period: 1,
    autoShutdown: 'never',
    children: specs.map(({ id, restart }) => ({
      id,
      restart,
      shutdown: 'brutal_kill',
      type: 'worker',
      significant: false,
    })),
  }
}
