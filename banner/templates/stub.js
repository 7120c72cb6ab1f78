// Stands for {{ id }} on the demo page: sets the cookies that the service would set, and says that it ran.
(function () {
  var cookies = {{ cookies | tojson }}
  for (var i = 0; i < cookies.length; i++) document.cookie = cookies[i] + '=demo; path=/; max-age=3600; samesite=lax'
  window.kelisimDemo = (window.kelisimDemo || []).concat({{ id | tojson }})
  function say() {
    var line = document.querySelector('[data-stub="' + {{ id | tojson }} + '"]')
    if (line) {
      line.textContent = line.getAttribute('data-run')
      line.className = 'has-run'
    }
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', say)
  else say()
})()
