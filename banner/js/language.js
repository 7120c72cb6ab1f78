/** Which of the site's languages is shown. */

import { languages } from 'kelisim:site'
import { page } from './dom.js'
import { ownTag } from './script.js'

/**
 * The site's language that a tag such as "kk-KZ" means.
 * @param {string} [tag]
 * @returns {string | undefined}
 */
export function matchLanguage(tag = '') {
  const meant = tag.replace(/^kz\b/i, 'kk')
  // The country's code, often written for the language's.
  if (meant !== tag) console.warn('kelisim', tag)
  return languages.find(known => RegExp(`^${known}\\b`, 'i').test(meant))
}

/** @returns {string} by the script tag, the page, its path, the browser; else the site's first */
export function detectLanguage() {
  if (!FEATURE_LANGUAGES) return languages[0]
  const tags = [ownTag?.dataset.kelisimLang, page.documentElement.lang, location.pathname.split('/')[1], ...navigator.languages]
  /** @type {string | undefined} */
  let language
  // One by one: what the page says of itself is enough nearly always.
  tags.some(tag => (language = matchLanguage(tag)))
  return language || languages[0]
}
