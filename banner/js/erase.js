/** Deletes what refused services left behind, as far as a page can (REV-1, STO-8). */

import { services } from 'kelisim:site'
import { decisionOn } from './consent.js'
import { expireCookie, readCookies } from './cookies.js'
import { attempt } from './dom.js'

/**
 * What was deleted: how much is gone, and the names of what is still there.
 * @typedef {{ count: number, kept: string[] }} Erased
 */

/**
 * @param {import('./consent.js').Choice | undefined} choice
 * @returns {Erased}
 */
export function eraseRefused(choice) {
  /** @type {Erased} */
  const erased = { count: 0, kept: [] }
  for (const service of services) {
    const [cookies, local, session, databases] = (decisionOn(choice, service) === '0' && service[3]) || []
    if (FEATURE_ERASE_COOKIES) erase(erased, cookies, () => readCookies().map(([name]) => name), expireCookie)
    if (FEATURE_ERASE_STORAGE) eraseStorage(erased, local, 'localStorage')
    if (FEATURE_ERASE_STORAGE) eraseStorage(erased, session, 'sessionStorage')
    if (FEATURE_ERASE_DATABASES) eraseDatabases(databases)
  }
  return erased
}

/**
 * @param {Erased} erased
 * @param {string | undefined} pattern
 * @param {() => string[]} list
 * @param {(name: string) => void} remove
 */
function erase(erased, pattern, list, remove) {
  const find = () => list().filter(name => pattern && RegExp(`^(${pattern})$`).test(name))
  const names = find()
  names.forEach(name => remove(name))
  const kept = find()
  erased.count += names.length - kept.length
  erased.kept.push(...kept)
}

/**
 * @param {Erased} erased
 * @param {string | undefined} pattern
 * @param {'localStorage' | 'sessionStorage'} kind
 */
function eraseStorage(erased, pattern, kind) {
  // A browser that refuses storage to the page refused it to the service too. The first look at it costs milliseconds.
  if (pattern) attempt(() => erase(erased, pattern, () => Object.keys(window[kind]), name => window[kind].removeItem(name)))
}

/**
 * Not counted: a database goes when the last that has it open lets go. Firefox before 126 cannot list them.
 * @param {string | undefined} pattern
 */
async function eraseDatabases(pattern) {
  for (const { name = '' } of (pattern && (await indexedDB.databases?.())) || [])
    if (RegExp(`^(${pattern})$`).test(name)) indexedDB.deleteDatabase(name)
}
