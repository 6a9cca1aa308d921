/** Settings as a person reads them: what is written there, or else what the documentation says is the default. Shares no code with the engine. */
export const reads = (settings: object, path: string, initial: unknown): unknown => {
  let at: unknown = settings
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !(key in at)) return initial
    at = (at as { readonly [k: string]: unknown })[key]
  }
  return at
}
