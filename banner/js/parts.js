/** Loads parts: scripts beside the core, with integrity, each a function of what it shares with the core. */

import { parts } from 'kelisim:site'
import { shared } from 'kelisim:shared'
import { page } from './dom.js'
import { on } from './events.js'
import { labelReopen } from './host.js'
import { folder, ownTag, trusted } from './script.js'
import { getState, setState } from './store.js'

/** What the banner's part of the language shown has brought. @type {any} */
let current

/** What parts bring, by their file. @type {Record<string, any>} */
const brought = {}

/**
 * Does something with the banner's part, at once where it is there: whoever decides may leave the page in the next moment.
 * @param {(kit: any) => any} act
 * @returns {Promise<any>}
 */
export async function use(act) {
  current = current || (await loadKit(getState().language))
  return act(current)
}

/**
 * Does something with the part of the preferences, which knows where everything else is.
 * @param {(loaded: any) => any} task
 * @returns {Promise<any>}
 */
export function useMore(task) {
  return use(kit => kit._preferences(task))
}

/**
 * @param {string} language
 * @returns {Promise<any>} what the banner's part of the language brings
 */
export function loadKit(language) {
  return loadPart(parts[language])
}

/**
 * @param {string} language
 * @param {any} itsKit from now on the one that is used
 */
export function changeLanguage(language, itsKit) {
  current = itsKit
  setState({ language })
  labelReopen()
}

/**
 * @param {import('kelisim:site').Part} part
 * @returns {Promise<any>} what it brings; after a failure the next call tries again
 */
export function loadPart([file, integrity]) {
  return (brought[file] =
    brought[file] ||
    new Promise((resolve, reject) => {
      const script = page.createElement('script')
      Object.assign(script, {
        integrity,
        crossOrigin: '',
        nonce: ownTag?.nonce || '',
        src: trusted(folder + file),
        // A part that has run has left itself with a function of ours; the next comes only after this.
        onload: () => resolve(/** @type {any} */ (on).part(shared)()),
        onerror: () => reject((brought[file] = labelReopen(' \u26a0')))
      })
      page.documentElement.append(script)
    }))
}
