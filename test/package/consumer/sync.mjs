import { createSync } from 'outlook-crm-sync'
import { memoryCrm, memoryMailbox, memoryStore } from 'outlook-crm-sync/memory'
import { play } from './play.cjs'

await play({ createSync, memoryCrm, memoryMailbox, memoryStore })
