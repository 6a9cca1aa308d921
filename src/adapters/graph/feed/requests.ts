/** The request with which a sub-feed goes on. */
import type { CheckedGraphConfig } from '../config'
import { segment } from '../http/link'
import { withQuery } from '../http/query'
import type { GraphRequest } from '../http/request'
import { messageExpand, messageExpandWithoutAttachments, messageSelect } from '../resources/message'
import { taskExpand } from '../resources/task'
import type { Source, SubFeed } from './state'

const first = (root: string, source: Source, plainly: boolean): string => {
  switch (source.of) {
    case 'mail':
      return withQuery(`${root}/mailFolders/${segment(source.folder)}/messages/delta`, { $select: messageSelect, $expand: plainly ? messageExpandWithoutAttachments : messageExpand })
    case 'calendar':
      return withQuery(`${root}/calendarView/delta`, { startDateTime: source.window.from, endDateTime: source.window.to })
    case 'lists':
      return `${root}/todo/lists/delta`
    case 'tasks':
      return withQuery(`${root}/todo/lists/${segment(source.list)}/tasks/delta`, plainly ? {} : { $expand: taskExpand })
  }
}

/** Whether a delta could be begun with less, should Graph refuse it: what expansions it allows is not documented. What it then does not tell is fetched. */
export const canBePlainer = (sub: SubFeed): boolean => sub.link === null && (sub.source.of === 'mail' || sub.source.of === 'tasks')

/** What Graph is to prefer is said on every page: a link does not remember it. */
export const deltaRequest = ({ root, pageSize }: Pick<CheckedGraphConfig, 'root' | 'pageSize'>, sub: SubFeed, plainly = false): GraphRequest => ({
  method: 'GET',
  path: sub.link ?? first(root, sub.source, plainly),
  prefer: [`odata.maxpagesize=${pageSize}`]
})
