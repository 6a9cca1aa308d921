/** The fields of each kind, made of what the mapping says of them. */
import * as E from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import type { FieldError } from '../../../core/codec'
import type { ContactRef } from '../../../core/model/activity'
import type { Body, Kind, Mailbox } from '../../../core/model/fields'
import { Mailbox as MailboxCodec } from '../../../core/model/fields'
import type { ShowAs, TaskProgress } from '../../../core/model/fields'
import * as t from 'io-ts'
import type { Param } from '../driver'
import { choiceCell, dateCell, flagCell, instantCell, numberCell, plain, readCell, textCell } from './cells'
import type { Cell } from './cells'
import type { TableUse } from './column-use'
import { field, fieldOf, fieldWithout } from './field'
import type { Field } from './field'
import { formatPeople, htmlOfText, parsePeople, textOfHtml } from './host-texts'
import type { ActivityTable, AppointmentTable, BodyColumns, ContactLink, EmailTable, PeopleColumns, SenderColumns, TaskTable, TimeColumns } from './mapping'
import { mailboxOf } from './names'
import { timeField } from './time-field'

const orEmpty = (cell: Cell<string | null>): Cell<string> => ({ ...cell, decode: (raw) => E.map((a: string | null) => a ?? '')(cell.decode(raw)) })

const bodyField = (use: TableUse, c: BodyColumns | undefined, at: string): Field => {
  if (c === undefined) return fieldWithout<Body>('body', { type: 'text', content: '' })
  const content = orEmpty(textCell(use, c.content, `${at}.content`))
  if ('is' in c) {
    const { is } = c
    const encode = (b: Body): ReadonlyArray<Param> => [content.encode(b.type === is ? b.content : is === 'text' ? textOfHtml(b.content) : htmlOfText(b.content))]
    return field<Body>('body', [content], encode, ([raw]) => E.map((text: string): Body => ({ type: is, content: text }))(readCell(content, raw)), false)
  }
  const type = choiceCell(use, c.type, `${at}.type`, ['text', 'html'])
  return field<Body>('body', [content, type], (b) => [content.encode(b.content), type.encode(b.type)], ([text, kind]) => E.chain((is: Body['type']) => E.map((s: string): Body => ({ type: is, content: s }))(readCell(content, text)))(readCell(type, kind)), false)
}

const idOf = (raw: unknown): string | null => (raw === null || raw === undefined || raw === '' ? null : String(raw))

const contactField = (use: TableUse, c: ContactLink | undefined, at: string): Field => {
  if (c === undefined) return fieldWithout<ContactRef | null>('contact', null)
  const column = (name: string, key: string): Cell<string | null> => textCell(use, name, `${at}.${key}`, 'key')
  if (c.as === 'columns') {
    const cells = [column(c.contact, 'contact'), ...(c.person === undefined ? [] : [column(c.person, 'person')])]
    return field<ContactRef | null>('contact', cells, (a) => [a?.contactId ?? null, a?.contactPersonId ?? null].slice(0, cells.length), ([contact, person]) => {
      const contactId = idOf(contact)
      return E.right(contactId === null ? null : { contactId, contactPersonId: idOf(person) })
    })
  }
  const cells = [textCell(use, c.type, `${at}.type`), column(c.id, 'id'), ...(c.personId === undefined ? [] : [column(c.personId, 'personId')])]
  return field<ContactRef | null>('contact', cells, (a) => (a === null ? [null, null, null] : [c.contact, a.contactId, a.contactPersonId]).slice(0, cells.length), ([type, id, person], { contactOf }) => {
    const parent = idOf(id)
    if (parent !== null && type === c.contact) return E.right({ contactId: parent, contactPersonId: idOf(person) })
    const contact = parent !== null && c.person !== undefined && type === c.person ? contactOf(parent) : null
    return E.right(contact === null ? null : { contactId: contact, contactPersonId: parent })
  })
}

const People = t.readonlyArray(MailboxCodec)

const parseJson = (text: string): ReadonlyArray<Mailbox> | null => {
  try {
    const people: unknown = JSON.parse(text)
    return People.is(people) ? people : null
  } catch {
    return null
  }
}

/** The addresses of rows of their own. Where there is no column for their names, those that we wrote we remember. */
const ofRows = (raw: ReadonlyArray<unknown>): ReadonlyArray<Mailbox> => raw.map(mailboxOf)

const manyField = (use: TableUse, name: string, c: PeopleColumns | undefined, at: string): Field => {
  if (c === undefined) return fieldWithout<ReadonlyArray<Mailbox>>(name, [])
  if (c.as === 'rows') return { ...field<ReadonlyArray<Mailbox>>(name, [], (people) => people.map((p) => p.address), (raw) => E.right(ofRows(raw))), people: c }
  const cell = orEmpty(textCell(use, c.column, at))
  const [parse, format] = c.as === 'json' ? [parseJson, (p: ReadonlyArray<Mailbox>) => JSON.stringify(p)] : [parsePeople, formatPeople]
  return field<ReadonlyArray<Mailbox>>(
    name,
    [cell],
    (people) => [people.length === 0 ? null : format(people)],
    ([raw]) => {
      const people = plain(raw) === null || raw === '' ? [] : parse(String(raw))
      return people === null ? E.left({ field: `${cell.table}.${cell.column}`, got: describeType(raw), expected: c.as === 'json' ? 'JSON of addresses' : 'a list of addresses' }) : E.right(people)
    }
  )
}

