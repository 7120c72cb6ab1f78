/** Texts that the browser puts together itself. */

import { unpack } from './packed.js'

/**
 * @param {string} text packed
 * @param {Record<string, string | number>} [values] by the name of their placeholder
 * @returns {string}
 */
export function fill(text, values = {}) {
  return unpack(text).replace(/\{(\w+)\}/g, (_, name) => String(values[name]))
}
