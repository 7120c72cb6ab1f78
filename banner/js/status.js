/** Says what became of a choice, to the eye and to a screen reader; otherwise it is not to be seen. */

import { language } from 'kelisim:view'
import { build } from './build.js'
import { root } from './host.js'

const SHOWN_FOR = 8000

/** @type {HTMLElement} */
let region

/** A screen reader follows a region only from before its first word. */
export function prepareStatus() {
  region = build(['p', { class: 'view status', role: 'status', lang: language, 'data-kelisim': 'status' }])
  root.append(region)
}

/** @param {string} text */
export function announce(text) {
  region.textContent = text
  setTimeout(() => {
    if (region.textContent === text) region.textContent = ''
  }, SHOWN_FOR)
}
