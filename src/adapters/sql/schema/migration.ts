/** A step from one form of the tables to the next. */
export interface Migration {
  /** Our memory, the reference CRM, or what we remember of a host's own tables: they are numbered apart, so that a host with tables of its own can do without the second. */
  readonly part: 'store' | 'crm' | 'mapping'
  /** 1 and up, without gaps in a part. */
  readonly version: number
  /** Statements, separated by semicolons. Never changed once released: a new step is added instead. */
  readonly sql: string
}

/** The steps for a database with or without the reference CRM. */
export const migrationsFor = (migrations: ReadonlyArray<Migration>, referenceCrm: boolean): ReadonlyArray<Migration> => migrations.filter((m) => referenceCrm || m.part !== 'crm')
