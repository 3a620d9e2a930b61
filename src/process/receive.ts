import { anything, Code, nothing, Operation, type Timeout } from '../machine/index.ts'
import type { Ref } from '../record/index.ts'

export interface ReceiveOptions {
  /** Milliseconds to wait; then `receive` answers `timeout`. 0 looks at what is there and does not wait. */
  readonly after?: number | undefined
  /** Look only at messages that came after this reference was made, if it is the caller's latest. */
  readonly since?: Ref
}

/**
 * Takes the oldest message that the guard accepts, waiting until there is one; the others keep
 * their places (the `receive` expression of Erlang).
 *
 * @example
 * const message = yield* receive(isEcho, { after: 10 })
 * if (message === timeout) return exit('normal')
 */
export function receive(): Operation<unknown>
export function receive<Message>(
  guard: (message: unknown) => message is Message,
): Operation<Message>
export function receive<Message>(
  guard: (message: unknown) => message is Message,
  options: { readonly after: number; readonly since?: Ref },
): Operation<Message | Timeout>
export function receive<Message>(
  guard: (message: unknown) => message is Message,
  options: { readonly after?: undefined; readonly since?: Ref },
): Operation<Message>
export function receive<Message>(
  guard: (message: unknown) => message is Message,
  options: ReceiveOptions,
): Operation<Message | Timeout>
export function receive(
  guard: ((message: unknown) => boolean) | null,
  options?: ReceiveOptions,
): Operation<unknown>
export function receive(
  guard: ((message: unknown) => boolean) | null = null,
  options?: ReceiveOptions,
): Operation<unknown> {
  return new Operation(Code.receive, guard, options?.after, options?.since)
}

/**
 * Waits until there is a message, and takes none (erlang:hibernate/3, as far as it can be seen here).
 * When one is there already, it comes back at once.
 */
export function hibernate(): Operation<'ok'> {
  return new Operation(Code.hibernate, anything)
}

/** Waits for `ms` milliseconds of virtual time, taking no message (timer:sleep/1). */
export function sleep(ms: number): Operation<Timeout> {
  return new Operation(Code.receive, nothing, ms)
}
