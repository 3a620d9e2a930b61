/**
 * Canonical JSON: keys sorted, no white space, so that equal data has equal text. What JSON cannot
 * say (undefined, -0, NaN, bigint, functions) is spelt out rather than lost.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  switch (typeof value) {
    case 'object': {
      if (value === null) return 'null'
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
    }
    case 'number':
      return Object.is(value, -0) ? '"-0"' : Number.isFinite(value) ? String(value) : `"${value}"`
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'bigint':
      return `"${value}n"`
    case 'function':
      return `"fn ${value.name}"`
    case 'symbol':
      return `"${String(value.description)}"`
    case 'undefined':
      return '"undefined"'
  }
}
