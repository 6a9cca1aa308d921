/** In which zones an owner's appointments are, on SQLite: the step that comes after the one for the register. */
import type { Migration } from './migration'

const zones = `
-- First run: what starts at the same instant stands at another wall time in each of these zones. Each zone is one step in this index.
create index activities_zone on activities (owner, start_zone) where kind = 'appointment';
`

export const zonesMigration: Migration = { part: 'crm', version: 3, sql: zones }
