"""Numbers as the person's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

_GIGABYTE = 1_000_000_000


def whole(number: int) -> str:
    """1,204 in English, 1.204 in German."""
    return QLocale().toString(number)


def decimal(number: float, places: int = 2) -> str:
    """0.91 in English, 0,91 in German."""
    return QLocale().toString(float(number), "f", places)  # Qt takes no int for a float


def size(count: int) -> str:
    """So many bytes, in kB, MB or GB."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def rounded_size(count: float) -> str:
    """So many bytes without decimals, from a GB on with one: what is compared at a glance."""
    places = 1 if count >= _GIGABYTE else 0
    return QLocale().formattedDataSize(round(count), places, QLocale.DataSizeFormat.DataSizeSIFormat)
