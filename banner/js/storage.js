/** Reads the choice back, with distrust: from the cookie, or from localStorage where cookies are refused. */

import { cookieName } from 'kelisim:site'
import { readCookies } from './cookies.js'
import { attempt } from './dom.js'

/** @typedef {import('./consent.js').Choice} Choice */

const GRAMMAR = /^1~\d{9,30}~\d{10}(~[\w.-]+){3}~([\w-]{4}[01])*$/

/** @returns {string[]} values of the cookies with our name: two after the site changed their domain */
export function ownCookies() {
  return readCookies().flatMap(([name, value]) => (name === cookieName ? value : []))
}

/** @returns {Choice | undefined} the newest in which every character is as it should be */
export function loadChoice() {
  const texts = /** @type {string[]} */ ([attempt(() => localStorage.getItem(cookieName)), ...ownCookies()])
  return texts
    .filter(text => GRAMMAR.test(text))
    .map(text => /** @type {any} */ (text.split('~')))
    .sort((one, other) => other[2] - one[2])[0]
}
