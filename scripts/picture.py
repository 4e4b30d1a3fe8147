"""Takes the documentation's pictures of the explorer's page in a headless Chromium."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

from astrograph import open_store, write_explorer
from astrograph.explorer.extent import MOST_HELD
from astrograph.vocab import ID

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).resolve().parent.parent / "docs"
ENDS = ("DmitryRogozin", "AS-00636")
"""Between whom the first picture shows a path: those of the README's first example."""
SIZE = 36
"""How many entities the wide page shows, as in the README's example of the explorer."""
MOMENT = 1500
"""How many milliseconds the page gets to come to rest, once it says that it is ready."""
FLAGS = ["--enable-unsafe-swiftshader"]
"""Where there is no graphics card, its work is done without one."""


class Shot(NamedTuple):
    """One picture: its file, the page and the view that it shows, how large and in which theme."""

    name: str
    page: str
    address: str
    size: tuple[int, int]
    theme: str


SHOTS = (
    Shot("explorer.png", "wide", f"#from=id:{ENDS[0]}&to=id:{ENDS[1]}", (1440, 900), "light"),
    Shot(
        "explorer-dispute.png",
        "article",
        "#relation=id%3ARoscosmos+participatesIn+id%3AISSPartnership+plan",
        (1440, 900),
        "dark",
    ),
    Shot("explorer-phone.png", "article", "#entity=id%3ARoscosmos", (360, 740), "light"),
    Shot("overview.png", "whole", "#overview=1", (1440, 900), "light"),
)


def write_pages(folder: Path) -> None:
    """Write the pages that the pictures show.

    Args:
        folder: Where to.
    """
    wide = open_store(slice="wide")
    ends = [end for name in ENDS if (end := wide.entity(ID + name)) is not None]
    write_explorer(wide, folder / "wide.html", focus=ends, size=SIZE)
    write_explorer(open_store(slice="article"), folder / "article.html")
    write_explorer(wide, folder / "whole.html", size=MOST_HELD, tier="lite")


def take(browser: Browser, folder: Path, shot: Shot) -> bytes:
    """Show a page and take its picture.

    Args:
        browser: The browser.
        folder: Where the pages are.
        shot: What to show.

    Returns:
        A PNG.
    """
    width, height = shot.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
    )
    page.goto(f"{(folder / shot.page).with_suffix('.html').as_uri()}{shot.address}")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    if "overview" in shot.address:
        page.locator("#overview canvas").first.wait_for()
    page.wait_for_timeout(MOMENT)
    whole = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    small = io.BytesIO()
    # Fewer colors would be others: those of the marks cover little of the picture.
    whole.convert("RGB").save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    """Write the pages, show them, take the pictures.

    Returns:
        The exit code: 0 done, 3 no browser.
    """
    parser = argparse.ArgumentParser(prog="scripts/picture", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DOCS, help="the folder to write to")
    arguments = parser.parse_args()
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        print("scripts/picture needs Chromium; install it: scripts/setup system", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for shot in SHOTS:
            picture = take(browser, Path(folder), shot)
            (arguments.output / shot.name).write_bytes(picture)
            print(f"wrote {arguments.output / shot.name}: {len(picture) // 1000} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
