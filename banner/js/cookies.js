/** `document.cookie`, where a cookie is gone only after the right domain and path were named. */

import { cookiePaths } from 'kelisim:site'
import { attempt, page } from './dom.js'

/** @returns {string[][]} name and value of every cookie that the page may see; a value is whole where it holds no "=" */
export function readCookies() {
  return (attempt(() => page.cookie.split('; ')) || []).map(cookie => cookie.split('='))
}

/** @param {string} cookie name, value and attributes */
export function writeCookie(cookie) {
  attempt(() => (page.cookie = cookie + (location.protocol === 'https:' ? '; Secure' : '')))
}

/**
 * Deletes a cookie. One that the page can see stands on this host or a parent, and on some beginning of the page's path.
 * @param {string} name
 */
export function expireCookie(name) {
  const { hostname, pathname } = location
  const domains = ['', ...hostname.split('.').map((_, start, labels) => '; Domain=' + labels.slice(start).join('.'))]
  const paths = [...cookiePaths, ...Array.from(pathname, (_, end) => pathname.slice(0, end + 1))]
  for (const path of paths)
    for (const domain of domains)
      for (const partition of ['', '; Secure; Partitioned'])
        if (readCookies().some(([known]) => known === name)) writeCookie(`${name}=; Max-Age=0; Path=${path}${domain}${partition}`)
}
