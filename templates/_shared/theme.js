// Before anything is drawn: the theme that the reader chose last, and the sign that scripts run.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("regkit-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (error) { /* no storage for this page: the system's theme holds */ }
  // What the scripts say, in the reader's language: the page brings the words where that is not English.
  var words = null;
  window._ = function (message, places) {
    if (!words) {
      var node = document.getElementById("words");
      words = node ? JSON.parse(node.textContent) : {};
    }
    var said = Object.prototype.hasOwnProperty.call(words, message) ? words[message] : message;
    return places ? said.replace(/%\((\w+)\)s/g, function (whole, name) { return String(places[name]); }) : said;
  };
})();
