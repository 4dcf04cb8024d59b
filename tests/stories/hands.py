"""Two ways to use a page in a browser: the keyboard alone, as if there were no mouse; and the mouse, without script."""

import re

from playwright.sync_api import Download, Locator, Page, expect

# What has the focus, in the words by which a screen reader would call it; and whether its reader could see that.
NAME = """() => {
    const here = document.activeElement, label = here.labels?.length ? here.labels[0] : here;
    if (here === document.body) return "";
    return (here.getAttribute("aria-label") ?? label.textContent).replace(/\\s+/g, " ").trim();
}"""
SEEN = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    return style.outlineStyle !== "none" && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
MANY = 400  # more stops than any page has


def leave(way: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: what is asked next is asked of that one."""
    with way.page.expect_navigation():
        way.click()


def press(page: Page, name: str) -> None:
    leave(page.get_by_role("button", name=name))


def follow(page: Page, name: str) -> None:
    leave(page.get_by_role("link", name=name))


class Mouse:
    """Clicks on what it sees; there is no script."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str) -> None:
        self.page.goto(path)

    def follow(self, label: str) -> None:
        leave(self._called("a", label))

    def press(self, label: str) -> None:
        leave(self._called("button", label))

    reorder = press

    def write(self, label: str, words: str) -> None:
        self.page.locator("main").get_by_label(label).last.fill(words)

    def choose(self, label: str, option: str) -> None:
        self.page.locator("main").get_by_label(label).last.select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.locator("main").get_by_label(label).check()

    def download(self, label: str) -> Download:
        with self.page.expect_download() as taken:
            self._called("a", label).click()
        return taken.value

    def _called(self, kind: str, label: str) -> Locator:
        words = re.compile(rf"^\s*{re.escape(label)}")
        return self.page.locator(f"main {kind}:not(:disabled)").filter(has_text=words).first

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


class Keyboard(Mouse):
    """Tab, Enter, the space bar, and typing. Every stop has to be seen."""

    def follow(self, label: str) -> None:
        self._go(label)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    press = follow

    def reorder(self, label: str) -> None:
        """A button that a script answers without leaving the page."""
        self._go(label)
        self.page.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        self._go(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)

    def choose(self, label: str, option: str) -> None:
        self._go(label)
        self.page.keyboard.type(option)

    def tick(self, label: str) -> None:
        self._go(label)
        self.page.keyboard.press("Space")

    def download(self, label: str) -> Download:
        self._go(label)
        with self.page.expect_download() as taken:
            self.page.keyboard.press("Enter")
        return taken.value

    def _go(self, label: str) -> None:
        """Tab on, round the page if need be, until what has the focus is called so."""
        for _ in range(MANY):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(NAME).startswith(label):
                assert self.page.evaluate(SEEN), f"“{label}” has the focus, and nobody can see it"
                return
        raise AssertionError(f"no way to “{label}” with the keyboard on {self.page.url}")
