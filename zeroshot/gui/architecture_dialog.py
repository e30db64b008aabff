"""Which architecture weights are of that don't say it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from zeroshot.gui.form import Form
from zeroshot.gui.theme import set_kind
from zeroshot.weights import architectures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ArchitectureDialog(QDialog):
    """Asks for one of open_clip's names; those that fit by the shapes of the weights are offered."""

    def __init__(self, path: Path, candidates: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import weights"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.path, self._known = path, frozenset(architectures.names())
        told = QLabel(
            self.tr("{0} holds weights alone, and doesn't say which architecture they are of.").format(path.name), self
        )
        hint = QLabel(
            self.tr("By their shapes they fit those in the list. The page that they are from tells which it is.")
            if candidates
            else self.tr("Their shapes fit none that is known. Weights for other programs can't be used as they are."),
            self,
        )
        for label in (told, hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        set_kind(hint, "muted")
        self.choice = QComboBox(self)
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.addItems(list(candidates))
        completer = QCompleter(list(architectures.names()), self.choice)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.choice.setCompleter(completer)
        self.choice.setMinimumContentsLength(28)
        self.choice.editTextChanged.connect(self._check)
        self.called = QLineEdit(path.name.removesuffix(".safetensors"), self)
        self.called.textChanged.connect(self._check)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.import_button = self._buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = Form()
        form.add(self.tr("Architecture"), self.choice, wide=True)
        form.add(self.tr("Name"), self.called, wide=True)
        form.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(told)
        layout.addWidget(hint)
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.resize(460, self.sizeHint().height())
        self._check()

    def _check(self) -> None:
        self.import_button.setEnabled(self.architecture in self._known and bool(self.called.text().strip()))

    @property
    def architecture(self) -> str:
        """The name that was chosen."""
        return self.choice.currentText().strip()
