/** Which views are open. Each comes in a part of its own, and again in another language when that is asked for. */

import { undecidedServices } from './consent.js'
import { emit } from './events.js'
import { labelReopen } from './host.js'
import { matchLanguage } from './language.js'
import { loadView } from './parts.js'
import { getState, setState } from './store.js'

/**
 * Takes an open view out of the document. Where it only changes its language, it gives what is to be kept.
 * @callback Remove
 * @param {boolean} [changing]
 * @returns {any}
 */

/** Open views, and those on their way. @type {Record<string, Remove | undefined>} */
const views = {}

/** Asks the visitor, where something is to be asked. */
export function updateBanner() {
  const { choice } = getState()
  const asking = FEATURE_OPTIONAL && (FEATURE_IMPLIED ? !choice : undecidedServices(choice).length)
  if (asking) openView('banner')
  else closeView('banner')
}

/**
 * Opens the preferences.
 * @param {Element} [opener] gets the focus back
 */
export function openPreferences(opener) {
  openView('preferences', { opener })
}

export function closePreferences() {
  closeView('preferences')
}

/**
 * @param {string} name
 * @param {unknown} [kept]
 */
async function openView(name, kept) {
  if (views[name]) return
  const coming = () => kept
  views[name] = coming
  const loaded = await loadView(name, getState().language).catch(console.error)
  labelReopen(loaded ? '' : ' \u26a0')
  // Closed, perhaps opened again, before it came.
  if (views[name] === coming) views[name] = loaded?.[1].view(kept, loaded[0].kit)
}

/**
 * @param {string} name
 * @param {boolean} [changing]
 */
function closeView(name, changing) {
  const remove = views[name]
  delete views[name]
  return remove?.(changing)
}

/**
 * Shows another of the site's languages; open views keep what was not saved.
 * @param {string} tag
 */
export async function setLanguage(tag) {
  const language = matchLanguage(tag)
  if (!language) throw RangeError('kelisim: ' + tag)
  const names = Object.keys(views)
  // All parts first, so that the language changes everywhere or nowhere.
  await Promise.all(names.map(name => loadView(name, language)))
  setState({ language })
  labelReopen()
  await Promise.all(names.filter(name => views[name]).map(name => openView(name, closeView(name, true))))
  emit('language')
}
