/**
 * The word by which notes, triggers and reports know a message: the request's name for calls and
 * casts, for other messages their `kind`, a message that is a string by itself, a tuple by its first
 * element; empty for what has none of these.
 */
export function tagOf(message: unknown): string {
  if (typeof message === 'string') return message
  if (typeof message !== 'object' || message === null) return ''
  if (Array.isArray(message)) {
    const first: unknown = message[0]
    return typeof first === 'string' ? first : ''
  }
  const { kind, call, cast } = message as {
    readonly kind?: unknown
    readonly call?: unknown
    readonly cast?: unknown
  }
  if (kind === '$gen_call') return tagOf(call)
  if (kind === '$gen_cast') return tagOf(cast)
  return typeof kind === 'string' ? kind : ''
}
