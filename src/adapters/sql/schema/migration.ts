/** A step from one form of the tables to the next. */
export interface Migration {
  /** Our memory, the reference CRM, or what we remember of a host's own tables: they are numbered apart, so that a host with tables of its own can do without the second. */
  readonly part: 'store' | 'crm' | 'mapping'
  /** 1 and up, without gaps in a part. */
  readonly version: number
  /** Statements, separated by semicolons. Never changed once released: a new step is added instead. */
  readonly sql: string
}
