// Before anything is drawn: the theme that the reader chose last, and the sign that scripts run.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("regkit-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (error) { /* no storage for this page: the system's theme holds */ }
})();
