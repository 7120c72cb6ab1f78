/** What the core's own script tag says, and the way for other scripts into the page. */

import { page } from './dom.js'

const NAME = /\/kelisim(\.\w+)?\.js$/

/** Only while the script itself runs does the browser say which tag it is; to a module never. */
export const ownTag = /** @type {HTMLScriptElement | null} */ (page.currentScript) || [...page.scripts].find(({ src }) => NAME.test(src.split('?')[0]))

/** @type {any} */
let policy

/**
 * An address in the form that Trusted Types ask for. The one policy is reached from here only: by parts and held tags.
 * @param {string} url
 * @returns {any}
 */
export function trusted(url) {
  policy = policy || window.trustedTypes?.createPolicy('kelisim', { createScriptURL: String })
  return policy ? policy.createScriptURL(url) : url
}
