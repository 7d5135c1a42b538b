"""Pictures of the record site for the documents.

python -m tests.outside.site_pictures docs/pictures
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bot.web.archive import COURT, SALE, TRAINS, open_archive, open_site
from tests.outside.test_site_in_browser import open_chromium

PICTURES = {
    "site-record": ("/provision/CW-P-000001", 1000, 1400),
    "site-change": ("/change/CW-C-000001?layout=side-by-side", 1000, 1100),
    "site-platform": ("/platform/pixelgarten", 1000, 900),
    "site-compare": ("/compare", 1000, 620),
    "site-phone": ("/change/CW-C-000001", 360, 760),
}
"""By name, the path of a page and the size of the picture in pixels."""
OPT_OUT = "You can opt out of model training by writing to privacy@pixelgarten.example."


async def draw(folder: Path) -> None:
    """Write all pictures into a folder."""
    with tempfile.TemporaryDirectory() as data:
        async with open_archive(Path(data)) as archive:
            number = await archive.watch(archive.one, "Pixelgarten")
            await archive.read(number, COURT)
            final = COURT.replace("binding", "final and binding")
            await archive.read(number, final, TRAINS, OPT_OUT)
            await archive.read(number, final, TRAINS, OPT_OUT, SALE)
            for name in ("Brillo", "Wolke", "Ledgerly", "Notehaven"):
                sentences = (TRAINS, SALE) if name != "Wolke" else (COURT,)
                await archive.read(await archive.watch(archive.one, name), *sentences)
            async with open_site(archive) as site, open_chromium(site, archive) as context:
                page = await context.new_page()
                for name, (path, width, height) in PICTURES.items():
                    await page.set_viewport_size({"width": width, "height": height})
                    await page.goto(site.url + path)
                    await page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
