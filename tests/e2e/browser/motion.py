"""What moves on a page: animations and transitions that last, and drawings that are drawn again and again."""

from playwright.sync_api import Page

LASTING_MILLISECONDS = 20
DRAWN_TIMES_MAX = 4
"""A chart is drawn, measured and drawn to fit; what is animated is drawn at each frame."""
_WATCH = """([lasting, drawn]) => {
  const told = window.__moved = new Set(), times = new Map();
  const nameOf = (element) => `${element?.tagName} ${element?.className?.baseVal ?? element?.className ?? ""}`;
  const look = () => {
    for (const each of document.getAnimations()) {
      const { duration, iterations } = each.effect.getComputedTiming();
      const what = each.animationName ?? each.transitionProperty;
      if (duration * iterations > lasting) told.add(`${nameOf(each.effect.target)} ${what}`);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      times.set(target, (times.get(target) ?? 0) + 1);
      if (times.get(target) > drawn) told.add(`${nameOf(target)} is drawn again`);
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["d", "transform", "stroke-dasharray"] });
}"""


def watch_motion(page: Page) -> None:
    """From the next page that is loaded on."""
    page.add_init_script(f"({_WATCH})([{LASTING_MILLISECONDS}, {DRAWN_TIMES_MAX}])")


def moved(page: Page) -> list[str]:
    """What has moved since the page was loaded: the element, and what of it."""
    return page.evaluate("[...window.__moved]")
