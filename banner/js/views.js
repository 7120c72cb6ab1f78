/** Which view is open; each comes in a part of its own, and again in another language when that is asked for. */

import { languages } from 'kelisim:site'
import { undecidedServices } from './consent.js'
import { emit } from './events.js'
import { labelReopen } from './host.js'
import { matchLanguage } from './language.js'
import { loadPart } from './parts.js'
import { getState, setState } from './store.js'

/**
 * A view that is open. Both members are called once, `remove` last.
 * @typedef {object} View
 * @property {() => unknown} remove takes the view out of the document and gives what was not saved, for the same view in another language
 */

/** Views that are open or on their way. @type {Map<string, View | null>} */
const views = new Map()

/** Asks the visitor, where something is to be asked. */
export function updateBanner() {
  const { choice } = getState()
  const asking = FEATURE_OPTIONAL && (FEATURE_IMPLIED ? !choice : undecidedServices(choice).length > 0)
  return asking ? openView('banner', 'show').catch(() => {}) : closeView('banner')
}

/**
 * Opens the preferences.
 * @param {Element} [opener] gets the focus back
 */
export async function openPreferences(opener) {
  try {
    await openView('preferences', 'open', { opener })
    labelReopen()
  } catch (error) {
    labelReopen(true)
    console.error(error)
  }
}

export function closePreferences() {
  closeView('preferences', 'close')
}

/**
 * @param {string} name
 * @param {string} event
 * @param {unknown} [kept]
 */
async function openView(name, event, kept) {
  if (views.has(name)) return
  views.set(name, null)
  try {
    const view = await loadPart(name, languages.indexOf(getState().language))
    // Closed before it came, or overtaken by another language.
    if (views.get(name) === null) {
      views.set(name, view(kept))
      emit(event)
    }
  } catch (error) {
    views.delete(name)
    throw error
  }
}

/**
 * @param {string} name
 * @param {string} [event]
 */
function closeView(name, event) {
  const view = views.get(name)
  if (!views.delete(name)) return
  view?.remove()
  if (event) emit(event)
}

/**
 * Shows another of the site's languages; open views keep what was not saved.
 * @param {string} tag
 */
export async function setLanguage(tag) {
  const language = matchLanguage(tag)
  if (!language) throw RangeError('kelisim: ' + tag)
  // All first, so that the language changes everywhere or nowhere.
  const loaded = await Promise.all([...views.keys()].map(async name => [name, await loadPart(name, languages.indexOf(language))]))
  setState({ language })
  labelReopen()
  for (const [name, view] of loaded) if (views.has(name)) views.set(name, view(views.get(name)?.remove()))
  emit('language', { language })
}
