/**
 * Path globs: `*` stands for one part of a path or a piece of it, `**` for any number of parts.
 * `/app/pool/*` is every child of the pool, `/app/**` the app and everything below it.
 */
export function globToRegExp(glob: string): RegExp {
  const parts = glob.split('/').slice(1)
  let source = '^'
  for (const part of parts) {
    if (part === '**') source += '(?:/[^/]+)*'
    else if (part === '*') source += '/[^/]+'
    else source += `/${part.split('*').map(escape).join('[^/]*')}`
  }
  return new RegExp(`${source}$`)
}

/** Whether a path is meant by a glob; compiled once, for those who ask often. */
export function pathTest(glob: string): (path: string) => boolean {
  if (!isGlob(glob)) return (path) => path === glob
  const expression = globToRegExp(glob)
  return (path) => expression.test(path)
}

/** Whether the text has to be matched as a glob rather than compared. */
export function isGlob(text: string): boolean {
  return text.includes('*')
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
}
