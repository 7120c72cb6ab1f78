/** Keeps the choice: in the cookie, else in localStorage, else nowhere; reads it back with distrust. */

import { cookieDomain, cookieName, lifetimeDays } from 'kelisim:site'
import { formatChoice, parseChoice } from './consent.js'
import { expireCookie, readCookies, writeCookie } from './cookies.js'
import { attempt } from './dom.js'

/** @typedef {import('./consent.js').Choice} Choice */

/** @returns {string[]} the values of our cookie: there are two after the site changed its domain */
function readValues() {
  return readCookies().filter(cookie => cookie.startsWith(cookieName + '=')).map(cookie => cookie.slice(cookieName.length + 1))
}

/** @returns {Choice | undefined} the newest that is well-formed */
export function loadChoice() {
  const choices = readValues().map(parseChoice).filter(Boolean)
  const [newest] = choices.sort((a, b) => Number(b.time) - Number(a.time))
  return newest || parseChoice(attempt(() => localStorage.getItem(cookieName)))
}

/**
 * @param {Choice} choice
 * @returns {boolean} whether the next page will know of it
 */
export function saveChoice(choice) {
  const text = formatChoice(choice)
  forgetChoice()
  const domain = FEATURE_DOMAIN ? '; Domain=' + cookieDomain : ''
  writeCookie(`${cookieName}=${text}; Max-Age=${lifetimeDays * 86400}; Path=/; SameSite=Lax${domain}`)
  return readValues().includes(text) || Boolean(attempt(() => (localStorage.setItem(cookieName, text), true)))
}

export function forgetChoice() {
  expireCookie(cookieName)
  attempt(() => localStorage.removeItem(cookieName))
}
