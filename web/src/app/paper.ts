/** On paper a page is light, whatever it is on the screen. */

const SCHEME = "data-mantine-color-scheme";

export function printInLight(): void {
  const page = document.documentElement;
  let onScreen = "light";
  window.addEventListener("beforeprint", () => {
    onScreen = page.getAttribute(SCHEME) ?? onScreen;
    page.setAttribute(SCHEME, "light");
  });
  window.addEventListener("afterprint", () => page.setAttribute(SCHEME, onScreen));
}
