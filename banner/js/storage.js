/** Keeps the choice: in the cookie, else in localStorage, else nowhere; reads it back with distrust. */

import { cookieDomain, cookieName, lifetimeDays } from 'kelisim:site'
import { parseChoice } from './consent.js'
import { expireCookie, readCookies, writeCookie } from './cookies.js'
import { attempt } from './dom.js'

/** @typedef {import('./consent.js').Choice} Choice */

/** @returns {Choice | undefined} the newest that is well-formed: there are two cookies after the site changed their domain */
export function loadChoice() {
  /** @type {Choice | undefined} */
  let newest
  for (const [name, value] of readCookies()) {
    const choice = name === cookieName ? parseChoice(value) : undefined
    if (choice && !(newest && newest[2] > choice[2])) newest = choice
  }
  return newest || parseChoice(attempt(() => localStorage.getItem(cookieName)))
}

/** @param {Choice} choice */
export function saveChoice(choice) {
  const text = choice.join('~')
  forgetChoice()
  const domain = FEATURE_DOMAIN ? '; Domain=' + cookieDomain : ''
  writeCookie(`${cookieName}=${text}; Max-Age=${lifetimeDays * 86400}; Path=/; SameSite=Lax${domain}`)
  if (!loadChoice()) attempt(() => localStorage.setItem(cookieName, text))
}

export function forgetChoice() {
  expireCookie(cookieName)
  attempt(() => localStorage.removeItem(cookieName))
}
