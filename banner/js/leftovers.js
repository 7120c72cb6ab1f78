/** What refused services left behind is looked for on every page, and deleted by a part of its own (REV-1, STO-8). */

import { services } from 'kelisim:site'
import { decisionOn } from './consent.js'
import { readCookies } from './cookies.js'
import { attempt } from './dom.js'
import { use } from './parts.js'
import { ownCookies } from './storage.js'
import { getState } from './store.js'

/**
 * What was deleted: how much is gone, and the names of what is still there.
 * @typedef {{ count: number, kept: string[] }} Erased
 */

/**
 * @param {boolean} [decided] just now: cookies on paths out of the page's sight are gone for as well
 * @returns {Promise<Erased | undefined>} nothing where nothing was found
 */
export async function eraseLeftovers(decided) {
  const { choice } = getState()
  const signs = services.filter(service => decisionOn(choice, service) === '0').map(service => service[3])
  const names = readCookies().map(([name]) => name)
  // The first look at a store costs milliseconds. What a browser refuses to the page it refused to services too.
  if (FEATURE_ERASE_STORAGE && signs[0]) attempt(() => names.push(...Object.keys(localStorage), ...Object.keys(sessionStorage)))
  // Firefox before 126 cannot list databases.
  if (FEATURE_ERASE_DATABASES) for (const { name = '' } of (await attempt(() => indexedDB.databases().catch(() => []))) || []) names.push(name)
  let found = signs[0] && RegExp(`^(${signs.join('|')})$`, 'm').test(names.join('\n'))
  // Two of our own are there after the site changed their domain.
  if (ownCookies()[1] || (FEATURE_COOKIE_PATHS && decided)) found = true
  return found ? use(kit => kit._more((/** @type {any} */ more) => more._erase())) : undefined
}
