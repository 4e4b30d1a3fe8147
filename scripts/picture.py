"""Takes docs/explorer.png: the explorer's page in a headless Chromium, on the README's path."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from astrograph import open_store, write_explorer
from astrograph.vocab import ID

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "explorer.png"
ENDS = ("DmitryRogozin", "AS-00636")
"""Between whom the picture shows a path: those of the README's first example."""
SIZE = 36
"""How many entities are shown, as in the README's example of the explorer."""
WIDTH, HEIGHT = 1280, 760
MOMENT = 500
"""How many milliseconds the page gets to come to rest, once it says that it is ready."""


def main() -> int:
    """Write the page, show it, take the picture.

    Returns:
        The exit code: 0 done, 3 no browser.
    """
    parser = argparse.ArgumentParser(prog="scripts/picture", description="Take docs/explorer.png.")
    parser.add_argument("-o", "--output", type=Path, default=PICTURE, help="the PNG to write")
    arguments = parser.parse_args()
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        print("scripts/picture needs Chromium; install it: scripts/setup system", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "explorer.html"
        store = open_store(slice="wide")
        ends = [end for name in ENDS if (end := store.entity(ID + name)) is not None]
        write_explorer(store, page_file, focus=ends, size=SIZE)
        browser = playwright.chromium.launch(executable_path=browser_path)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{page_file.as_uri()}#from=id:{ENDS[0]}&to=id:{ENDS[1]}")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        page.wait_for_timeout(MOMENT)
        page.screenshot(path=arguments.output)
        browser.close()
    print(f"wrote {arguments.output}: {arguments.output.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
