/** Why somebody who has chosen before is asked again. Few visitors are, so it is no part of the first layer. */

import { earlier, serviceNames, style, texts } from 'kelisim:view'
import { decisionOn, undecidedServices } from '../consent.js'
import { getState } from '../store.js'

/** @typedef {import('./banner.js').Kit} Kit */

/** What the part holds. */
export function part() {
  return { reasons }
}

/**
 * @param {Kit} kit
 * @returns {string} sentences; what is new is named
 */
function reasons({ fill, prepare }) {
  prepare(style)
  const { choice, lapsed } = getState()
  /** @type {Record<string, string[]>} what is new by reason */
  const news = lapsed ? { [lapsed]: [] } : {}
  for (const [id] of choice?.[6] ? undecidedServices(choice) : []) {
    const changes = earlier.filter(([token, service]) => service === id && decisionOn(choice, [id, '', token])).map(([, , change]) => change)
    for (const change of changes.length ? changes : [{ service: [serviceNames[id]] }])
      for (const reason in change) news[reason] = [...(news[reason] || []), ...change[reason]]
  }
  const sentences = Object.keys(news).map(reason => {
    const list = [...new Set(news[reason])].join(', ')
    // A choice made under a later version, before the site went back to an earlier one, has no text.
    return fill(texts['reconsent.' + reason] || '', { services: list, names: list, categories: list, countries: list })
  })
  return sentences.some(Boolean) ? [...sentences, fill(texts['reconsent.ask'])].join(' ') : ''
}
