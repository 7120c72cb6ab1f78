/** Loads parts: scripts beside the core, with integrity, each a function of what it shares with the core. */

import { assets, languages, parts } from 'kelisim:site'
import { shared } from 'kelisim:shared'
import { page } from './dom.js'
import { ownTag, trusted } from './script.js'

/** @type {Record<string, Promise<any> | undefined>} */
const loads = {}

/**
 * Every view stands on what the banner's part brings: the styles of type and buttons, the region for messages, and
 * where the other parts of its language are.
 * @param {string} name "preferences"
 * @param {string} language
 * @returns {Promise<any[]>} what the banner's part holds, and what the view's own does
 */
export async function loadView(name, language) {
  const base = await loadPart(parts[languages.indexOf(language)])
  const own = base.parts[name]
  return [base, own ? await loadPart(own) : base]
}

/**
 * @param {import('kelisim:site').Part} part
 * @returns {Promise<any>} after a failure the next call tries again
 */
function loadPart([file, integrity]) {
  const load = loads[file] || fetchPart(file, integrity)
  loads[file] = load
  load.catch(() => delete loads[file])
  return load
}

/**
 * @param {string} file
 * @param {string} integrity
 * @returns {Promise<any>}
 */
function fetchPart(file, integrity) {
  return new Promise((resolve, reject) => {
    const script = page.createElement('script')
    script.integrity = integrity
    script.crossOrigin = ''
    script.nonce = ownTag?.nonce || ''
    script.addEventListener('error', reject)
    // A part announces itself while it runs.
    page.addEventListener('kelisim:part', event => {
      if (page.currentScript === script) resolve(/** @type {CustomEvent} */ (event).detail(shared)())
    })
    script.src = trusted(new URL(assets + file, ownTag?.src).href)
    page.documentElement.append(script)
  })
}
