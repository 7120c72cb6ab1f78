/** Why somebody who has chosen before is asked again. */

import { policyMajor, services } from 'kelisim:site'
import { earlier, serviceNames, texts } from 'kelisim:view'
import { decisionOn, holds } from './consent.js'
import { fill } from './messages.js'
import { loadChoice } from './storage.js'

/**
 * Says so in the banner; what is new is named.
 * @param {import('./parts/banner.js').Kit} kit
 * @param {HTMLElement} banner
 */
export function explainAsking({ _build: build, _unpack: unpack }, banner) {
  const choice = loadChoice()
  /** @type {Record<string, string[]>} what is new by reason */
  const news = {}
  if (choice && !holds(choice)) news[parseInt(choice[4]) === policyMajor ? 'expired' : 'policy'] = []
  else if (choice?.[6]) for (const service of services) if (!decisionOn(service)) addNews(news, service[0])
  const sentences = Object.keys(news).map(reason => {
    const list = [...new Set(news[reason])].join(', ')
    // A choice made under a later version, before the site went back to an earlier one, has no text.
    return fill(unpack, texts['reconsent.' + reason] || '', { services: list, names: list, categories: list, countries: list })
  })
  if (!sentences.some(Boolean)) return
  const again = build(['p', { class: 'again' }])
  again.textContent = [...sentences, fill(unpack, texts['reconsent.ask'])].join(' ')
  banner.querySelector('.body')?.prepend(again)
}

/**
 * @param {Record<string, string[]>} news
 * @param {string} id of a service that is to be asked for
 */
function addNews(news, id) {
  const changes = earlier.filter(([token, service]) => service === id && decisionOn([id, '', token, ''])).map(([, , change]) => change)
  for (const change of changes.length ? changes : [{ service: [serviceNames[id]] }])
    for (const reason of Object.keys(change)) news[reason] = [...(news[reason] || []), ...change[reason]]
}
