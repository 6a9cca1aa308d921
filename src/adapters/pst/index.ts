/** The subpath `/pst`: a read-only mailbox port over Outlook data files. */
export { decodePstConfig, type CheckedPstConfig, type PstConfig, type PstProgress } from './config'
export { pstMailbox, type PstMailbox } from './mailbox'
