// Before anything is painted: the colours and the language that this browser chose, so that nothing flashes.
(() => {
  const root = document.documentElement;
  let scheme = null;
  try {
    scheme = localStorage.getItem("mantine-color-scheme-value");
    root.lang = localStorage.getItem("language") ?? root.lang;
  } catch {
    // A browser that keeps nothing gets the defaults.
  }
  const dark =
    scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
