/** The element in which everything of ours stands, apart from the page's styles; and the control that reopens the preferences. */

import { reopenLabels, style } from 'kelisim:site'
import { page } from './dom.js'
import { getState } from './store.js'

const host = page.createElement('div')
export const root = host.attachShadow({ mode: 'open' })
/** @type {any} */
const reopen = page.createElement('button')

export function createHost() {
  host.className = 'kelisim'
  reopen.part = reopen.dataset.kelisim = reopen.dataset.kelisimOpen = 'reopen'
  root.append(reopen)
  addStyle(style)
  labelReopen()
  // Before the body: first in the order of focus, out of reach of what pages do to their body (transforms, flex layouts, a whole
  // new body on each visit), and there before the body is. Once: with a blocker that takes it out nobody quarrels.
  page.documentElement.insertBefore(host, page.body)
}

/**
 * Names the reopen control in the language shown.
 * @param {string} [sign] that something could not be loaded: the control is worth another try
 */
export function labelReopen(sign = '') {
  const { language } = getState()
  reopen.lang = language
  reopen.textContent = reopenLabels[language] + sign
}

/** @param {string} css */
export function addStyle(css) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  // A new array: Chrome before 99 has this one frozen.
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
