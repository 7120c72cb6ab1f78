// Shows what the visitor stored, in the words of the page interface.
(function () {
  var record = document.querySelector('[data-record]')
  var nothing = record.textContent
  function show() {
    var consent = window.Kelisim && window.Kelisim.consent
    record.textContent = consent ? JSON.stringify(consent, null, 2) : nothing
  }
  if (window.Kelisim) window.Kelisim.on('choice', show)
  show()
})()
