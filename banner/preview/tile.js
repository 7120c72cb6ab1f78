/**
 * A tile of the gallery: a page around the shipped script. It isolates the script from what the browser stores, brings
 * it into a state as a visitor would, takes the marks out of the words (kelisim/preview/marks.py), and tells the gallery
 * which text is pointed at. It runs before the script. The gallery speaks to it by messages only: pages opened from a
 * disk are strangers to each other.
 */
(() => {
  'use strict'

  const facts = document.currentScript.dataset
  const wanted = new URLSearchParams(location.search)
  const state = wanted.get('state') || 'first'
  const dark = wanted.get('scheme') === 'dark'
  const large = wanted.get('text') === '200'
  const tell = message => parent !== window && parent.postMessage({ kelisim: location.search, ...message }, '*')

  // Storage of the tile's own, for as long as it is shown.

  const now = Math.floor(Date.now() / 1000)
  const record = (time, tokens) => `1~100000000~${time}~${facts.language}~${facts.policyVersion}~custom~${tokens}`
  const records = {
    expired: record(1000000000, ''),
    new: record(now, '----1'),
    changed: record(now, facts.earlier.split(' ').map(token => token + '1').join('')),
    withdrawn: record(now, facts.decided),
    receipt: record(now, facts.decided)
  }
  const cookies = new Map()
  const names = facts.cookies.split(' ').filter(Boolean)
  // The last of them stands for one that a page cannot delete.
  const stuck = state === 'withdrawn' && names.length > 1 ? names[names.length - 1] : ''
  if (records[state]) cookies.set(facts.cookieName, records[state])
  if (state === 'withdrawn') for (const name of names) cookies.set(name, '1')
  Object.defineProperty(Document.prototype, 'cookie', {
    get: () => [...cookies].map(pair => pair.join('=')).join('; '),
    set: text => {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(text)
      if (/max-age=0/i.test(text)) name !== stuck && cookies.delete(name)
      else if (state !== 'memory') cookies.set(name, value)
    }
  })
  for (const kind of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, kind, { value: undefined })
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => state === 'gpc' })
  if (location.protocol === 'file:')
    // From a disk nothing comes with CORS, and without it no integrity is checked.
    for (const name of ['crossOrigin', 'integrity']) Object.defineProperty(HTMLScriptElement.prototype, name, { set() {} })

  // The frame whose placeholder is to be seen.
  addEventListener('DOMContentLoaded', () => {
    if (state !== 'placeholder') return
    const frame = document.createElement('iframe')
    frame.dataset.kelisimConsent = facts.frame
    frame.dataset.kelisimSrc = 'about:blank'
    document.body.append(frame)
  })

  // Looks that come from the visitor's system.

  const scaled = new CSSStyleSheet()
  scaled.replaceSync(':host { font-size: 200% !important }')
  const own = new CSSStyleSheet()
  own.replaceSync(`
    ::highlight(kelisim-outlined) { text-decoration: underline dotted 1px #8a8f98; text-underline-offset: 0.15em }
    ::highlight(kelisim-unreviewed) { background-color: #ffd54a66 }
    ::highlight(kelisim-stale) { background-color: #ff6b5780 }
    ::highlight(kelisim-pointed) { background-color: #7c4dff; color: #fff }
    [data-kelisim-pointed] { outline: 3px solid #7c4dff !important; outline-offset: 2px !important }
  `)

  /** What the build writes into the sheets of a site with a fixed theme (kelisim/styles.py). */
  function fixScheme(root) {
    for (const sheet of root.adoptedStyleSheets)
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSMediaRule && /prefers-color-scheme/.test(rule.media.mediaText)) rule.media.mediaText = dark ? 'all' : 'not all'
    const missing = [own, ...(large ? [scaled] : [])].filter(sheet => !root.adoptedStyleSheets.includes(sheet))
    if (missing.length) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing]
  }

  // Words: marks out, places kept.

  /** Every text that is shown: its id and the range it stands in, or the element whose attribute it is. */
  let places = []
  const MARK = /\uE000([^\uE001]*)\uE001|\uE002/g

  function readMarks(root) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = texts.currentNode; node; node = texts.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) readText(node)
      else if (node.attributes) for (const { name, value } of [...node.attributes]) if (/[\uE000\uE002]/.test(value)) readAttribute(node, name, value)
    }
    places = places.filter(({ element }) => element.isConnected)
  }

  /** A text may begin in one node and end in another, where a tag stands in it; each node keeps its own stretch. */
  let open = []

  function readText(node) {
    const { data } = node
    if (!/[\uE000\uE002]/.test(data)) return void (open.length && addStretches(node, open.map(id => ({ id, start: 0, end: data.length }))))
    const stretches = []
    let running = open.map(id => ({ id, start: 0 }))
    let clean = ''
    let last = 0
    for (const match of data.matchAll(MARK)) {
      clean += data.slice(last, match.index)
      last = match.index + match[0].length
      if (match[1] !== undefined) running.push({ id: match[1], start: clean.length })
      else if (running.length) stretches.push({ ...running.pop(), end: clean.length })
    }
    clean += data.slice(last)
    open = running.map(({ id }) => id)
    stretches.push(...running.map(one => ({ ...one, end: clean.length })))
    node.data = clean
    addStretches(node, stretches)
  }

  function addStretches(node, stretches) {
    const element = node.parentElement
    if (!element) return
    for (const { id, start, end } of stretches) {
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, end)
      addPlace({ id, element, range, text: node.data.slice(start, end) })
    }
  }

  function readAttribute(element, attribute, value) {
    const [, id] = /\uE000([^\uE001]*)\uE001/.exec(value) || []
    const text = value.replace(MARK, '')
    element.setAttribute(attribute, text)
    if (id) addPlace({ id, element, attribute, text })
  }

  function addPlace(place) {
    places.push(place)
    const ids = new Set((place.element.dataset.kelisimText || '').split(' ').filter(Boolean))
    place.element.dataset.kelisimText = [...ids.add(place.id)].join(' ')
  }

  // What is shown now, and what is pointed at.

  const boxes = ({ range, element }) => [...(range || element).getClientRects()].filter(box => box.width && box.height)
  const isShown = place => boxes(place).length > 0
  let marks = { stale: [], unreviewed: [], outlined: false }
  let pointed = ''

  function paint() {
    if (window.Highlight) {
      const ranges = ids => places.filter(place => place.range && (ids === true || ids.includes(place.id))).map(({ range }) => range)
      const order = { outlined: marks.outlined || [], unreviewed: marks.unreviewed, stale: marks.stale, pointed: pointed ? [pointed] : [] }
      Object.entries(order).forEach(([name, ids], priority) => {
        const highlight = new Highlight(...ranges(ids))
        highlight.priority = priority
        CSS.highlights.set('kelisim-' + name, highlight)
      })
    }
    for (const { id, element, range } of places) element.toggleAttribute('data-kelisim-pointed', id === pointed && !(range && window.Highlight))
  }

  /** The innermost text at a point: of nested ones the shortest. */
  function placeAt(x, y) {
    const at = places.filter(place => boxes(place).some(box => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom))
    return at.sort((one, other) => one.text.length - other.text.length)[0]
  }

  function point(place, chosen) {
    if (!place) return
    if (place.id !== pointed || chosen) {
      pointed = place.id
      paint()
      tell({ pointed: place.id, text: textOf(place.id), chosen })
    }
  }

  /** All that is shown of a text, put together. */
  const textOf = id => places.filter(place => place.id === id && isShown(place)).map(({ text }) => text).join('')

  document.addEventListener('pointermove', event => point(placeAt(event.clientX, event.clientY), false))
  document.addEventListener('focusin', event => {
    const element = event.composedPath()[0]
    if (settled && element.contains) point(places.find(place => element.contains(place.element) && isShown(place)), false)
  })
  // A click shows a text in the gallery, and goes on to do what it does, but for leaving the page.
  document.addEventListener(
    'click',
    event => {
      if (event.composedPath().some(node => node.href)) event.preventDefault()
      if (event.isTrusted && event.detail) point(placeAt(event.clientX, event.clientY), true)
    },
    true
  )
  addEventListener('message', ({ data, source }) => {
    if (source !== parent || !data?.kelisim) return
    if (data.marks) marks = data.marks
    if (data.point !== undefined) {
      pointed = data.point
      const place = places.find(({ id }) => id === pointed)
      if (place) place.element.scrollIntoView({ block: 'center', behavior: 'instant' })
    }
    paint()
  })

  // Into the state, by the public interface and the hooks for tests.

  const shadow = () => document.querySelector('.kelisim')?.shadowRoot
  const press = (...actions) => actions.map(action => shadow().querySelector(`[data-kelisim-action="${action}"]`)).find(Boolean)?.click()
  const steps = {
    preferences: ['ready', () => Kelisim.open()],
    details: ['ready', () => Kelisim.open()],
    receipt: ['ready', () => Kelisim.open()],
    withdrawn: ['ready', () => Kelisim.open()],
    saved: ['show', () => press('accept', 'close')],
    memory: ['show', () => press('accept', 'close')]
  }
  const arrivals = { details: 'open', preferences: 'open', receipt: 'open', withdrawn: 'open', first: 'show', gpc: 'show', expired: 'show', new: 'show', changed: 'show', saved: 'choice', memory: 'choice' }
  const followUps = {
    details: () => {
      for (const input of shadow().querySelectorAll('input')) input.checked || input.click()
      for (const fold of shadow().querySelectorAll('details')) fold.open = true
    },
    withdrawn: () => shadow().querySelector('[data-kelisim="preferences"] [data-kelisim-action="reject"]').click()
  }
  // What comes in a part of its own, a moment after the view.
  const words = selector => [...shadow().querySelectorAll(selector)].map(element => element.textContent).join('')
  const later = {
    expired: () => words('.again'),
    new: () => words('.again'),
    changed: () => words('.again'),
    saved: () => words('[role=status]'),
    memory: () => words('[role=status]'),
    withdrawn: () => words('[role=status]')
  }
  let settled = false

  async function settle() {
    followUps[state]?.()
    while (later[state] && !later[state]()) await new Promise(requestAnimationFrame)
    // A frame later everything is painted, the marks are read.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      settled = true
      document.documentElement.dataset.settled = state
      tell({ ready: [...new Set(places.filter(isShown).map(({ id }) => id))] })
    }))
  }

  document.addEventListener('kelisim:ready', () => {
    const root = shadow()
    const look = () => {
      fixScheme(root)
      readMarks(root)
      readMarks(document.body || document.documentElement)
      paint()
    }
    new MutationObserver(look).observe(root, { childList: true, subtree: true, characterData: true })
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true })
    look()
    const [event, step] = steps[state] || []
    if (event === 'ready') step()
    if (!arrivals[state]) settle()
  })
  // A moment after the event, as no visitor is faster: then the view is known to the script that shows it.
  document.addEventListener('kelisim:show', () => steps[state]?.[0] === 'show' && setTimeout(steps[state][1]))
  if (arrivals[state]) document.addEventListener('kelisim:' + arrivals[state], () => setTimeout(settle), { once: true })
  if (dark) document.documentElement.dataset.scheme = 'dark'
})()
