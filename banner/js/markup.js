/** Tags that are marked the way other consent scripts want it, so that a site changes over by changing one script tag. */

import { foreignNames } from 'kelisim:site'

const COOKIECONSENT = 'script[type="text/plain"][data-category]'
const KLARO = 'script[type="text/plain"][data-name],[data-name][data-src],[data-name][data-href]'
/** What Klaro and CookieConsent keep under `data-`. */
const KEPT = ['src', 'href', 'type']

/**
 * Marks them our way as well; what they have stays.
 * @param {ParentNode} root
 */
export function adoptMarkup(root) {
  if (FEATURE_COOKIECONSENT)
    adopt(root, COOKIECONSENT, ({ service, category }) => named(service) || named(category) || category)
  if (FEATURE_KLARO) adopt(root, KLARO, ({ name }) => named(name) || name)
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {(names: DOMStringMap) => string | undefined} idOf
 */
function adopt(root, selector, idOf) {
  for (const tag of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))) {
    if (tag.dataset.kelisimConsent) continue
    for (const name of KEPT) {
      const kept = tag.getAttribute('data-' + name)
      if (kept !== null) tag.setAttribute('data-kelisim-' + name, kept)
    }
    tag.dataset.kelisimConsent = idOf(tag.dataset)
  }
}

/**
 * @param {string} [name] of a service or a category, as a site may have spelt it: "googleAnalytics", "Google Analytics"
 * @returns {string | undefined} our id of it
 */
function named(name = '') {
  const plain = name.toLowerCase().replace(/[^\p{L}\d!]/gu, '')
  return foreignNames.find(([known]) => known === plain)?.[1]
}
