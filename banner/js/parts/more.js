/** What few visitors need: what became of a withdrawal, why the question comes again, another language, a tag explained. */

import { language, style, texts } from 'kelisim:view'
import { explainAsking } from '../again.js'
import { erase } from '../erase.js'
import { emit } from '../events.js'
import { explain } from '../explain.js'
import { addStyle, root } from '../host.js'
import { matchLanguage } from '../language.js'
import { fill } from '../messages.js'
import { changeLanguage, loadKit } from '../parts.js'
import { keep } from '../saving.js'
import { ownCookies } from '../storage.js'

/** @typedef {import('./banner.js').Kit} Kit */

/** What the part holds. */
export function part() {
  addStyle(style)
  return { _erase: erase, _explain: explain, _explainAsking: explainAsking, _reset: reset, _setLanguage: setLanguage, _tell: tell }
}

/**
 * Shows another of the site's languages; open views keep what was not saved.
 * @param {Kit} kit
 * @param {string} tag
 */
async function setLanguage(kit, tag) {
  const next = matchLanguage(tag)
  if (!next) throw RangeError('kelisim: ' + tag)
  // All parts first, so that the language changes everywhere or nowhere.
  const nextKit = await loadKit(next)
  const preferences = await kit._preferences(loaded => loaded)
  const nextPreferences = root.querySelector('dialog') && (await nextKit._preferences((/** @type {any} */ loaded) => loaded))
  const focused = root.activeElement
  const kept = preferences._closeForLanguage()
  changeLanguage(next, nextKit)
  if (kit._ask(false)) nextKit._ask(true, true)
  if (kept) nextPreferences.open(nextKit, kept.opener, kept)
  // The button that was pressed is gone; the one in front has its place.
  if (focused) /** @type {HTMLElement | undefined} */ ([...root.querySelectorAll('[data-kelisim-action=language]')].pop())?.focus()
  emit('language')
}

/**
 * Forgets the choice: everything is asked again.
 * @param {Kit} kit
 */
function reset(kit) {
  keep('')
  kit._change()
  // One of another domain, from before the site changed that.
  if (ownCookies()[0]) erase()
}

/**
 * Says what became of a choice.
 * @param {Kit} kit
 * @param {import('../choosing.js').Outcome} outcome
 * @param {boolean} reloading
 */
async function tell({ _announce: announce, _unpack: unpack }, { saved, withdrawn, erased }, reloading) {
  const { count, kept } = (await erased) || { count: 0, kept: [] }
  const sentences = []
  if (withdrawn || saved) sentences.push(fill(unpack, texts[withdrawn ? 'status.withdrawn' : 'status.saved']))
  if (!saved) sentences.push(fill(unpack, texts['status.memory']))
  if (count) sentences.push(fill(unpack, texts['status.deleted'], { count: fill(unpack, formOf(count), { n: count }) }))
  if (kept.length) sentences.push(fill(unpack, texts['status.not-deleted'], { names: kept.join(', ') }))
  if (reloading) sentences.push(fill(unpack, texts['status.reload']))
  announce(sentences.join(' '))
}

/**
 * "{n} items" in the form that the language wants for a number.
 * @param {number} count
 * @returns {string}
 */
function formOf(count) {
  const forms = texts['count.items']
  return forms[new Intl.PluralRules(language).select(count)] || forms.other
}
