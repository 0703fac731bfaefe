// Loaded in the head, before anything is painted: says that scripts run, and which theme the
// system asks for. Without it the style sheets follow the system all the same.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  root.classList.add("js");
  follow();
  dark.addEventListener("change", follow);
})();
