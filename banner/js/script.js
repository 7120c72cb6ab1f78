/** What the core knows of its own script tag, and scripts that it puts into the page itself. */

import { read } from './dom.js'

const NAME = /\/kelisim(\.[\w-]+)?\.js$/

/** @type {{ base: string, nonce: string, language: string }} */
let own

/** @type {{ createScriptURL(url: string): any } | undefined} */
let policy

/** Reads the tag; only while the script itself runs does the browser say which tag it is. */
export function readOwnTag() {
  // A module has no current script.
  const tag = read('currentScript') || [...read('scripts')].find(({ src }) => NAME.test(src.split('?')[0]))
  own = { base: tag?.src || location.href, nonce: tag?.nonce || '', language: tag?.getAttribute('data-kelisim-lang') || '' }
}

export function ownTag() {
  return own
}

/**
 * The address of a script, in the form that Trusted Types ask for. One policy serves parts and held tags; nobody outside can reach it.
 * @param {string} url
 * @returns {any}
 */
export function trusted(url) {
  policy = policy || (window.trustedTypes ? window.trustedTypes.createPolicy('kelisim', { createScriptURL }) : { createScriptURL })
  return policy.createScriptURL(url)
}

/** @param {string} url */
function createScriptURL(url) {
  const { href, protocol } = new URL(url, read('baseURI'))
  if (/^https?:$/.test(protocol)) return href
  throw TypeError('kelisim: ' + href)
}
