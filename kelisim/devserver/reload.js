// Put into the pages that `kelisim serve` shows, never into a build: loads the page again when a fresh build is there.
(function () {
  var shown = document.currentScript.getAttribute('data-version')
  // After a restart of the server the browser connects again by itself.
  new EventSource('/kelisim-serve/events').onmessage = function (event) {
    if (event.data !== shown) location.reload()
  }
})()
