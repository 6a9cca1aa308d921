/** The folders of a mailbox that hold what its owner would call theirs, and what each of them is. */
import type { EmailItem } from '../../core/model/item'
import { wellKnownNodes, type PstFile } from './format/file'
import { readBinaries, readBinary, readInteger, type Properties } from './format/properties'
import { codepageOf, readText } from './reading'
import { nodeKind, nodes, tags } from './tags'
import { cleanLine } from './text/text'

/** A folder whose items are listed. */
export interface Folder {
  readonly id: number
  readonly name: string
  readonly folder: EmailItem['folder']
  readonly place: 'normal' | 'deletedItems'
  /** How many items the file says are in it. */
  readonly stated: number
}

/** What a folder is, before it is known what is in it. `ignored`: synchronisation problems, which are no mail of the owner's. */
type Role = 'inbox' | 'sentItems' | 'drafts' | 'outbox' | 'junk' | 'deletedItems' | 'ignored' | 'other'

/** In English, Swedish, German, French, Spanish, Danish, Norwegian, Finnish, Dutch, Italian and Portuguese: where the file names no folder by id. */
const namesOf: { readonly [K in Exclude<Role, 'other'>]: ReadonlyArray<string> } = {
  inbox: ['inbox', 'inkorgen', 'inkorg', 'posteingang', 'boîte de réception', 'bandeja de entrada', 'indbakke', 'innboks', 'saapuneet', 'postvak in', 'posta in arrivo', 'caixa de entrada', 'a receber'],
  sentItems: ['sent items', 'sent', 'sent mail', 'sent messages', 'skickat', 'skickade objekt', 'gesendete elemente', 'gesendete objekte', 'gesendet', 'éléments envoyés', 'elementos enviados', 'sendt post', 'sendte elementer', 'sendt', 'lähetetyt', 'lähetetyt kohteet', 'verzonden items', 'verzonden', 'posta inviata', 'itens enviados'],
  drafts: ['drafts', 'utkast', 'entwürfe', 'brouillons', 'borradores', 'kladder', 'luonnokset', 'concepten', 'bozze', 'rascunhos'],
  outbox: ['outbox', 'utkorgen', 'utkorg', 'postausgang', "boîte d'envoi", 'bandeja de salida', 'udbakke', 'utboks', 'lähtevät', 'postvak uit', 'posta in uscita', 'caixa de saída'],
  junk: ['junk email', 'junk e-mail', 'spam', 'skräppost', 'junk-e-mail', 'courrier indésirable', 'correo no deseado', 'uønsket e-mail', 'uønsket mail', 'søppelpost', 'søppel-e-post', 'roskaposti', 'ongewenste e-mail', 'posta indesiderata', 'lixo eletrônico'],
  deletedItems: ['deleted items', 'deleted messages', 'trash', 'borttaget', 'borttagna objekt', 'gelöschte elemente', 'gelöschte objekte', 'éléments supprimés', 'elementos eliminados', 'slettet post', 'slettede elementer', 'slettet', 'poistetut', 'poistetut kohteet', 'verwijderde items', 'posta eliminata', 'itens excluídos', 'itens eliminados'],
  ignored: ['sync issues', 'recoverable items', 'synkroniseringsproblem', 'synchronisierungsprobleme', 'problèmes de synchronisation', 'problemas de sincronización', 'synkroniseringsproblemer', 'synkronointiongelmat', 'synchronisatieproblemen']
}
const roleOfName = new Map(Object.entries(namesOf).flatMap(([role, names]) => names.map((n): readonly [string, Role] => [n, role as Role])))

/** A store's own entry ids end in the node's id ([MS-PST] 2.4.3.2); those of a server are longer and name nothing here. */
const nodeOfEntryId = (b: Buffer | null): number | null => (b !== null && b.length === 24 ? b.readUInt32LE(20) : null)

/** Nodes that Outlook gives to these folders in every .ost, as observed; a localised name may be one that is not known here. */
const ostRoles: ReadonlyArray<readonly [number, Role]> = [
  [0x2162, 'deletedItems'],
  [0x2182, 'inbox'],
  [0x21a2, 'outbox'],
  [0x21c2, 'sentItems']
]
const ostSubtree = 0x2142

/** An array of entry ids at the inbox or the root: conflicts, sync issues, local failures, server failures, junk ([MS-OXOSFLD] 2.2.4). */
const additionalRoles: ReadonlyArray<Role> = ['ignored', 'ignored', 'ignored', 'ignored', 'junk']

/** What is damaged here is only a hint; the folder is still listed without it. */
const attempt = <A>(f: () => A, otherwise: () => A): A => {
  try {
    return f()
  } catch {
    return otherwise()
  }
}

