/** `document.cookie`, which a browser may refuse. */

import { attempt, page } from './dom.js'

/** @returns {string[][]} name and value of every cookie that the page may see; a value is whole where it holds no "=" */
export function readCookies() {
  return (attempt(() => page.cookie.split('; ')) || []).map(cookie => cookie.split('='))
}
