/** Plays what a person does, outside of any pass. The answer tells it in words; `null`: nothing could be done. */
import { itemsOf, type Seat } from '../stage'
import type { Deed } from '../story'
import { called, choose, chooseItem, notifyAbout } from './choosing'
import { editItemField } from './edits'
import { addActivity, addTwins, deleteEveryActivity, editActivity, editBoth, onActivity } from './in-crm'
import { makePrivate, onItem, purgeEverything, rescheduleOccurrence } from './in-outlook'
import { addItem, invite, receiveEmail, sendEmail } from './new-items'
import { settingsBook } from '../settings-book'

export const playDeed = async (seat: Seat, d: Deed): Promise<string | null> => {
  const { stage } = seat
  switch (d.do) {
    case 'receive-email':
      return receiveEmail(seat, d)
    case 'send-email':
      return sendEmail(seat, d)
    case 'add-item':
      return addItem(seat, d)
    case 'add-twins':
      return addTwins(seat, d)
    case 'invite':
      return invite(seat, d)
    case 'edit-item': {
      const item = await chooseItem(seat, d.pick, (i) => i.place === 'normal')
      return item === undefined ? null : editItemField(seat, item, d.field, d.value)
    }
    case 'edit-both':
      return editBoth(seat, d)
    case 'reschedule-occurrence':
      return rescheduleOccurrence(seat, d)
    case 'make-private':
      return makePrivate(seat, d)
    case 'trash-item':
    case 'restore-item':
    case 'purge-item':
    case 'change-id':
    case 'copy-item':
    case 'complete-item':
    case 'decline':
    case 'call-off':
      return onItem(seat, d)
    case 'purge-everything':
      return purgeEverything(seat)
    case 'delete-every-activity':
      return deleteEveryActivity(seat)
    case 'add-activity':
      return addActivity(seat, d)
    case 'edit-activity':
      return editActivity(seat, d)
    case 'delete-activity':
    case 'restore-activity':
    case 'give-away':
    case 'take-back':
    case 'complete-activity':
      return onActivity(seat, d)
    case 'spoil-item': {
      const item = choose(await itemsOf(seat), d.pick)
      if (item === undefined) return null
      seat.spoiled.add(item.id)
      return `has ${called(item)} damaged, so that it cannot be read`
    }
    case 'mend-items':
      if (seat.spoiled.size === 0) return null
      seat.spoiled.clear()
      return 'has everything readable again'
    case 'expire-cursors': {
      const side = d.side === 'outlook' ? seat.mailbox : stage.crms[seat.database]
      if (side.expireCursors === undefined) return null
      await side.expireCursors()
      return `finds the ${d.side === 'outlook' ? 'mailbox' : 'CRM'} to have forgotten every cursor`
    }
    case 'change-settings': {
      seat.settings = settingsBook[d.to % settingsBook.length] as (typeof settingsBook)[number]
      notifyAbout(seat)
      return `changes settings to ${JSON.stringify(seat.settings)}`
    }
    case 'wait':
      stage.clock.ms += d.days * 86_400_000
      return `waits ${d.days} days`
  }
}
