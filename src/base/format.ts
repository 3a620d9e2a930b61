/**
 * The short human form of a term, as it stands in stories, messages and errors: atoms bare, strings
 * with blanks quoted, pids by path, long things cut.
 */
export function format(value: unknown, limit = 100): string {
  const text = write(value, 0)
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

const BARE = /^[\p{L}_$/][\p{L}\p{N}_$/.#~-]*$/u
const MAX_DEPTH = 6

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return BARE.test(value) ? value : quote(value)
    case 'bigint':
      return `${value}n`
    case 'function':
      return value.name === '' ? 'a function' : `${value.name}()`
    case 'symbol':
      return value.description ?? 'symbol'
    case 'object':
      return value === null ? 'null' : depth > MAX_DEPTH ? '…' : writeObject(value, depth)
    default:
      return String(value)
  }
}

function writeObject(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(', ')}]`
  const { kind, path, life, owner, n, name } = value as Record<string, unknown>
  if (kind === 'pid') return life === 0 ? String(path) : `${String(path)}~${String(life)}`
  if (kind === 'ref') return `#${write(owner, depth)}.${String(n)}`
  if (kind === 'name' && typeof name === 'string') return name
  if (value instanceof Error) return `${value.name}: ${value.message}`
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${write(item, depth + 1)}`)
  return entries.length === 0 ? '{}' : `{${entries.join(', ')}}`
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
