/** The element in which everything of ours stands, apart from the page's styles; and the control that reopens the preferences. */

import { languages, reopenLabels, style } from 'kelisim:site'
import { page } from './dom.js'
import { getState } from './store.js'

const host = page.createElement('div')
export const root = host.attachShadow({ mode: 'open' })
const reopen = page.createElement('button')

export function createHost() {
  host.className = 'kelisim'
  Object.assign(reopen, { part: 'reopen' })
  Object.assign(reopen.dataset, { kelisim: 'reopen', kelisimOpen: '' })
  root.append(reopen)
  addStyle(style)
  labelReopen()
  // Before the body: first in the order of focus, out of reach of what pages do to their body (transforms, flex layouts, a whole
  // new body on each visit), and there before the body is. Once: with a blocker that takes it out nobody quarrels.
  page.documentElement.insertBefore(host, page.body)
}

/** Names the reopen control in the language shown. */
export function labelReopen(note = '') {
  const { language } = getState()
  reopen.lang = language
  reopen.textContent = reopenLabels[languages.indexOf(language)] + note
}

/** @param {string} css */
export function addStyle(css) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  // A new array: Chrome before 99 has this one frozen.
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
