/** Deletes what refused services left behind, as far as a page can (REV-1, STO-8). */

import { services } from 'kelisim:site'
import { decisionOn } from './consent.js'
import { expireCookie, readCookies } from './cookies.js'

/**
 * @typedef {object} Erased
 * @property {number} count how many items are gone
 * @property {string[]} kept names of those that could not be deleted
 */

/**
 * @param {import('./consent.js').Choice | null} choice
 * @returns {Erased}
 */
export function eraseRefused(choice) {
  const erased = { count: 0, kept: [] }
  for (const service of services) {
    if (decisionOn(choice, service) !== false) continue
    const [cookies, local, session, databases] = service[3] || []
    if (FEATURE_ERASE_COOKIES && cookies) eraseCookies(cookies, erased)
    if (FEATURE_ERASE_STORAGE && local) eraseStorage('localStorage', local, erased)
    if (FEATURE_ERASE_STORAGE && session) eraseStorage('sessionStorage', session, erased)
    if (FEATURE_ERASE_DATABASES && databases) eraseDatabases(databases)
  }
  return erased
}

/**
 * @param {string[]} names
 * @param {string} pattern
 */
function matching(names, pattern) {
  return names.filter(name => new RegExp(`^(?:${pattern})$`).test(name))
}

/**
 * @param {string} pattern
 * @param {Erased} erased
 */
function eraseCookies(pattern, erased) {
  for (const name of matching(readCookies().map(cookie => cookie.split('=')[0]), pattern))
    if (expireCookie(name)) erased.count++
    else erased.kept.push(name)
}

/**
 * @param {'localStorage' | 'sessionStorage'} kind
 * @param {string} pattern
 * @param {Erased} erased
 */
function eraseStorage(kind, pattern, erased) {
  try {
    const storage = window[kind]
    for (const name of matching(Object.keys(storage), pattern)) {
      storage.removeItem(name)
      erased.count++
    }
  } catch {
    // A browser that refuses storage to the page refused it to the services too.
  }
}

/** @param {string} pattern */
async function eraseDatabases(pattern) {
  // Not counted: the browser deletes a database once its last user has let go of it.
  try {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    for (const name of matching(names, pattern)) indexedDB.deleteDatabase(name)
  } catch {
    // Firefox before 126 cannot list databases.
  }
}
