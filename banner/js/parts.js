/** Loads parts: scripts beside the core, with integrity, each a function of what it shares with the core. */

import { assets, languages, parts } from 'kelisim:site'
import { shared } from 'kelisim:shared'
import { page } from './dom.js'
import { labelReopen } from './host.js'
import { folder, ownTag, trusted } from './script.js'
import { getState, setState } from './store.js'

/** What the banner's part of the language shown has brought. @type {any} */
let kit

/** What parts bring, by their file. @type {Record<string, any>} */
const brought = {}

/**
 * Does something with the banner's part, at once where it is there: whoever decides may leave the page in the next moment.
 * @param {(kit: any) => any} act
 * @returns {Promise<any>}
 */
export async function use(act) {
  kit = kit || (await loadKit(getState().language))
  return act(kit)
}

/**
 * @param {string} language
 * @returns {Promise<any>} what the banner's part of the language brings
 */
export function loadKit(language) {
  return loadPart(parts[languages.indexOf(language)])
}

/**
 * @param {string} language
 * @param {any} itsKit from now on the one that is used
 */
export function changeLanguage(language, itsKit) {
  kit = itsKit
  setState({ language })
  labelReopen()
}

/**
 * @param {import('kelisim:site').Part} part
 * @returns {Promise<any>} what it brings; after a failure the next call tries again
 */
export function loadPart([file, integrity]) {
  /** @param {(value: any) => void} resolve @param {(error: unknown) => void} reject */
  const load = (resolve, reject) => {
    const script = /** @type {any} */ (page.createElement('script'))
    Object.assign(script, {
      integrity,
      crossOrigin: '',
      nonce: ownTag?.nonce || '',
      src: trusted(folder + assets + file),
      // While it runs, a part leaves itself with its tag.
      onload: () => resolve(script.kelisim(shared)()),
      onerror: () => reject((brought[file] = undefined))
    })
    page.documentElement.append(script)
  }
  return (brought[file] = brought[file] || new Promise(load))
}
