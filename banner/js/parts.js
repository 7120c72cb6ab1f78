/** Loads parts: scripts beside the core, with integrity, each a function of what it shares with the core. */

import { assets, languages, parts } from 'kelisim:site'
import { shared } from 'kelisim:shared'
import { page } from './dom.js'
import { besideCore, ownNonce, trusted } from './script.js'

/** @type {Record<string, Promise<any>>} */
const loads = {}

/**
 * @param {string} name "banner"
 * @param {string} language
 * @returns {Promise<any>} what the part gives; after a failure the next call tries again
 */
export function loadPart(name, language) {
  const [file, integrity] = parts[name][languages.indexOf(language)]
  loads[file] =
    loads[file] ||
    new Promise((resolve, reject) => {
      const script = page.createElement('script')
      // A part announces itself while it runs.
      page.addEventListener('kelisim:part', event => {
        if (page.currentScript === script) resolve(/** @type {CustomEvent} */ (event).detail(shared))
      })
      script.onerror = event => {
        delete loads[file]
        reject(event)
      }
      const src = trusted(besideCore(assets + file))
      Object.assign(script, { integrity, crossOrigin: '', nonce: ownNonce(), src })
      page.documentElement.append(script)
    })
  return loads[file]
}
