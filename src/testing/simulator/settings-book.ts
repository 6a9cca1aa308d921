/** Settings that people change to in a story; the last are not valid, and have to be refused. */
export const settingsBook: ReadonlyArray<{ readonly [key: string]: unknown }> = [
  {},
  { mode: 'manual' },
  { appointment: { direction: 'toCrm' } },
  { task: { direction: 'toOutlook' } },
  { conflict: { policy: 'outlook' } },
  { conflict: { policy: 'crm' } },
  { deletion: { inOutlook: { appointment: 'always', task: 'never' } } },
  { email: { incoming: false } },
  { privacy: { private: 'busy', internal: 'skip' } },
  { recurrence: { mode: 'next' } },
  { appointment: { direction: 'none' }, task: { direction: 'none' } },
  { deletion: { inOutlok: 'always' } },
  { guard: { share: 0 } }
]
