/** What the host gives beside a mapping. */
import type { Converter } from './column-use'

/** A document for the host to keep. The id is the key that its row gets; called again with the same id, it is the same document. */
export interface StoredDocument {
  readonly id: string
  readonly activity: string
  readonly owner: string
  /** Never a path: without folders and control characters. */
  readonly name: string
  readonly mimeType: string
  readonly bytes: Uint8Array
}

/** What a mapping refers to by name, and cannot itself say. */
export interface MappingFunctions {
  readonly converters?: Readonly<Record<string, Converter>>
  /** Make new keys. */
  readonly newId?: Readonly<Record<string, () => string | number>>
  /** Keeps the bytes of a document, before its row is written. What it throws or rejects with fails that document, and is not passed on. */
  readonly storeDocument?: (document: StoredDocument) => void | Promise<void>
}
