/** Texts that the browser puts together itself. */

/**
 * @param {string} text
 * @param {Record<string, string | number>} values by the name of their placeholder
 * @returns {string}
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]))
}
