/** Events of the page interface, on the document: `kelisim:choice` and the like. */

import { page } from './dom.js'


/**
 * @param {string} name the short name: "choice"
 * @param {unknown} [detail]
 */
export function emit(name, detail) {
  // The old way: a page may have a `CustomEvent` of its own.
  const event = page.createEvent('CustomEvent')
  event.initCustomEvent('kelisim:' + name, false, false, detail)
  page.dispatchEvent(event)
}

/**
 * Listens to an event by its short name. Nobody comes too late for "ready".
 * @param {string} name
 * @param {(event: CustomEvent) => void} listener
 * @returns {() => void} the undo
 */
export function on(name, listener) {
  const type = 'kelisim:' + name
  page.addEventListener(type, /** @type {EventListener} */ (listener))
  if (name === 'ready') queueMicrotask(() => listener(/** @type {any} */ ({ type })))
  return () => page.removeEventListener(type, /** @type {EventListener} */ (listener))
}
