/** What the core's own script tag says, and the way for other scripts into the page. */

import { assets } from 'kelisim:site'
import { page } from './dom.js'

/** Only while the script itself runs does the browser say which tag it is; to a module never. */
export const ownTag = /** @type {HTMLScriptElement | null} */ (page.currentScript || page.querySelector('script[src*=kelisim]'))

/** Where the assets are, as seen from the script. Taken at once: a `<base>` further down the page gives addresses another meaning. @type {any} */
export const folder = ownTag?.src.replace(/[^/]*(\?.*)?$/, assets)

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
