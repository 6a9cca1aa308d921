/** What is asked of a Postgres driver: as much of `pg` as is needed, so that a host brings the pool that it has. */

/** Turns a value from the text in which the server sends it. */
export type ReadColumn = (text: string) => unknown

/** A statement. Without `values` it may be several, separated by semicolons. Placeholders are `$1`, `$2`… */
export interface PostgresQuery {
  readonly text: string
  readonly values?: Array<unknown>
  /** How the columns of this answer are read, by the type's number, whatever the host has set for its own queries. */
  readonly types?: { readonly getTypeParser: (type: number, format?: string) => ReadColumn }
}

/** What a statement answers. */
export interface PostgresResult {
  readonly rows: ReadonlyArray<unknown>
  /** `COMMIT`, `ROLLBACK`…: which of them a commit came to. */
  readonly command?: string
}

/** What every connection has. A method, because `pg` declares several forms of it. */
export interface PostgresConnection {
  query(query: PostgresQuery): Promise<PostgresResult>
  /** Connections that tell of their end by an event are listened to: `pg` ends the process where nobody does. */
  on?(event: 'error', listener: (e: Error) => void): unknown
  removeListener?(event: 'error', listener: (e: Error) => void): unknown
}

/** A connection out of a pool. `pg`'s `PoolClient` is one. */
export interface PooledConnection extends PostgresConnection {
  /** Gives it back; `true`: it is not to be used again. */
  release(destroy?: boolean): void
}

/** A pool of connections. `pg`'s `Pool` is one. */
export interface PostgresPool {
  connect(): Promise<PooledConnection>
}

/** A connection that is nobody's pool's. `pg`'s `Client` is one, once it is connected. */
export interface SingleConnection extends PostgresConnection {
  end(): Promise<unknown>
}
