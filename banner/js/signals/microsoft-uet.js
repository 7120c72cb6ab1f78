/** Microsoft Advertising's tag, UET: a queue that takes `default` before the tag is there, and `update` at any time (VEN-7). */

import { microsoftUet } from 'kelisim:site'
import { allowed } from '../store.js'

/** @param {'default' | 'update'} command */
export function sendUetConsent(command) {
  // An element with id="uetq" is no queue; a tag that runs has put an object with its own push in the array's place.
  if (!window.uetq?.push) window.uetq = []
  window.uetq.push('consent', command, { ad_storage: microsoftUet.some(allowed) ? 'granted' : 'denied' })
}
