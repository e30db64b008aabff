"""Export: what, in which form, with the first rows as they will be written."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from zeroshot import export
from zeroshot.export import Format, Target
from zeroshot.gui import numbers
from zeroshot.gui.form import Form
from zeroshot.gui.theme import indent, set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zeroshot.records import Row

PREVIEW = 5
"""Pictures whose rows are shown before they are written."""


class Scope(StrEnum):
    """Which pictures are exported."""

    ALL = "all"
    SHOWN = "shown"
    SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What a person chose."""

    scope: Scope
    target: Target
    top_k: int


class ExportDialog(QDialog):
    """Asks for everything an export needs. ``rows(scope, top_k, count)`` gives the first pictures' rows."""

    def __init__(
        self,
        counts: Mapping[Scope, int],
        waiting: int,
        rows: Callable[[Scope, int, int], Sequence[Sequence[Row]]],
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._rows = rows
        self._agreed: Path | None = None
        self.path = QLineEdit(str(folder / "results.csv"), self)
        self.scope, self.form = self._make_scope(counts), self._make_form()
        self.top_k = QSpinBox(self)
        self.top_k.setRange(1, 100)
        indent(self.top_k)
        self.raw = QCheckBox(self.tr("Leave cells as they are that a spreadsheet would run as formulas"), self)
        self._preview = QPlainTextEdit(self)
        self._preview.setReadOnly(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setAccessibleName(self.tr("The first rows"))
        self._preview.setMinimumSize(620, 150)
        self._lay_out(waiting)
        self.form.currentIndexChanged.connect(self._take_form)
        self.scope.currentIndexChanged.connect(self._show_preview)
        self.top_k.valueChanged.connect(self._show_preview)
        self.raw.toggled.connect(self._show_preview)
        self._show_preview()
        self.path.setFocus()
        self.path.selectAll()

    def _make_scope(self, counts: Mapping[Scope, int]) -> QComboBox:
        box = QComboBox(self)
        texts = {
            Scope.ALL: self.tr("All {0}"),
            Scope.SHOWN: self.tr("The {0} that are shown"),
            Scope.SELECTED: self.tr("The {0} that are selected"),
        }
        for scope, text in texts.items():
            if counts.get(scope):
                box.addItem(text.format(numbers.whole(counts[scope])), scope)
        return box

    def _make_form(self) -> QComboBox:
        box = QComboBox(self)
        for text, what in (
            (self.tr("CSV"), (Format.CSV, False)),
            (self.tr("CSV for Excel"), (Format.CSV, True)),
            (self.tr("JSON Lines"), (Format.JSONL, False)),
        ):
            box.addItem(text, what)
        return box

    def _lay_out(self, waiting: int) -> None:
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        form = Form()
        form.setColumnStretch(1, 1)
        form.add(self.tr("File"), self.path, browse)
        form.add(self.tr("Pictures"), self.scope, wide=True)
        form.add(self.tr("Format"), self.form, wide=True)
        form.add(self.tr("Ranks for each picture"), self.top_k, wide=True)
        form.below(self.raw)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._preview, 1)
        if waiting:
            note = QLabel(self.tr("%Ln picture(s) without an answer yet are left out.", "", waiting), self)
            set_kind(note, "warning")
            layout.addWidget(note)
        layout.addWidget(buttons)

    def choice(self) -> ExportChoice:
        """What was chosen."""
        form, bom = self._chosen_form()
        target = Target(Path(self.path.text().strip()).expanduser(), form, bom, self.raw.isChecked())
        return ExportChoice(Scope(self.scope.currentData()), target, self.top_k.value())

    def _chosen_form(self) -> tuple[Format, bool]:
        """The form and whether Excel's mark stands before it; a combo box gives enumerations back as bare texts."""
        form, bom = self.form.currentData()
        return Format(form), bool(bom)

    def _accept(self) -> None:
        path = self.choice().target.path
        if not self.path.text().strip() or path.is_dir():
            self.path.setFocus()
        elif path == self._agreed or not path.exists() or self._may_replace(path):
            self.accept()

    def _may_replace(self, path: Path) -> bool:
        asked = self.tr("{0} is there already. Replace it?").format(path)
        return QMessageBox.question(self, self.windowTitle(), asked) == QMessageBox.StandardButton.Yes

    def _take_form(self) -> None:
        form, _ = self._chosen_form()
        path = Path(self.path.text())
        if path.suffix in {".csv", ".jsonl"}:
            self.path.setText(str(path.with_suffix(f".{form}")))
        self.raw.setEnabled(form is Format.CSV)
        self._show_preview()

    def _show_preview(self) -> None:
        """The first rows, by the same writer that writes the file."""
        choice, stream = self.choice(), io.StringIO()
        writer = export.writer(stream, choice.target.form, raw=choice.target.raw)
        for rows in self._rows(choice.scope, choice.top_k, PREVIEW):
            writer.write(rows)
        self._preview.setPlainText(stream.getvalue())

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), self.path.text())
        if name:
            self.path.setText(name)
            self._agreed = Path(name)  # the platform's dialog has asked already
