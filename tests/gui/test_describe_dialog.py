"""Describe from Wikipedia in the window: a wiki on loopback, real widgets, the starter."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from faulty_wiki import FaultyWiki, Handler, serving
from PIL import Image
from PySide6.QtCore import Qt

from zeroshot.gui.settings_dialog import SettingsDialog
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.records import Label
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.gui.describe_dialog import DescribeDialog
    from zeroshot.paths import Folders

LONG = 60_000


@pytest.fixture
def wiki() -> Iterator[FaultyWiki]:
    wiki = FaultyWiki()
    wiki.add("Apple", "An apple is a red fruit. It grows on trees. It is eaten. It is old.")
    wiki.add("Clock", "A clock tells the time. It is round.")
    wiki.add(
        "Moon", "Moon may mean several things.", pageprops={"disambiguation": ""}, links=[{"title": "Moon (star)"}]
    )
    wiki.add("Moon (star)", "The moon is a grey ball in the sky.")
    with serving(wiki):
        yield wiki


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders, wiki: FaultyWiki) -> Iterator[MainWindow]:
    settings = Settings(wikipedia_api=wiki.api.replace("api.php", "{language}/api.php"))
    window = MainWindow(folders, settings, Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread.name in {"fetch_pages", "look_beside"}] == []


def described(window: MainWindow, qtbot: QtBot, names: str) -> DescribeDialog:
    """The panel, when every page has come."""
    window.classes.add_names(names)
    dialog = opened(window, qtbot)
    done(dialog, qtbot)
    return dialog


def opened(window: MainWindow, qtbot: QtBot) -> DescribeDialog:
    window.describe_classes()
    qtbot.waitUntil(lambda: window.descriptions.dialog is not None, timeout=LONG)
    assert window.descriptions.dialog is not None
    return window.descriptions.dialog


def done(dialog: DescribeDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.describer.fetching, timeout=LONG)


def labels(window: MainWindow) -> dict[str, Label]:
    return {label.name: label for label in window.document.classes.label_set.labels}


def switch(dialog: DescribeDialog, row: int, *, on: bool) -> None:
    item = dialog.page.sentences.item(row, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_every_class_gets_the_beginning_of_its_page_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    own = Label("clock", "A clock ticks.")
    said = {Path("apple.jpg"): ("apple",)}
    window.document.edit("own", window.document.classes.added([own]).said(said))
    dialog = described(window, qtbot, "apple, nothing")
    assert labels(window)["apple"].description == "An apple is a red fruit. It grows on trees. It is eaten."
    source = labels(window)["apple"].source
    assert source is not None
    assert (source.title, source.revision, source.licence) == ("Apple", 5, "CC BY-SA 4.0")
    assert labels(window)["clock"] == own
    dialog.weight.setValue(80)
    assert window.document.classes.truths == said
    window.document.undo.undo()
    assert labels(window)["nothing"] == Label("nothing")
    states = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert "nothing\nNo page" in states
    assert "apple\n3 sentences" in states
    window.document.undo.undo()
    assert [label.description for label in labels(window).values()] == ["A clock ticks.", "", ""]


def test_sentences_are_switched_edited_and_added(window: MainWindow, qtbot: QtBot) -> None:
    dialog = described(window, qtbot, "apple, clock")
    switch(dialog, 1, on=False)
    assert labels(window)["apple"].description == "An apple is a red fruit. It is eaten."
    source = labels(window)["apple"].source
    assert source is not None
    assert not source.edited
    switch(dialog, 3, on=True)
    item = dialog.page.sentences.item(2, 0)
    assert item is not None
    item.setText("It is eaten with joy.")
    dialog.page.own.setText("  It shines. ")
    qtbot.keyClick(dialog.page.own, Qt.Key.Key_Return)
    assert labels(window)["apple"].description == (
        "An apple is a red fruit. It is eaten with joy. It is old. It shines."
    )
    assert labels(window)["apple"].source == replace(source, edited=True)
    assert "changed" in dialog.page.source.text()
    assert [text for text, _ in dialog.page.sentences.rows()][1] == "It grows on trees."
    for _ in range(4):
        window.document.undo.undo()
    assert labels(window)["apple"].description == "An apple is a red fruit. It grows on trees. It is eaten."
    assert labels(window)["apple"].source == source


def test_the_texts_are_shown_as_the_model_reads_them(window: MainWindow, qtbot: QtBot) -> None:
    dialog = described(window, qtbot, "apple")
    qtbot.waitUntil(lambda: window.engine.encoder is not None, timeout=LONG)
    table = dialog.page.read
    shown = [(table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount())]
    assert [text.text() for text, _ in shown if text] == [
        "An apple is a red fruit.",
        "apple: It grows on trees.",
        "apple: It is eaten.",
    ]
    assert all(tokens is not None and tokens.text().endswith(" of 77 tokens") for _, tokens in shown)


def test_pictures_are_answered_anew_at_once(window: MainWindow, qtbot: QtBot) -> None:
    window.try_samples()
    engine = window.engine
    qtbot.waitUntil(lambda: engine.labeller is not None and not len(engine.results.waiting()), timeout=LONG)
    dialog = described(window, qtbot, "apple, clock")
    for change in (lambda: switch(dialog, 0, on=False), lambda: dialog.weight.setValue(90)):
        qtbot.waitUntil(lambda: not engine.learning, timeout=LONG)
        with qtbot.waitSignal(engine.answered_anew, timeout=LONG):
            change()
    assert window.document.classes.label_set.description_weight == 0.9
    window.document.undo.undo()
    assert dialog.weight.value() == 50


def test_a_choice_and_another_page_take_the_place_of_the_description(window: MainWindow, qtbot: QtBot) -> None:
    dialog = described(window, qtbot, "moon")
    assert dialog.list.item(0).text() == "moon\nChoose a page"
    assert dialog.page.choices.isVisible()
    assert not labels(window)["moon"].description
    dialog.page.choices.itemClicked.emit(dialog.page.choices.item(0))
    done(dialog, qtbot)
    assert labels(window)["moon"].description == "The moon is a grey ball in the sky."
    dialog.page.search.setText("app")
    with qtbot.waitSignal(dialog.describer.listed):
        qtbot.keyClick(dialog.page.search, Qt.Key.Key_Return)
    assert [dialog.page.choices.item(row).text() for row in range(dialog.page.choices.count())] == ["Apple"]
    dialog.page.choices.itemClicked.emit(dialog.page.choices.item(0))
    done(dialog, qtbot)
    assert labels(window)["moon"].description.startswith("An apple is a red fruit.")
    assert not dialog.page.choices.isVisible()


def test_a_page_is_shown_with_its_picture_and_leads_to_its_translation(
    window: MainWindow, qtbot: QtBot, wiki: FaultyWiki
) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(stream, "PNG")
    wiki.files["/apple.png"] = stream.getvalue()
    wiki.pages["Apple"]["thumbnail"] = {"source": wiki.api.replace("api.php", "apple.png")}
    wiki.pages["Apple"]["langlinks"] = [{"lang": "de", "autonym": "Deutsch", "title": "Apfel"}]
    wiki.add("Apfel", "Der Apfel ist eine rote Frucht.")
    dialog = described(window, qtbot, "apple")
    qtbot.waitUntil(dialog.page.picture.isVisible, timeout=LONG)
    menu = dialog.page.language.menu()
    assert [action.text() for action in menu.actions()] == ["Deutsch · Apfel"]
    menu.actions()[0].trigger()
    done(dialog, qtbot)
    assert labels(window)["apple"].description == "Der Apfel ist eine rote Frucht."
    source = labels(window)["apple"].source
    assert source is not None
    assert (source.title, source.language) == ("Apfel", "de")
    assert dialog.page.language.text() == "Deutsch"


def test_a_picture_that_was_passed_by_is_there_when_it_is_looked_at(
    window: MainWindow, qtbot: QtBot, wiki: FaultyWiki
) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    wiki.files["/apple.png"] = stream.getvalue()
    wiki.pages["Apple"]["thumbnail"] = {"source": wiki.api.replace("api.php", "apple.png")}
    gate = threading.Event()

    def slow(handler: Handler) -> None:
        gate.wait(20)
        wiki.spoiled.clear()
        wiki.answer(handler)

    wiki.spoiled["Apple"] = slow  # it is described as "apple", and looked at by its title
    dialog = described(window, qtbot, "apple, clock")
    qtbot.waitUntil(lambda: any(asked.get("titles") == "Apple" for asked in wiki.requests), timeout=LONG)
    dialog.list.setCurrentRow(1)
    dialog.list.setCurrentRow(0)
    gate.set()
    qtbot.waitUntil(dialog.page.picture.isVisible, timeout=LONG)


def test_a_wiki_that_fails_says_so_and_the_rest_arrives(window: MainWindow, qtbot: QtBot, wiki: FaultyWiki) -> None:
    wiki.spoiled["clock"] = lambda handler: handler.send_error(400)
    dialog = described(window, qtbot, "apple, clock")
    assert labels(window)["apple"].description
    assert dialog.list.item(1).text() == "clock\nNot to be had"
    dialog.list.setCurrentRow(1)
    assert "HTTP 400" in dialog.page.message.text()
    del wiki.spoiled["clock"]
    dialog.page.refresh.click()
    done(dialog, qtbot)
    assert labels(window)["clock"].description == "A clock tells the time. It is round."


def test_what_was_fetched_is_not_asked_for_again(window: MainWindow, qtbot: QtBot, wiki: FaultyWiki) -> None:
    dialog = described(window, qtbot, "apple, moon")
    switch(dialog, 0, on=False)
    qtbot.waitUntil(lambda: bool(dialog._beside), timeout=LONG)
    dialog.close()
    count = len(wiki.requests)
    window.describe_classes()
    done(dialog, qtbot)
    assert len(wiki.requests) == count
    assert [used for _, used in dialog.page.sentences.rows()] == [False, True, True, False]


def test_another_page_does_not_stop_the_fetch(window: MainWindow, qtbot: QtBot, wiki: FaultyWiki) -> None:
    gate = threading.Event()
    for number in range(30):
        wiki.add(f"Wug {number}", f"Wug {number} is a beast.")

    def slow(handler: Handler) -> None:
        gate.wait(20)
        wiki.spoiled.clear()
        wiki.answer(handler)

    wiki.spoiled["Wug 25"] = slow
    window.classes.add_names(",".join(f"Wug {number}" for number in range(30)))
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: len(dialog._found) >= 20, timeout=LONG)
    dialog.page.search.setText("apple")
    with qtbot.waitSignal(dialog.describer.listed):
        qtbot.keyClick(dialog.page.search, Qt.Key.Key_Return)
    dialog.page.choices.itemClicked.emit(dialog.page.choices.item(0))
    gate.set()
    done(dialog, qtbot)
    assert labels(window)["Wug 0"].description.startswith("An apple")
    assert all(labels(window)[f"Wug {number}"].description for number in range(30))


@pytest.mark.parametrize(
    "press",
    [lambda dialog, _: dialog.stop.click(), lambda dialog, qtbot: qtbot.keyClick(dialog, Qt.Key.Key_Escape)],
    ids=["stop", "escape"],
)
def test_stopping_keeps_what_came(
    window: MainWindow, qtbot: QtBot, wiki: FaultyWiki, press: Callable[[DescribeDialog, QtBot], None]
) -> None:
    gate = threading.Event()
    wiki.spoiled["clock"] = lambda _: gate.wait(20) and None
    for number in range(20):
        wiki.add(f"Wug {number}", f"Wug {number} is a beast.")
    window.classes.add_names(",".join([*(f"Wug {number}" for number in range(20)), "clock"]))
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: len(dialog._found) >= 20, timeout=LONG)
    press(dialog, qtbot)
    done(dialog, qtbot)
    gate.set()
    assert labels(window)["Wug 19"].description == "Wug 19 is a beast."
    assert not labels(window)["clock"].description
    assert not dialog.stop.isVisible()


def test_without_classes_there_is_nothing_to_describe(window: MainWindow) -> None:
    window.describe_classes()
    assert window.descriptions.dialog is None
    assert window.notice.isVisible()


def test_wikipedia_is_told_a_contact_where_there_is_one(
    window: MainWindow, qtbot: QtBot, wiki: FaultyWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = described(window, qtbot, "apple")
    assert not dialog.contact.isVisible(), "only Wikipedia asks for one"
    window.preferences.settings = replace(window.preferences.settings, wikipedia_api="")
    monkeypatch.setattr(dialog.describer, "fetch", lambda *_, **__: None)  # nothing is asked of wikipedia.org
    dialog.describe(["apple"])
    assert dialog.contact.isVisible()
    monkeypatch.setattr(SettingsDialog, "exec", lambda shown: shown.contact.setText("me@example.org") or 1)
    dialog.contact.linkActivated.emit("#")
    assert not dialog.contact.isVisible()
    window.preferences.settings = replace(window.preferences.settings, wikipedia_api=wiki.api)
    monkeypatch.undo()
    wiki.add("Pear", "A pear is green.")
    window.classes.add_names("pear")
    dialog.describe(["pear"])
    done(dialog, qtbot)
    assert "me@example.org" in wiki.headers[-1]["User-Agent"]
