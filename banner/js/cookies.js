/** `document.cookie`, where it may throw, and where a cookie is gone only after the right domain and path were named. */

import { cookiePaths } from 'kelisim:site'
import { read, write } from './dom.js'

/** @returns {string[]} `name=value`; none where the page may not see cookies */
export function readCookies() {
  try {
    return read('cookie').split('; ')
  } catch {
    return []
  }
}

/**
 * @param {string} cookie name, value and attributes
 */
export function writeCookie(cookie) {
  try {
    write('cookie', cookie + (location.protocol === 'https:' ? '; Secure' : ''))
  } catch {
    // A sandboxed page has no cookies. What must last is read back by whoever wrote it.
  }
}

/**
 * Deletes a cookie on this host and its parents, on `/`, the way down to this page and the paths that services use.
 * @param {string} name
 * @returns {boolean} whether it is gone
 */
export function expireCookie(name) {
  const hosts = location.hostname.split('.').map((_, position, labels) => '; Domain=' + labels.slice(position).join('.'))
  const folders = location.pathname.split('/').map((_, position, names) => names.slice(0, position + 1).join('/'))
  for (const partition of ['', '; Secure; Partitioned'])
    for (const path of ['/', ...cookiePaths, ...folders.flatMap(folder => [folder, folder + '/']).slice(2)])
      for (const host of ['', ...hosts]) {
        if (!readCookies().some(cookie => cookie.startsWith(name + '='))) return true
        writeCookie(`${name}=; Path=${path}; Max-Age=0${host}${partition}`)
      }
  return !readCookies().some(cookie => cookie.startsWith(name + '='))
}
