"""Makes the fonts that papers are set in from their sources; the result is committed (banks/papers/fonts).

    python infra/papers/build_fonts.py DEJAVU_FOLDER UNIFONT_FILE

DEJAVU_FOLDER holds DejaVuSans.ttf and DejaVuSans-Bold.ttf (Debian: fonts-dejavu-core), UNIFONT_FILE is
unifont.otf (Debian: fonts-unifont). Atkinson Hyperlegible Next comes from the pages' own
fonts: a variable font is fixed at two weights, its two files are joined. Each further font keeps only what the
ones before it lack, without hints for screens.
"""

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
OF_PAGES = HERE.parents[1] / "platform/hosting/static/fonts"
OF_PAPERS = HERE.parents[1] / "banks/papers/fonts"
WEIGHTS = {"regular": 400, "bold": 700}


def atkinson(weight: str) -> set[int]:
    """One static file of one weight; the characters it has."""
    halves = []
    for half in ("latin", "latin-ext"):
        font = TTFont(OF_PAGES / f"atkinson-{half}-wght-normal.woff2")
        font.flavor = None
        fixed = instantiateVariableFont(font, {"wght": WEIGHTS[weight]})
        for table in ("GSUB", "GPOS", "GDEF", "STAT"):
            if table in fixed:
                del fixed[table]
        path = OF_PAPERS / f"{half}.part"
        fixed.save(path)
        halves.append(path)
    joined = Merger().merge([str(path) for path in halves])
    joined.save(OF_PAPERS / f"atkinson-{weight}.ttf")
    for path in halves:
        path.unlink()
    return set(joined.getBestCmap())


def remaining(source: Path, name: str, *, known: set[int]) -> set[int]:
    """What a font adds to the characters already known."""
    font = TTFont(source)
    added = set(font.getBestCmap()) - known
    options = Options(
        hinting=False, layout_features=[], notdef_outline=True, drop_tables=["GSUB", "GPOS", "GDEF", "kern"]
    )
    keeper = Subsetter(options)
    keeper.populate(unicodes=added)
    keeper.subset(font)
    font.save(OF_PAPERS / f"{name}{source.suffix}")
    return added


def main(dejavu: Path, unifont: Path) -> None:
    known = atkinson("regular")
    atkinson("bold")
    world = remaining(dejavu / "DejaVuSans.ttf", "dejavu-regular", known=known)
    remaining(dejavu / "DejaVuSans-Bold.ttf", "dejavu-bold", known=known)
    remaining(unifont, "unifont", known=known | world)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
