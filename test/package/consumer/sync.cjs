const { createSync } = require('outlook-crm-sync')
const { memoryCrm, memoryMailbox, memoryStore } = require('outlook-crm-sync/memory')
const { play } = require('./play.cjs')

play({ createSync, memoryCrm, memoryMailbox, memoryStore }).catch((e) => {
  console.error(e)
  process.exitCode = 1
})
