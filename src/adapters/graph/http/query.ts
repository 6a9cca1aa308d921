/** Paths with query options (OData 4.01). */

/** `path?name=value&…`; options without a value are left out. */
export const withQuery = (path: string, options: Readonly<Record<string, string | number | null>>): string => {
  const given = Object.entries(options).flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return given.length === 0 ? path : `${path}?${given.join('&')}`
}

/** A text as a literal in a filter. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
