/**
 * The page of the gallery: shows tiles by the filters, the facts of the text that is pointed at, and the list of all
 * texts. Its address says which text: index.html#kk/banner.title, as the comments of the catalogs have it.
 */
(() => {
  'use strict'

  const { texts, places } = JSON.parse(document.getElementById('data').textContent)
  const byId = new Map(texts.map(text => [text.id, text]))
  const form = document.querySelector('form')
  const [tiles, rows, details, count] = ['tiles', 'rows', 'details', 'count'].map(name => document.querySelector(`[data-${name}]`))
  const [find, only] = ['find', 'only'].map(name => document.querySelector(`[name=${name}]`))
  const options = name => [...form.elements[name].options].filter(({ value }) => value)
  const languages = options('language').map(({ value, textContent, dataset }) => ({ tag: value, name: textContent, language: dataset.language, pseudo: 'pseudo' in dataset }))
  const languageOf = tag => languages.find(language => language.tag === tag) || languages[0]
  const titles = new Map(options('state').map(({ value, textContent }) => [value, textContent]))
  const segments = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined
  const length = text => (segments ? [...segments.segment(text)] : [...text]).length

  /** What is pointed at: a language of the gallery and an id. */
  let current = { tag: languages[0].tag, id: '', text: '' }

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  // Tiles.

  const chosen = name => form.elements[name].value
  const shownOf = (name, all) => (chosen(name) ? [chosen(name)] : all)

  function showTiles() {
    const wanted = []
    for (const tag of shownOf('language', languages.map(({ tag }) => tag)))
      for (const state of shownOf('state', [...titles.keys()]))
        for (const layout of shownOf('layout', options('layout').map(({ value }) => value)))
          for (const scheme of shownOf('scheme', ['light', 'dark'])) wanted.push({ tag, state, layout, scheme })
    tiles.replaceChildren(...wanted.map(makeTile))
  }

  function makeTile({ tag, state, layout, scheme }) {
    const [width, height] = chosen('screen').split('x').map(Number)
    const scale = width > 600 ? 0.5 : 1
    const { name, language } = languageOf(tag)
    const title = `${name}, ${titles.get(state)}, ${layout}, ${scheme}`
    const query = new URLSearchParams({ state, scheme, text: chosen('text') })
    const frame = element('iframe', { title, loading: 'lazy', src: `tiles/${tag}-${layout}.html?${query}` })
    Object.assign(frame.dataset, { tag, state, layout, scheme })
    frame.lang = language
    const box = element('div', { className: 'screen' }, frame)
    for (const [property, value] of Object.entries({ '--width': width, '--height': height, '--scale': scale })) box.style.setProperty(property, value)
    return element('figure', {}, element('figcaption', {}, element('b', { textContent: titles.get(state) }), ` ${[name, layout, scheme].join(' \u00b7 ')}`), box)
  }

  const frames = () => [...tiles.querySelectorAll('iframe')]
  const frameOf = source => frames().find(frame => frame.contentWindow === source)
  const send = (frame, message) => frame.contentWindow?.postMessage({ kelisim: true, ...message }, '*')

  function marksFor(tag) {
    const { language, pseudo } = languageOf(tag)
    const outline = chosen('outline')
    const inState = state => (outline === 'todo' && !pseudo ? texts.filter(text => text.tr[language]?.[1] === state).map(({ id }) => id) : [])
    return { outlined: outline === 'texts', stale: inState('stale'), unreviewed: inState('unreviewed') }
  }

  addEventListener('message', ({ data, source }) => {
    const frame = data?.kelisim !== undefined && frameOf(source)
    if (!frame) return
    if (data.ready) {
      frame.dataset.ready = data.ready.join(' ')
      send(frame, { marks: marksFor(frame.dataset.tag) })
      if (current.id && frame.dataset.tag === current.tag && isPlace(frame, current)) send(frame, { point: current.id })
    }
    if (data.pointed) {
      for (const other of frames()) if (other !== frame) send(other, { point: '' })
      current = { tag: frame.dataset.tag, id: data.pointed, text: data.text }
      showDetails()
      if (data.chosen) history.replaceState(null, '', `#${current.tag}/${current.id}`)
    }
  })

  const isPlace = (frame, { tag, id }) => frame.dataset.state === places[tag]?.[id]

  // The facts of one text.

  function showDetails() {
    const { tag, id, text } = current
    const row = byId.get(id)
    if (!row) return
    const { language, pseudo, name } = languageOf(tag)
    const [words, state] = row.tr[language] || ['', 'missing']
    const shown = text || words
    const facts = [
      ['Source', row.source],
      [pseudo ? `Wording (${language})` : name, words],
      ...(text && text !== words ? [['As shown', text]] : []),
      ['Length', row.limit ? `${length(shown)} of at most ${row.limit}` : `${length(shown)}`],
      ['State', state],
      ['Note', row.note]
    ]
    const list = element('dl')
    for (const [label, value] of facts) if (value) list.append(element('div', {}, element('dt', { textContent: label }), factOf(label, value, language, row, shown)))
    const links = element('p', { className: 'links' }, element('a', { href: `#${tag}/${id}`, textContent: 'Link to this text' }))
    const page = pageOf(row, language)
    if (page) links.append(element('a', { href: page, target: '_blank', rel: 'noopener', textContent: 'In the policy' }))
    details.replaceChildren(element('h2', {}, element('code', { textContent: id })), list, links)
    details.dataset.id = id
    for (const other of rows.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current')
    document.getElementById(`${tag}/${id}`)?.setAttribute('aria-current', 'true')
  }

  function factOf(label, value, language, row, shown) {
    const made = element('dd', { textContent: value })
    if (label === 'State') made.dataset.state = value
    if (label === 'Length' && row.limit && length(shown) > row.limit) made.className = 'over'
    if (label === 'Source') made.lang = row.domain === 'policy' ? '' : 'en'
    else if (!['State', 'Note', 'Length'].includes(label)) made.lang = language
    return made
  }

  const pageOf = (row, language) => (row.page || '').replace('{language}', language)

  // The list.

  function showRows() {
    const { tag, language, pseudo } = languageOf(chosen('language') || current.tag)
    const words = find.value.trim().toLowerCase()
    const wanted = texts.filter(row => {
      const [wording, state] = row.tr[language] || ['', 'missing']
      if (words && ![row.id, row.source, wording].some(text => text.toLowerCase().includes(words))) return false
      if (only.value === 'todo') return ['missing', 'stale', 'unreviewed'].includes(state)
      if (only.value === 'long') return row.limit && length(wording) > row.limit
      return !only.value || state === only.value
    })
    count.textContent = `${wanted.length} of ${texts.length}`
    rows.replaceChildren(...wanted.map(row => makeRow(row, tag, language, pseudo)))
  }

  function makeRow(row, tag, language) {
    const [wording, state] = row.tr[language] || ['', 'missing']
    const link = element('a', { href: `#${tag}/${row.id}`, textContent: row.id })
    const size = element('small', { textContent: row.limit ? `${length(wording)} / ${row.limit}` : '' })
    const badge = element('span', { textContent: state })
    badge.dataset.state = state
    const made = element(
      'tr',
      { id: `${tag}/${row.id}` },
      element('th', { scope: 'row' }, link, ...(row.note ? [element('small', { textContent: row.note })] : [])),
      element('td', { textContent: row.source, lang: row.domain === 'policy' ? '' : 'en' }),
      element('td', { textContent: wording, lang: language }),
      element('td', {}, badge, size)
    )
    if (row.limit && length(wording) > row.limit) size.className = 'over'
    return made
  }

  // The address.

  function follow() {
    const [, tag, id] = /^#([^/]+)\/(.+)$/.exec(decodeURIComponent(location.hash)) || []
    if (!id || !byId.has(id) || languageOf(tag).tag !== tag) return
    current = { tag, id, text: '' }
    const state = places[tag]?.[id]
    const changes = { language: tag, ...(state && chosen('state') && chosen('state') !== state ? { state } : {}) }
    const changed = Object.entries(changes).filter(([name, value]) => chosen(name) !== value)
    for (const [name, value] of changed) form.elements[name].value = value
    if (changed.length) showTiles()
    showRows()
    showDetails()
    showPlace(tag, id, state)
  }

  /** Brings the text to the eye: in a tile, in the policy, or in the list. */
  function showPlace(tag, id, state) {
    for (const page of tiles.querySelectorAll('.page')) page.remove()
    for (const frame of frames()) send(frame, { point: '' })
    const frame = frames().find(one => one.dataset.tag === tag && one.dataset.state === state)
    const { language } = languageOf(tag)
    const page = pageOf(byId.get(id), language)
    if (frame) {
      frame.loading = 'eager'
      if (frame.dataset.ready !== undefined) send(frame, { point: id })
      frame.closest('figure').scrollIntoView({ block: 'start' })
    } else if (page) {
      tiles.prepend(makePage(page, language))
      tiles.scrollIntoView({ block: 'start' })
    } else document.getElementById(`${tag}/${id}`)?.scrollIntoView({ block: 'center' })
  }

  /** The policy where the text stands; without scripts, so that no banner lies over it. */
  function makePage(src, language) {
    const frame = element('iframe', { title: 'The policy', src, lang: language })
    frame.setAttribute('sandbox', 'allow-same-origin')
    return element('figure', { className: 'page' }, element('figcaption', {}, element('b', { textContent: 'The policy' })), element('div', { className: 'sheet' }, frame))
  }

  form.addEventListener('change', ({ target }) => {
    if (target.name === 'outline') for (const frame of frames()) send(frame, { marks: marksFor(frame.dataset.tag) })
    else showTiles()
    if (target.name === 'language') {
      current.tag = target.value || current.tag
      showRows()
    }
  })
  form.addEventListener('submit', event => event.preventDefault())
  find.addEventListener('input', showRows)
  only.addEventListener('change', showRows)
  addEventListener('hashchange', follow)

  showTiles()
  showRows()
  follow()
})()
