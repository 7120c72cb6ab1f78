/** What refused services left behind is looked for on every page, and deleted by a part of its own (REV-1, STO-8). */

import { services } from 'kelisim:site'
import { decisionOn } from './consent.js'
import { readCookies } from './cookies.js'
import { attempt } from './dom.js'
import { useMore } from './parts.js'
import { ownCookies } from './storage.js'

/**
 * What was deleted: how much is gone, and the names of what is still there.
 * @typedef {{ count: number, kept: string[] }} Erased
 */

/**
 * @param {boolean} [decided] just now: cookies on paths out of the page's sight are gone for as well
 * @returns {Promise<Erased | undefined>} nothing where nothing was found
 */
export async function eraseLeftovers(decided) {
  const signs = services.filter(service => decisionOn(service) === '0').map(service => service[3])
  // Two of our own are there after the site changed their domain.
  /** @type {unknown} */
  let found = ownCookies()[1] || (FEATURE_COOKIE_PATHS && decided)
  // To look around takes time: not before there is a refusal.
  if (signs[0]) {
    const names = readCookies().map(([name]) => name)
    // What a browser refuses to the page it refused to services too.
    if (FEATURE_ERASE_STORAGE) attempt(() => names.push(...Object.keys(localStorage), ...Object.keys(sessionStorage)))
    // Firefox before 126 cannot list databases.
    if (FEATURE_ERASE_DATABASES)
      for (const { name = '' } of (await attempt(() => indexedDB.databases?.().catch(() => []))) || []) names.push(name)
    found = found || RegExp(`^(${signs.join('|')})$`, 'm').test(names.join('\n'))
  }
  return found ? useMore(loaded => loaded._erase()) : undefined
}
