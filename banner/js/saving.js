/** Keeps the choice: in the cookie, else in localStorage, else nowhere. */

import { cookieDomain, cookieName, lifetime } from 'kelisim:site'
import { attempt, page } from './dom.js'
import { ownCookies } from './storage.js'

/** @param {string} cookie name, value and attributes */
export function writeCookie(cookie) {
  attempt(() => (page.cookie = cookie + (location.protocol === 'https:' ? '; Secure' : '')))
}

/** @param {string} text nothing: what is kept is forgotten */
export function keep(text) {
  const cookie = `${cookieName}=${text}; Max-Age=${text ? lifetime : 0}; Path=/; SameSite=Lax`
  writeCookie(FEATURE_DOMAIN ? cookie + '; Domain=' + cookieDomain : cookie)
  attempt(() => {
    // Even where it need not stay: windows side by side learn of a choice by this.
    localStorage.setItem(cookieName, text)
    if (!text || ownCookies().includes(text)) localStorage.removeItem(cookieName)
  })
}