const senderField = (use: TableUse, c: SenderColumns | undefined, at: string): Field => {
  if (c?.as === 'columns') {
    const [address, name] = [textCell(use, c.address, `${at}.address`), c.name === undefined ? null : textCell(use, c.name, `${at}.name`)]
    return field<Mailbox | null>('from', name === null ? [address] : [address, name], (m) => [m?.address ?? null, m?.name ?? null].slice(0, name === null ? 1 : 2), ([a, n]) => E.right(idOf(a) === null ? null : { address: String(a), name: idOf(n) }))
  }
  const many = manyField(use, 'from', c, at)
  return { ...many, encode: (m) => many.encode(m === null ? [] : [m]), decode: (raw, lookups) => E.map((people) => (people as ReadonlyArray<Mailbox>)[0] ?? null)(many.decode(raw, lookups)) }
}

const progressField = (use: TableUse, c: TaskTable['progress'], at: string, zone: string): Field => {
  if (c === undefined) return fieldWithout<TaskProgress>('progress', { status: 'notStarted', percent: 0, completedOn: null })
  const status = choiceCell(use, c.status, `${at}.status`, ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'])
  const percent = c.percent === undefined ? null : numberCell(use, c.percent, `${at}.percent`)
  const completedOn = c.completedOn === undefined ? null : dateCell(use, c.completedOn, `${at}.completedOn`, zone)
  const cells = [status, ...(percent === null ? [] : [percent]), ...(completedOn === null ? [] : [completedOn])]
  const encode = (p: TaskProgress): ReadonlyArray<Param> => [status.encode(p.status), ...(percent === null ? [] : [percent.encode(p.percent)]), ...(completedOn === null ? [] : [completedOn.encode(p.completedOn)])]
  return field<TaskProgress>('progress', cells, encode, (raw) => {
    const is = readCell(status, raw[0])
    const done: E.Either<FieldError, number | null> = percent === null ? E.right(null) : readCell(percent, raw[1])
    const on = completedOn === null ? E.right(null) : readCell(completedOn, raw[percent === null ? 1 : 2])
    if (E.isLeft(is)) return is
    if (E.isLeft(done)) return done
    if (E.isLeft(on)) return on
    return E.right({ status: is.right, percent: done.right ?? (is.right === 'completed' ? 100 : 0), completedOn: on.right })
  })
}

const choice = <A extends string>(use: TableUse, name: string, c: Parameters<typeof choiceCell>[1] | undefined, at: string, allowed: ReadonlyArray<A>, otherwise: A): Field =>
  c === undefined ? fieldWithout<A>(name, otherwise) : fieldOf(name, choiceCell(use, c, at, allowed))

const date = (use: TableUse, name: string, c: TaskTable['due'] | undefined, at: string, zone: string): Field => (c === undefined ? fieldWithout<string | null>(name, null) : fieldOf(name, dateCell(use, c, at, zone)))

const common = (use: TableUse, a: ActivityTable, at: string): ReadonlyArray<Field> => [
  fieldOf('subject', orEmpty(textCell(use, a.subject, `${at}.subject`))),
  bodyField(use, a.body, `${at}.body`),
  contactField(use, a.contact, `${at}.contact`),
  ...(['type', 'status', 'priority', 'project', 'responsible'] as const).map((name) => {
    const c = a.attributes?.[name]
    return c === undefined ? fieldWithout<string | null>(`attributes.${name}`, null) : fieldOf(`attributes.${name}`, textCell(use, c, `${at}.attributes.${name}`))
  }),
  a.attributes?.private === undefined ? fieldWithout('attributes.private', false) : fieldOf('attributes.private', flagCell(use, a.attributes.private, `${at}.attributes.private`))
]

const ofKind: { readonly [K in Kind]: (use: TableUse, a: ActivityTable, at: string, zone: string) => ReadonlyArray<Field> } = {
  email: (use, a, at) => {
    const e = a as EmailTable
    return [fieldOf('sentAt', instantCell(use, e.sentAt, `${at}.sentAt`)), senderField(use, e.from, `${at}.from`), ...(['to', 'cc', 'bcc'] as const).map((name) => manyField(use, name, e[name], `${at}.${name}`))]
  },
  appointment: (use, a, at, zone) => {
    const p = a as AppointmentTable
    const location = p.location === undefined ? fieldWithout('location', '') : fieldOf('location', orEmpty(textCell(use, p.location, `${at}.location`)))
    return [timeField(use, p.time as TimeColumns, `${at}.time`, zone), location, choice(use, 'showAs', p.showAs, `${at}.showAs`, ['free', 'tentative', 'busy', 'oof', 'workingElsewhere'] satisfies ReadonlyArray<ShowAs>, 'busy')]
  },
  task: (use, a, at, zone) => {
    const k = a as TaskTable
    return [date(use, 'start', k.start, `${at}.start`, zone), date(use, 'due', k.due, `${at}.due`, zone), progressField(use, k.progress, `${at}.progress`, zone), choice(use, 'importance', k.importance, `${at}.importance`, ['low', 'normal', 'high'], 'normal')]
  }
}

/** All fields of a kind: those of the model by their names, `contact`, and the attributes as `attributes.status`. Two that share a column are noted as wrong. */
export const fieldsOf = (use: TableUse, kind: Kind, a: ActivityTable, at: string, zone: string): ReadonlyArray<Field> => {
  const fields = [...common(use, a, at), ...ofKind[kind](use, a, at, zone)]
  const owners = new Map<string, string>()
  for (const f of fields)
    for (const cell of f.cells) {
      const place = cell.part === '' ? cell.column : `${cell.part}.${cell.column}`
      const first = owners.get(place)
      if (first !== undefined && first !== f.name) use.wrong(place, `both ${first} and ${f.name}`, `one field a column, for ${at}`)
      owners.set(place, f.name)
    }
  return fields
}
