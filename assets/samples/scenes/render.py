#!/usr/bin/env python3
"""Render the sample pictures again.

    python render.py              every scene
    python render.py chess moon   these scenes only

Needs POV-Ray 3.7 on the path and Pillow.  Options: --draft (half size, kept
beside the scenes as NAME.draft.png), --blur (depth of field), --threads N.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
OUT = HERE.parent
MAX_BYTES = 120_000

# Name -> (width, height) of the upright picture.
SIZES = {}
for _p in sorted(HERE.glob("*.pov")):
    SIZES[_p.stem] = (800, 600)
    with _p.open(encoding="utf-8") as _f:
        _first = _f.readline()
    if "size:" in _first:
        _w, _h = _first.split("size:")[1].split()[0].split("x")
        SIZES[_p.stem] = (int(_w), int(_h))

# Stored lying on their side, with the EXIF orientation tag (6: turn by 90
# degrees clockwise to show), as a telephone held upright stores them.
SIDEWAYS = {"candle", "wine_glass"}


def render(name: str, *, draft: bool, blur: bool, threads: int) -> None:
    """Render one scene; a draft stays a PNG beside the scenes."""
    w, h = SIZES[name]
    if draft:
        w, h = w // 2, h // 2
    with tempfile.TemporaryDirectory() as tmp:
        png = HERE / (name + ".draft.png") if draft else Path(tmp) / (name + ".png")
        cmd = [
            "povray",
            f"+I{name}.pov",
            f"+O{png}",
            f"+W{w}",
            f"+H{h}",
            "-D",
            "+FN8",
            f"+WT{threads}",
            "-V",
            *(["+A0.3", "+AM2", "+R2"] if draft else ["+A0.12", "+AM2", "+R2"]),
        ]
        if blur:
            cmd.append("Declare=BLUR=1")
        done = subprocess.run(cmd, cwd=HERE, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        if done.returncode != 0:
            sys.stderr.write(done.stderr[-2500:])
            raise SystemExit(f"{name}: povray failed")
        if not draft:
            save(name, Image.open(png).convert("RGB"))


def save(name: str, img: Image.Image) -> None:
    """Write the JPEG, small enough, lying on its side where it should."""
    extra = {}
    if name in SIDEWAYS:
        exif = Image.Exif()
        exif[0x0112] = 6
        img = img.transpose(Image.Transpose.ROTATE_90)
        extra["exif"] = exif.tobytes()
    target = OUT / (name + ".jpg")
    for quality in (88, 85, 82, 78, 74, 70):
        img.save(target, "JPEG", quality=quality, optimize=True, progressive=True, **extra)
        if target.stat().st_size <= MAX_BYTES:
            break
    sys.stdout.write(f"{target.name}: quality {quality}, {target.stat().st_size} bytes\n")
    sys.stdout.flush()


def main() -> None:
    """Render the scenes named on the command line."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("names", nargs="*", help="scene names (default: all)")
    ap.add_argument("--draft", action="store_true", help="half size")
    ap.add_argument("--blur", action="store_true", help="depth of field (many times slower)")
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    for name in args.names or sorted(SIZES):
        if name not in SIZES:
            raise SystemExit(f"no such scene: {name}")
        render(name, draft=args.draft, blur=args.blur, threads=args.threads)


if __name__ == "__main__":
    main()
