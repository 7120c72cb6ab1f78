/** Which of the site's languages is shown. */

import { languages } from 'kelisim:site'
import { read } from './dom.js'

/**
 * The site's language that a tag such as "kk-KZ" means.
 * @param {string | null | undefined} tag
 * @returns {string | undefined}
 */
export function matchLanguage(tag) {
  // "kz" is the country; sites write it for Kazakh all the same.
  const [language] = (tag || '').toLowerCase().split(/[-_]/)
  if (language !== 'kz') return languages.find(known => known === language)
  console.warn('kelisim: the tag of Kazakh is "kk", not "kz"')
  return matchLanguage('kk')
}

/**
 * In this order: the script tag, the page, its path, the browser; else the site's first.
 * @param {string} tagLanguage
 * @returns {string}
 */
export function detectLanguage(tagLanguage) {
  if (!FEATURE_LANGUAGES) return languages[0]
  const path = location.pathname.split('/')[1]
  const candidates = [tagLanguage, read('documentElement').lang, path, ...navigator.languages]
  return candidates.map(matchLanguage).find(Boolean) || languages[0]
}
