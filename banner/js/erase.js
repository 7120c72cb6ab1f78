/** Deletes what refused services left behind, as far as a page can (REV-1, STO-8). */

import { cookieName, services } from 'kelisim:site'
import { cookiePaths, leftovers } from 'kelisim:view'
import { decisionOn } from './consent.js'
import { readCookies } from './cookies.js'
import { attempt } from './dom.js'
import { keep, writeCookie } from './saving.js'
import { ownCookies } from './storage.js'
import { getState } from './store.js'

/** An item: its kind, 0 a cookie, 1 localStorage, 2 sessionStorage, 3 indexedDB, and its name. @typedef {[kind: number, name: string]} Item */

/** @returns {Promise<import('./leftovers.js').Erased>} */
export async function erase() {
  const { choice } = getState()
  const refused = services.filter(service => decisionOn(service) === '0').map(([id]) => id)
  const found = await findItems(refused)
  for (const [kind, name] of found)
    if (kind === 0) expireCookie(name)
    else if (kind === 3) indexedDB.deleteDatabase(name)
    else attempt(() => storageOf(kind).removeItem(name))
  for (const [id, path, name] of cookiePaths) if (refused.includes(id)) expireOn(path, name)
  // Two of ours, after the site changed their domain: all go, one is written anew.
  if (ownCookies()[choice ? 1 : 0]) {
    expireCookie(cookieName)
    if (choice) keep(choice.join('~'))
  }
  const kept = (await findItems(refused)).map(([, name]) => name)
  return { count: found.length - kept.length, kept }
}

/**
 * @param {string[]} refused services
 * @returns {Promise<Item[]>} what they have left
 */
async function findItems(refused) {
  /** @type {Item[]} */
  const items = []
  for (const id of refused)
    for (const [kind, pattern] of (leftovers[id] || []).entries())
      if (pattern) for (const name of await namesOf(kind)) if (RegExp(`^(${pattern})$`).test(name)) items.push([kind, name])
  return items
}

/**
 * @param {number} kind
 * @returns {Promise<string[]>}
 */
async function namesOf(kind) {
  if (kind === 0) return readCookies().map(([name]) => name)
  // Firefox before 126 cannot list databases.
  if (kind === 3) return ((await attempt(() => indexedDB.databases().catch(() => []))) || []).map(({ name = '' }) => name)
  return attempt(() => Object.keys(storageOf(kind))) || []
}

/** @param {number} kind */
function storageOf(kind) {
  return kind > 1 ? sessionStorage : localStorage
}

/**
 * Deletes a cookie that the page can see: it stands on some beginning of the page's path.
 * @param {string} name
 */
function expireCookie(name) {
  const { pathname } = location
  for (let end = 1; end <= pathname.length && readCookies().some(([known]) => known === name); end += 1)
    expireOn(pathname.slice(0, end), name)
}

/**
 * A cookie is gone only after the right domain was named: this host or a parent, with a partition or without. A name
 * without a dot and the end of an address are no domains, and Firefox would complain of them in the console.
 * @param {string} path
 * @param {string} name
 */
function expireOn(path, name) {
  const { hostname } = location
  const labels = /\d$/.test(hostname) ? [] : hostname.split('.')
  const domains = labels.slice(1).map((_, start) => '; Domain=' + labels.slice(start).join('.'))
  for (const domain of ['', ...domains])
    for (const partition of ['', '; Secure; Partitioned']) writeCookie(`${name}=; Max-Age=0; Path=${path}${domain}${partition}`)
}
