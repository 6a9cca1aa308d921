/** The cases for `searchContacts` and `createContact`, which a CRM may leave out. */
import type { ContactHit } from '../../core/model/contact'
import type { ContactQuery, CrmPort, NewContact } from '../../core/ports/crm'
import { type DraftCase, notApplicable } from './contract-case'
import { type CrmHarness, crmPersonDoes } from './crm-harness'
import { ask, expectEqual, expectLeft, expectSameSet, nearMisses, settle } from './expectations'
import { sampleKey } from './samples'

type Draft = DraftCase<CrmHarness>

/** So that nothing else in the register is found: a database need not be empty. */
const mark = 'Zq7xk'
const acme = { name: `${mark} Åkerlund & Söner`, addresses: ['office@zq7xk-acme.example'], persons: [{ name: `Anna ${mark}`, addresses: ['anna@zq7xk-acme.example'] }] }
const beta = { name: `${mark} Beta`, addresses: ['info@zq7xk-beta.example'], persons: [] }

const search = async (h: CrmHarness, query: ContactQuery, limit = 100): Promise<ReadonlyArray<ContactHit>> => ask('searchContacts', (h.port.searchContacts ?? notApplicable('the port does not search contacts'))(query, limit))
const searchText = (h: CrmHarness, text: string, limit?: number): Promise<ReadonlyArray<ContactHit>> => search(h, { _tag: 'Text', text }, limit)
const namesOf = (hits: ReadonlyArray<ContactHit>): ReadonlyArray<string> => hits.map((x) => x.personName ?? x.name)
const creating = (h: CrmHarness): NonNullable<CrmPort['createContact']> => h.port.createContact ?? notApplicable('the port does not make contacts')

const searchCases: ReadonlyArray<Draft> = [
  {
    name: 'searchContacts: a contact or a person in whose names and addresses each word is found, also within a word, whatever the letters’ case; a contact before its persons',
    prove: async (h) => {
      await searchText(h, mark)
      const add = crmPersonDoes(h, 'addContact')
      const { contactId, personIds } = await add(acme)
      await add(beta)
      expectEqual('by a word of all', namesOf(await searchText(h, mark.toUpperCase())), [beta.name, acme.name, `Anna ${mark}`])
      expectEqual('whole', await searchText(h, `ÅKERLUND ${mark} söner`), [
        { contactId, contactPersonId: null, name: acme.name, personName: null, addresses: acme.addresses },
        { contactId, contactPersonId: personIds[0] ?? '', name: acme.name, personName: `Anna ${mark}`, addresses: ['anna@zq7xk-acme.example'] }
      ])
      expectEqual('by the middle of words', namesOf(await searchText(h, 'q7x erlun')), [acme.name, `Anna ${mark}`])
      expectEqual('by the domain of an address', namesOf(await searchText(h, '@zq7xk-acme')), [acme.name, `Anna ${mark}`])
      expectEqual('by the name of a person', namesOf(await searchText(h, `anna ${mark}`)), [`Anna ${mark}`])
      expectEqual('by words of which one is nowhere', await searchText(h, `${mark} nowhere`), [])
    }
  },
  {
    name: 'searchContacts: at most limit; with no word nobody; signs mean themselves',
    prove: async (h) => {
      await searchText(h, mark)
      const add = crmPersonDoes(h, 'addContact')
      await add(acme)
      await add(beta)
      expectEqual('the first two', namesOf(await searchText(h, mark, 2)), [beta.name, acme.name])
      for (const text of ['', '  ']) expectEqual('with no word', await searchText(h, text), [])
      for (const sign of [`${mark}%`, 'Zq_xk', `${mark}*`, `${mark}' or '1'='1`, `${mark}!`]) expectEqual(`with ${sign}`, await searchText(h, sign), [])
    }
  },
  {
    name: 'searchContacts: with ids, these contacts and all of their persons; ids that are not there are left out; with no id nobody',
    prove: async (h) => {
      await searchText(h, mark)
      const add = crmPersonDoes(h, 'addContact')
      const [one, two] = [await add(acme), await add(beta)]
      expectEqual('by ids', namesOf(await search(h, { _tag: 'Ids', contactIds: [one.contactId, two.contactId, one.contactId, 'no-such-contact'] })), [beta.name, acme.name, `Anna ${mark}`])
      expectEqual('by one id', namesOf(await search(h, { _tag: 'Ids', contactIds: [two.contactId] })), [beta.name])
      expectEqual('by no id', await search(h, { _tag: 'Ids', contactIds: [] }), [])
    }
  }
]

