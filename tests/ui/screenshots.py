"""Pictures of every page: `python -m tests.ui.screenshots FOLDER`.

In both languages, light and dark, on a desk and a telephone.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ui.browser import PAGES, browser, open_page, see_example, server, settled, speak, whole

LOOKS = (("nb", "light", 1280), ("nb", "dark", 1280), ("nb", "light", 400), ("en", "light", 1280))


def take(folder: Path) -> list[Path]:
    """Write one PNG per page and look; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with server() as address, browser() as chrome:
        for language, scheme, width in LOOKS:
            context = chrome.new_context(
                locale="nb-NO", color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            page = context.new_page()
            page.goto(address)
            settled(page)
            if language != "nb":
                speak(page, language)
            see_example(page)
            for number, name in enumerate(PAGES):
                open_page(page, number)
                page.mouse.move(0, 0)
                path = folder / f"{name}-{language}-{scheme}-{width}.png"
                whole(page, path)
                taken.append(path)
            context.close()
    return taken


if __name__ == "__main__":
    for path in take(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")):
        sys.stdout.write(f"{path}\n")
