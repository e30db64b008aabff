"""What a model's card says, in the person's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QObject

from zeroshot.gui import numbers
from zeroshot.gui.pace import left
from zeroshot.gui.weights_state import Activity, Command, Known, Phase
from zeroshot.weights import STARTER

_LONG = re.compile(r"\S{25,}")


def breakable(text: str) -> str:
    """A text whose long names and paths can be broken where they have a sign; a card must not be as wide as they."""
    return _LONG.sub(lambda word: re.sub(r"(?<=[/\\_-])(?=\w)", "\u200b", word[0]), text)


class CardTexts(QObject):
    """Texts of a card."""

    def names(self) -> tuple[tuple[str, str], ...]:
        """The name of each fact, and what explains it."""
        return (
            (self.tr("Size"), self.tr("What it takes on the disk, and to download")),
            (
                self.tr("ImageNet"),
                self.tr("Of photos of 1,000 things, so many were named rightly; the makers' own figures"),
            ),
            (self.tr("Speed"), self.tr("How many pictures it gets through in the same time, beside the others")),
            (self.tr("Class names in"), self.tr("The languages that it understands class names in")),
            (self.tr("Longest text"), self.tr("A token is a word or a part of one; longer texts are split")),
            (self.tr("Licence"), self.tr("What may be done with the model")),
        )

    def values(self, known: Known) -> tuple[tuple[str, str], ...]:
        """The value of each fact, "" where it isn't known, and an address or ""."""
        speeds = {
            "fastest": self.tr("Fastest"),
            "fast": self.tr("Fast"),
            "medium": self.tr("Medium"),
            "slow": self.tr("Slow"),
        }
        languages = {"English": self.tr("English"), "many": self.tr("Many")}
        imagenet = "" if known.imagenet is None else f"{numbers.decimal(known.imagenet, 1)} %"
        context = self.tr("%Ln token(s)", "", known.context) if known.context else ""
        return (
            (numbers.rounded_size(known.size) if known.size else "", ""),
            (imagenet, ""),
            (speeds.get(known.speed, ""), ""),
            (languages.get(known.languages, ""), ""),
            (context, ""),
            (known.licence, known.licence_url),
        )

    def title(self, known: Known) -> str:
        """What it is called."""
        return self.tr("Starter") if known.name == STARTER else known.title

    def about(self, known: Known) -> str:
        """What it is good for."""
        if known.name == STARTER:
            return self.tr("Comes with Zeroshot, for a first look: small, and knows everyday things only.")
        return QCoreApplication.translate("Catalogue", known.about) if known.about else ""

    def origin(self, known: Known) -> str:
        """Where it comes from, and who says what it reaches."""
        told = [self.tr("From {0}").format(known.repository)] if known.repository else []
        if known.imagenet_source:
            told.append(self.tr("ImageNet figure: {0}").format(known.imagenet_source))
        return " · ".join(told)

    def command(self, command: Command, known: Known, activity: Activity | None) -> str:
        """What a button says."""
        failed = activity is not None and activity.phase is Phase.FAILED
        again = self.tr("Try again") if failed else self.tr("Resume") if known.fetched else self.tr("Download")
        return {
            Command.DOWNLOAD: again,
            Command.PAUSE: self.tr("Pause"),
            Command.CANCEL: self.tr("Cancel"),
            Command.DISCARD: self.tr("Delete…"),
            Command.USE: self.tr("Use"),
            Command.SHOW: self.tr("Show in folder"),
            Command.VERIFY: self.tr("Check the files"),
            Command.EXPORT: self.tr("Export as one file…"),
            Command.REMOVE: self.tr("Remove…"),
        }[command]

    # --- the line at the bottom --------------------------------------------------------------------------------------

    def state(self, known: Known, activity: Activity | None, *, used: bool, free: int) -> tuple[str, str]:
        """The kind of a text, and what it says of a model's state."""
        if activity is not None:
            return self._doing(activity)
        if known.trouble:
            return "danger", known.trouble
        if known.folder is not None:
            return "muted", self._place(known, used=used)
        missing = known.size - known.fetched
        if free and missing > free:
            told = self.tr("{0} more are needed, and only {1} are free on the disk.")
            return "warning", told.format(numbers.rounded_size(missing), numbers.rounded_size(free))
        if known.fetched:
            return "muted", self.tr("Paused at {0}").format(self._part(known.fetched, known.size))
        return "muted", ""

    def _place(self, known: Known, *, used: bool) -> str:
        """Where a model is that somebody made."""
        if not known.kept and known.name != STARTER:
            return str(known.folder)
        return "" if used else self.tr("Ready to use")

    def _doing(self, activity: Activity) -> tuple[str, str]:
        part = self._part(activity.done, activity.total) if activity.total else ""
        share = f"{numbers.whole(100 * activity.done // max(1, activity.total))} %"
        texts = {
            Phase.WAITING: self.tr("Begins when the download before it is done"),
            Phase.ASKING: self.tr("Asking for the files…"),
            Phase.LOADING: self._loading(activity),
            Phase.CHECKING: self.tr("Checking the files: {0}").format(part),
            Phase.WRITING: self.tr("Writing the file: {0}").format(share),
            Phase.REMOVING: self.tr("Removing…"),
            Phase.CHECKED: self.tr("Checked: every file is as it was when it came."),
            Phase.WRITTEN: self.tr("Written to {0}").format(activity.file),
            Phase.FAILED: activity.sentence,
        }
        kinds = {Phase.CHECKED: "success", Phase.WRITTEN: "success", Phase.FAILED: "danger"}
        return kinds.get(activity.phase, "muted"), texts[activity.phase]

    def _loading(self, activity: Activity) -> str:
        parts = [self._part(activity.done, activity.total)]
        if activity.rate:
            parts.append(self.tr("{0}/s").format(numbers.size(round(activity.rate))))
        if activity.seconds_left is not None:
            parts.append(left(activity.seconds_left))
        return " · ".join(parts)

    def _part(self, done: int, total: int) -> str:
        if not total:  # the catalogue doesn't say
            return numbers.rounded_size(done)
        return self.tr("{0} of {1}").format(numbers.rounded_size(done), numbers.rounded_size(total))
