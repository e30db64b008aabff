"""The language of the window: texts from ``assets/translations``, Qt's own texts, and how numbers are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from zeroshot.paths import assets

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each by its own name."""

WIKIPEDIAS = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
    "nl": "Nederlands",
    "sv": "Svenska",
    "fi": "Suomi",
    "pl": "Polski",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
    "ja": "日本語",
}
"""Wikipedias that are offered, by the code of their language."""


def chosen(setting: str) -> str:
    """One of ``LANGUAGES``: what the setting says, or for ``system`` the first that the person asked the system for."""
    if setting in LANGUAGES:
        return setting
    wanted = (name.split("-")[0] for name in QLocale.system().uiLanguages())
    return next((name for name in wanted if name in LANGUAGES), "en")


def install(app: QCoreApplication, setting: str) -> None:
    """Speak that language from now on; widgets that exist already keep theirs."""
    language = chosen(setting)
    system = QLocale.system()
    same = system.language() == QLocale(language).language()
    QLocale.setDefault(system if same else QLocale(language))  # a Swiss writes German numbers in the Swiss way
    places = (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("zeroshot", str(assets() / "translations")),
    )
    for name, folder in places:
        translator = QTranslator(app)
        if translator.load(f"{name}_{language}", folder):
            app.installTranslator(translator)
