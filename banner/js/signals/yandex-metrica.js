/** Yandex Metrica: a counter that is off before it starts, and ended when it runs (VEN-4). */

import { yandexMetrica } from 'kelisim:site'
import { allowed } from '../store.js'

/** Off for every counter whose service may not run. A counter that runs ends: `ym` is there only where one does. */
export function switchYandexMetrica() {
  for (const [service, id] of yandexMetrica) {
    window[`disableYaCounter${id}`] = !allowed(service)
    if (!allowed(service)) window.ym?.(id, 'destruct')
  }
}