const newOne = (n: number, other: Partial<NewContact> = {}): NewContact => ({ ownKey: sampleKey('item', `contact${n}`), contactId: null, name: `${mark} New ${n}`, person: null, addresses: [`new${n}@zq7xk-new.example`], phone: '08-123 45 67', ...other })

const createCases: ReadonlyArray<Draft> = [
  {
    name: 'createContact: a new contact, found by its address from then on; with a person, the address is the person’s',
    prove: async (h) => {
      const create = creating(h)
      const alone = await ask('createContact', create(newOne(1)))
      const together = await ask('createContact', create(newOne(2, { person: { name: 'Eva Ek' } })))
      expectEqual('a contact person where none was asked for', alone.contactPersonId, null)
      expectSameSet('the matches', await ask('findByAddress', h.port.findByAddress(['new1@zq7xk-new.example', 'NEW2@zq7xk-new.example'])), [
        { address: 'new1@zq7xk-new.example', ...alone, name: `${mark} New 1` },
        { address: 'NEW2@zq7xk-new.example', ...together, name: `${mark} New 2` }
      ])
    }
  },
  {
    name: 'createContact: a person is added to the contact with contactId, which keeps its name; without a person the addresses are added; one that is not there answers NotFound',
    prove: async (h) => {
      const create = creating(h)
      const { contactId } = await ask('createContact', create(newOne(1)))
      const person = await ask('createContact', create(newOne(2, { contactId, name: 'another name', person: { name: 'Eva Ek' } })))
      expectEqual('the contact of the person', person.contactId, contactId)
      const again = await ask('createContact', create(newOne(3, { contactId })))
      expectEqual('the contact of the address', again, { contactId, contactPersonId: null })
      expectSameSet('the matches', await ask('findByAddress', h.port.findByAddress([1, 2, 3].map((n) => `new${n}@zq7xk-new.example`))), [
        { address: 'new1@zq7xk-new.example', contactId, contactPersonId: null, name: `${mark} New 1` },
        { address: 'new2@zq7xk-new.example', ...person, name: `${mark} New 1` },
        { address: 'new3@zq7xk-new.example', contactId, contactPersonId: null, name: `${mark} New 1` }
      ])
      expectLeft('a person of a contact that is not there', await settle('createContact', create(newOne(4, { contactId: 'no-such-contact', person: { name: 'x' } }))), 'NotFound')
      expectEqual('what was made of it', await ask('findByAddress', h.port.findByAddress(['new4@zq7xk-new.example'])), [])
    }
  },
  {
    name: 'createContact: again with the same key, it answers with the first one’s entry and creates nothing; a key that is nearly the same is another',
    prove: async (h) => {
      const create = creating(h)
      const first = await ask('createContact', create(newOne(1, { person: { name: 'Eva Ek' } })))
      expectEqual('the second answer', await ask('createContact', create(newOne(2, { ownKey: newOne(1).ownKey }))), first)
      expectEqual('what the second made', await ask('findByAddress', h.port.findByAddress(['new2@zq7xk-new.example'])), [])
      for (const [i, ownKey] of nearMisses(newOne(1).ownKey).entries()) {
        const made = await ask('createContact', create(newOne(10 + i, { ownKey })))
        expectEqual('whether a near miss gave the first', made.contactId === first.contactId, false)
      }
    }
  }
]

export const crmRegisterCases: ReadonlyArray<Draft> = [...searchCases, ...createCases]
