/** Says what became of a choice, to the eye and to a screen reader, and keeps out of the way otherwise. */

import { language } from 'kelisim:view'
import { build } from './dom.js'
import { root } from './host.js'
import { message } from './messages.js'

const SHOWN_FOR = 6000

/** @type {any} */
let region
/** @type {number} */
let timer

/** A screen reader only follows a region that was there before its text. */
export function prepareStatus() {
  region = region || build(['p', { class: 'status', role: 'status', lang: language, 'data-kelisim': 'status' }])
  root().append(region)
}

/** @param {string[]} sentences */
export function announce(sentences) {
  region.textContent = sentences.join(' ')
  clearTimeout(timer)
  timer = setTimeout(() => {
    region.textContent = ''
  }, SHOWN_FOR)
}

/**
 * What is said after every choice.
 * @param {import('./choices.js').Outcome} outcome
 * @returns {string[]}
 */
export function outcomeMessages({ saved, withdrawn }) {
  return [message(withdrawn ? 'status.withdrawn' : 'status.saved'), ...(saved ? [] : [message('status.memory')])]
}
