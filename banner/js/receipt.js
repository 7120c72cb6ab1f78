/** The visitor's own copy of the record: number and date of the choice to be seen, all of it to be kept (REC-1, KZ-4). */

import { build } from 'kelisim:site'
import { language } from 'kelisim:view'
import { consentRecord } from './record.js'

/**
 * Fills the lines about the choice and the file; without a choice nothing is to be seen.
 * @param {HTMLElement} dialog
 */
export function showReceipt(dialog) {
  const record = consentRecord()
  if (!record) return
  const receipt = /** @type {HTMLElement} */ (dialog.querySelector('.receipt'))
  const [id, time] = receipt.querySelectorAll('b')
  const file = /** @type {HTMLAnchorElement} */ (receipt.querySelector('a'))
  id.textContent = record.id
  // Chromium has no Kazakh months ("2026 M11 27"); in figures a day is written as in Russian.
  const inFigures = language === 'kk'
  time.textContent = new Date(record.time).toLocaleString(inFigures ? 'ru' : language, { dateStyle: inFigures ? 'short' : 'long', timeStyle: 'short' })
  file.href = 'data:application/json;charset=utf-8,' + encodeURIComponent(JSON.stringify({ site: location.host, version: build, ...record }, null, 2))
  file.download = 'consent-record.json'
  receipt.hidden = false
}
