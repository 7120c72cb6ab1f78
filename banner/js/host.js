/** The element in which everything of ours stands, apart from the page's styles; and the control that reopens the preferences. */

import { failedTexts, languages, reopenLabels, style } from 'kelisim:site'
import { build, read } from './dom.js'
import { getState } from './store.js'

/** @type {any} */
let host
/** @type {any} */
let reopen

/** @returns {ShadowRoot} */
export function root() {
  return host.shadowRoot
}

/** Makes the host. */
export function createHost() {
  host = build(['div', { class: 'kelisim' }])
  reopen = build(['button', { type: 'button', class: 'reopen', part: 'reopen', 'data-kelisim': 'reopen' }])
  host.attachShadow({ mode: 'open' }).append(reopen)
  addStyle(style)
  attachHost()
}

/**
 * Puts the host before the body: first in the order of focus, out of reach of what pages do to their body (transforms, flex layouts,
 * `display: none`, a whole new body on each visit), and there before the body is.
 */
export function attachHost() {
  if (!host.isConnected) read('documentElement').insertBefore(host, read('body'))
}

/** Writes the reopen control in the language shown. */
export function labelReopen(failed = false) {
  const { language } = getState()
  reopen.lang = language
  reopen.textContent = (failed ? failedTexts : reopenLabels)[languages.indexOf(language)]
}

/** Styles that are in already. @type {Set<string>} */
const styles = new Set()

/** @param {string} css */
export function addStyle(css) {
  if (styles.has(css)) return
  styles.add(css)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  // The array may be frozen: Chrome before 99 takes only a new one.
  root().adoptedStyleSheets = [...root().adoptedStyleSheets, sheet]
}
