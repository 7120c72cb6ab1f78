/** Texts that the browser puts together itself. */

/**
 * @param {(text: string) => string} unpack
 * @param {string} text packed
 * @param {Record<string, string | number>} [values] by the name of their placeholder
 * @returns {string}
 */
export function fill(unpack, text, values = {}) {
  return unpack(text).replace(/\{(\w+)\}/g, (_, name) => String(values[name]))
}
