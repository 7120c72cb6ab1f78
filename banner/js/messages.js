/** Texts that the browser puts together itself. */

import { language, texts } from 'kelisim:view'

/**
 * @param {string} id
 * @param {Record<string, string>} [values]
 * @returns {string}
 */
export function message(id, values = {}) {
  return fill(texts[id], values)
}

/**
 * A text with a number, in the form that the language wants for it.
 * @param {string} id
 * @param {number} n
 */
export function counted(id, n) {
  const forms = texts[id]
  return fill(forms[new Intl.PluralRules(language).select(n)] || forms.other, { n })
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]))
}
