/** Says what became of a choice, to the eye and to a screen reader; otherwise it is not to be seen. */

import { language, style } from 'kelisim:view'
import { build } from './build.js'
import { addStyle, root } from './host.js'
import { message } from './messages.js'

const SHOWN_FOR = 8000

/** @type {HTMLElement} */
let region

/** Before a view opens: its styles, and the region, which a screen reader follows only from before its first word. */
export function prepare() {
  if (!region) {
    addStyle(style)
    region = build(['p', { class: 'view status', role: 'status', lang: language, 'data-kelisim': 'status' }])
  }
  root.append(region)
}

/** @param {string[]} sentences */
export function announce(sentences) {
  const text = sentences.join(' ')
  region.textContent = text
  setTimeout(() => {
    if (region.textContent === text) region.textContent = ''
  }, SHOWN_FOR)
}

/**
 * What is said after every choice.
 * @param {import('./choices.js').Outcome} outcome
 * @returns {string[]}
 */
export function outcomeMessages({ saved, withdrawn }) {
  return [message(withdrawn ? 'status.withdrawn' : 'status.saved'), saved ? '' : message('status.memory')]
}
