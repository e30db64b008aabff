"""Help: the page that says how it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zeroshot.gui.help_dialogs import HowItWorksDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_contents_of_how_it_works_lead_to_its_sections(qtbot: QtBot) -> None:
    dialog = HowItWorksDialog()
    qtbot.addWidget(dialog)
    dialog.resize(700, 300)
    dialog.show()
    titles = [dialog.contents.item(row).text() for row in range(dialog.contents.count())]
    assert titles[0] == "Score"
    assert "None of these" in titles
    assert dialog.page.verticalScrollBar().value() == 0
    dialog.contents.setCurrentRow(titles.index("None of these"))
    assert dialog.page.verticalScrollBar().value() > 0
