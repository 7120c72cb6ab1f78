/** Loads the parts: scripts beside the core, with integrity, each a function that takes what it shares with the core. */

import { assets, parts } from 'kelisim:site'
import { shared } from 'kelisim:shared'
import { call, listen, read } from './dom.js'
import { ownTag, trusted } from './script.js'

/** @typedef {import('./views.js').View} View */

/** @type {Map<string, Promise<any>>} */
const loads = new Map()

/**
 * @param {string} name "banner"
 * @param {number} language its position among the site's languages
 * @returns {Promise<any>} what the part gives; asked for again after a failure, it is tried again
 */
export function loadPart(name, language) {
  const [file, integrity] = parts[name][language]
  if (!loads.has(file)) {
    const load = fetchPart(file, integrity)
    loads.set(file, load)
    load.catch(() => loads.delete(file))
  }
  return loads.get(file)
}

/**
 * @param {string} file
 * @param {string} integrity
 */
async function fetchPart(file, integrity) {
  const { base, nonce } = ownTag()
  const script = call('createElement', 'script')
  /** @type {(shared: unknown[]) => any} */
  let part
  // A part speaks while it runs, and its `load` comes before any other script runs: the last to speak is this one.
  const unlisten = listen(document, 'kelisim:part', event => {
    part = event.detail
  })
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve
      script.onerror = reject
      script.integrity = integrity
      script.crossOrigin = 'anonymous'
      script.nonce = nonce
      script.src = trusted(new URL(assets + file, base).href)
      read('documentElement').append(script)
    })
    return part(shared)
  } finally {
    unlisten()
    script.remove()
  }
}
