/** Text as Graph takes it. */
import type { ItemBody } from '@microsoft/microsoft-graph-types'
import type { Body } from '../../../core/model/fields'
import { cleanLine, cleanText, cutAt } from '../resources/text'

/** All that Exchange keeps of a subject, in UTF-16 units. */
const longestSubject = 255

/** One line, and no longer than Exchange keeps it: a longer one is refused, and would take the whole write with it. */
export const subjectPayload = (subject: string): string => cutAt(longestSubject, cleanLine(subject)).trimEnd()

/** A body, without what JSON can carry and Exchange cannot. */
export const bodyPayload = (body: Body) => ({ contentType: body.type, content: cleanText(body.content) }) satisfies ItemBody
