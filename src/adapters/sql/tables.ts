/** The columns that built queries name, so that a misspelt one does not compile. Rows are decoded all the same: a file can hold anything. */
interface Scoped {
  readonly user_id: string
  readonly database_id: string
}

interface LinksTable extends Scoped {
  readonly id: string
  readonly kind: string
  readonly item_id: string
  readonly activity_id: string
  readonly identity: string | null
  readonly state: string
  readonly review_at: string | null
  readonly rest: string
}

interface DecisionsTable extends Scoped {
  readonly id: string
  readonly link_id: string
  readonly state: string
  readonly opened_at: string
  readonly rest: string
}

interface JournalTable extends Scoped {
  readonly seq: number
  readonly id: string
  readonly pass: string
  readonly at: string
  readonly action: string
  readonly reason: string
  readonly link_id: string | null
  readonly item_id: string | null
  readonly activity_id: string | null
  readonly losers: string | null
  readonly before: string | null
  readonly wrote: string | null
}

/** The tables, by name. */
export interface Tables {
  readonly ocs_links: LinksTable
  readonly ocs_decisions: DecisionsTable
  readonly ocs_journal: JournalTable
}
