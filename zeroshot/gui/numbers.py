"""Numbers as the person's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def whole(number: int) -> str:
    """1,204 in English, 1.204 in German."""
    return QLocale().toString(number)


def decimal(number: float, places: int = 2) -> str:
    """0.91 in English, 0,91 in German."""
    return QLocale().toString(float(number), "f", places)  # Qt takes no int for a float


def size(count: int) -> str:
    """So many bytes, in kB, MB or GB."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