/** What the file itself says of folders, by id. */
const statedRoles = (file: PstFile): { readonly subtree: number | null; readonly roles: ReadonlyMap<number, Role> } => {
  const roles = new Map<number, Role>()
  const store = attempt<Properties>(() => file.object(wellKnownNodes.messageStore).properties, () => new Map())
  const entry = (p: Properties, tag: number): number | null => attempt(() => nodeOfEntryId(readBinary(p.get(tag))), () => null)
  const set = (id: number | null, role: Role): void => {
    if (id !== null && !roles.has(id)) roles.set(id, role)
  }
  set(entry(store, tags.ipmWastebasketEntryId), 'deletedItems')
  set(entry(store, tags.ipmSentMailEntryId), 'sentItems')
  set(entry(store, tags.ipmOutboxEntryId), 'outbox')
  const subtree = entry(store, tags.ipmSubtreeEntryId)
  const receive = attempt(
    () => file.table(nodes.receiveFolders).flatMap((row) => (/^(IPM|IPM\.Note)$/i.test(cleanLine(readText(row.properties.get(tags.messageClass), 1252))) ? [readInteger(row.properties.get(tags.receiveFolder))] : [])),
    () => []
  )
  for (const id of receive) if (id !== null && nodeKind(id) === 'folder') set(id, 'inbox')
  for (const id of [wellKnownNodes.rootFolder, ...[...roles].filter(([, role]) => role === 'inbox').map(([at]) => at)]) {
    const p = attempt<Properties>(() => file.object(id).properties, () => new Map())
    set(entry(p, tags.ipmDraftsEntryId), 'drafts')
    attempt(() => readBinaries(p.get(tags.additionalRenEntryIds)), () => []).forEach((b, i) => set(nodeOfEntryId(b), additionalRoles[i] ?? 'other'))
  }
  return { subtree, roles }
}

/** Folders below each folder, from the index of nodes: for when a folder's own list of them cannot be read. */
const childrenByIndex = (file: PstFile): ReadonlyMap<number, ReadonlyArray<number>> => {
  const into = new Map<number, Array<number>>()
  for (const n of file.nodes(() => undefined)) {
    if (nodeKind(n.id) !== 'folder' || n.parent === n.id) continue
    into.set(n.parent, [...(into.get(n.parent) ?? []), n.id])
  }
  return into
}

interface Described {
  readonly name: string
  readonly className: string
  readonly stated: number
}

/** Outlook's settings and caches are kept in folders of these classes; nothing in them is anybody's mail. */
const machineClasses = /^(IPF\.Configuration|IPF\.Files|IPF\.SkypeTeams\.Message|IPF\.StoreItem|Outlook\.)/i

const depthAtMost = 64

/**
 * Lists the folders below the one that Outlook shows as the top of the mailbox, in a fixed order. What is left out:
 * search folders and everything outside that top (views, shortcuts, the recoverable items of a server), the
 * synchronisation problems, and folders of settings. What is filed below Inbox, Sent Items, Deleted Items and so on
 * counts as in it.
 */
export const listFolders = (file: PstFile): ReadonlyArray<Folder> => {
  const { subtree, roles } = statedRoles(file)
  let index: ReadonlyMap<number, ReadonlyArray<number>> | null = null
  const byIndex = (id: number): ReadonlyArray<number> => (index ??= childrenByIndex(file)).get(id) ?? []
  const children = (id: number): ReadonlyArray<number> =>
    attempt(() => file.table(id + nodes.hierarchyOf).map((row) => row.id), () => byIndex(id)).filter((c) => nodeKind(c) === 'folder' && c !== id)

  const describe = (id: number): Described =>
    attempt(
      () => {
        const p = file.object(id).properties
        const text = (tag: number): string => cleanLine(readText(p.get(tag), codepageOf(p)))
        return { name: text(tags.displayName), className: text(tags.containerClass), stated: Math.max(0, readInteger(p.get(tags.contentCount)) ?? 0) }
      },
      () => ({ name: '', className: '', stated: 0 })
    )

  const top = findTop(file, subtree, children, describe)
  const known = new Map<number, Role>([...(top === ostSubtree ? ostRoles : []), ...roles])
  const found: Array<Folder> = []
  const seen = new Set<number>([top])

  const walk = (id: number, inherited: Role, deleted: boolean, depth: number): void => {
    for (const child of [...children(id)].sort((a, b) => a - b)) {
      if (seen.has(child) || depth > depthAtMost) continue
      seen.add(child)
      const d = describe(child)
      const own = known.get(child) ?? roleOfName.get(d.name.toLowerCase()) ?? 'other'
      if (own === 'ignored' || machineClasses.test(d.className)) continue
      const role = own === 'other' ? inherited : own
      const gone = deleted || own === 'deletedItems'
      found.push({ id: child, name: d.name, folder: role === 'deletedItems' || role === 'ignored' ? 'other' : role, place: gone ? 'deletedItems' : 'normal', stated: d.stated })
      walk(child, role, gone, depth + 1)
    }
  }
  const own = describe(top)
  found.push({ id: top, name: own.name, folder: 'other', place: 'normal', stated: own.stated })
  walk(top, 'other', false, 0)
  return found
}

/** The top that the store names; in an .ost, which names none, the IPM_SUBTREE of the mailbox; else the root. */
const findTop = (file: PstFile, stated: number | null, children: (id: number) => ReadonlyArray<number>, describe: (id: number) => Described): number => {
  if (stated !== null && attempt(() => file.node(stated), () => null) !== null) return stated
  const byName = (id: number, name: RegExp): number | undefined => children(id).find((c) => name.test(describe(c).name))
  const mailbox = byName(wellKnownNodes.rootFolder, /^Root - Mailbox$/i)
  const subtree = byName(mailbox ?? wellKnownNodes.rootFolder, /^(IPM_SUBTREE|Top of .*)$/i)
  return subtree ?? (attempt(() => file.node(ostSubtree), () => null) !== null ? ostSubtree : wellKnownNodes.rootFolder)
}
