/** What the core's own script tag says, and the way for other scripts into the page. */

import { page } from './dom.js'

const NAME = /\/kelisim(\.\w+)?\.js$/

/** @type {HTMLScriptElement | undefined} */
let tag
/** @type {any} */
let policy

/** Finds the tag. Only while the script itself runs does the browser say which one it is, and to a module never. */
export function findOwnTag() {
  tag = page.currentScript || [...page.scripts].find(({ src }) => NAME.test(src.split('?')[0]))
}

/** @returns {string | undefined} */
export function ownLanguage() {
  return tag?.dataset.kelisimLang
}

/**
 * The address of something beside the core.
 * @param {string} path
 */
export function besideCore(path) {
  return new URL(path, tag?.src).href
}

/** @returns {string} for scripts that the core puts into the page */
export function ownNonce() {
  return tag?.nonce || ''
}

/**
 * An address in the form that Trusted Types ask for. The one policy is reached from here only: by parts and held tags.
 * @param {string} url
 * @returns {any}
 */
export function trusted(url) {
  if (!window.trustedTypes) return url
  policy = policy || window.trustedTypes.createPolicy('kelisim', { createScriptURL: address => address })
  return policy.createScriptURL(url)
}
