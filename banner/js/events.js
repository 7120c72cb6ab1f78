/** Events of the page interface: `kelisim:choice` and the like, on the document. */

import { call, listen } from './dom.js'

/**
 * @param {string} name the short name: "choice"
 * @param {object} [detail]
 */
export function emit(name, detail) {
  call('dispatchEvent', new CustomEvent('kelisim:' + name, { detail }))
}

/**
 * Listens to an event by its short name, and gives back the undo. Who comes after "ready" learns of it all the same.
 * @param {string} name
 * @param {(event: CustomEvent) => void} listener
 * @returns {() => void}
 */
export function on(name, listener) {
  if (name === 'ready') Promise.resolve().then(() => listener(new CustomEvent('kelisim:ready')))
  return listen(document, 'kelisim:' + name, listener)
}
