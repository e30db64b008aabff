"""Zeroshot sorts pictures by words: ``zeroshot.label("photos", ["dog", "cat"])``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zeroshot.records import LabelSet, Row

__version__ = "0.1.0"
__all__ = ["__version__", "label"]


def label(  # noqa: PLR0913 - each is an option of the command line too
    pictures: str | Path | Sequence[str | Path],
    classes: str | Sequence[str] | LabelSet,
    *,
    model: str | Path = "starter",
    device: str = "auto",
    precision: str = "auto",
    backend: str = "auto",
    batch_size: int = 0,
    top_k: int = 1,
    min_score: float = 0.0,
    min_margin: float = 0.0,
    none_of_these: str = "off",
    min_familiarity: float = 0.5,
    recursive: bool = True,
    home: Path | None = None,
) -> list[Row]:
    """Label files and folders; the options are those of ``zeroshot label``.

    Args:
        pictures: a file or folder, or several.
        classes: names as a list, as typed (``"dog, cat"``), or a ``LabelSet`` of ``zeroshot.labels``.
        model: ``starter``, an installed model, or an open_clip folder.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        precision: ``auto``, ``fp32``, ``bf16`` or, with OpenVINO, ``int8``.
        backend: ``auto`` (the fastest on the processor), ``torch`` or ``openvino``.
        batch_size: pictures a step of the network; 0 is the device's own.
        top_k: rows for each picture, best first.
        min_score: below this score, from 0 to 1, a picture is "none of these".
        min_margin: likewise below this lead over the second class.
        none_of_these: how pictures of no class are found: ``auto``, ``negatives``, ``softmax``, ``margin`` or ``off``.
        min_familiarity: below this familiarity, from 0 to 1, it is; unless ``none_of_these`` is ``off``.
        recursive: whether folders inside folders are looked into.
        home: a folder for the store and the models instead of the platform's own.

    Returns:
        Rows in natural path order, dataclasses with the columns of the CSV: ``pandas.DataFrame(rows)`` works.

    Raises:
        zeroshot.errors.ZeroshotError: the run can't be done; a bad picture is a row.
    """
    from zeroshot.judgement.familiarity import reject_by  # noqa: PLC0415 - importing zeroshot stays cheap
    from zeroshot.records import Policy  # noqa: PLC0415
    from zeroshot.session import label_pictures  # noqa: PLC0415
    from zeroshot.settings import Settings  # noqa: PLC0415

    chosen = Settings(model=str(model), backend=backend, device=device, precision=precision, batch_size=batch_size)
    method = reject_by(none_of_these)
    policy = Policy(min_score, min_margin, top_k, min_familiarity if method is not None else 0.0)
    return label_pictures(
        pictures, classes, chosen=chosen, policy=policy, reject_by=method, recursive=recursive, home=home
    )
