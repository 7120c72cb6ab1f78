/** Keeps the choice: in the cookie, else in localStorage, else nowhere; reads it back with distrust. */

import { cookieDomain, cookieName, lifetimeDays } from 'kelisim:site'
import { formatChoice, parseChoice } from './consent.js'
import { expireCookie, readCookies, writeCookie } from './cookies.js'

/** @typedef {import('./consent.js').Choice} Choice */

/** @returns {string[]} the values of every cookie of our name: one more after the cookie's domain was changed */
function readValues() {
  const start = cookieName + '='
  return readCookies().filter(cookie => cookie.startsWith(start)).map(cookie => cookie.slice(start.length))
}

/** @returns {Choice | null} the newest that is well-formed */
export function loadChoice() {
  const [choice] = readValues().map(parseChoice).filter(Boolean).sort((a, b) => b.time - a.time)
  try {
    return choice || parseChoice(localStorage.getItem(cookieName))
  } catch {
    return null
  }
}

/**
 * @param {Choice} choice
 * @returns {boolean} whether the next page will know of it
 */
export function saveChoice(choice) {
  const text = formatChoice(choice)
  if (readValues().length > 1) expireCookie(cookieName)
  const domain = FEATURE_DOMAIN ? '; Domain=' + cookieDomain : ''
  writeCookie(`${cookieName}=${text}; Path=/; Max-Age=${lifetimeDays * 86400}; SameSite=Lax${domain}`)
  const kept = readValues().includes(text)
  try {
    if (kept) localStorage.removeItem(cookieName)
    else localStorage.setItem(cookieName, text)
    return true
  } catch {
    return kept
  }
}

export function forgetChoice() {
  expireCookie(cookieName)
  try {
    localStorage.removeItem(cookieName)
  } catch {
    // There is no storage to forget it from.
  }
}
