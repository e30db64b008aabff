"""The Models window: real widgets, a hub on loopback, and a model that was never taught anything."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import tiny_clip
import tomli_w
from faulty_hub import FaultyHub, refused, serving, trickling
from huggingface_hub import constants
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

from zeroshot import weights
from zeroshot.gui import surveying
from zeroshot.gui.architecture_dialog import ArchitectureDialog
from zeroshot.gui.models_dialog import ModelsDialog
from zeroshot.gui.places import Places
from zeroshot.gui.theme import Theme
from zeroshot.gui.weights_state import Command, Phase
from zeroshot.gui.weights_work import WeightsWork
from zeroshot.gui.window import MainWindow
from zeroshot.settings import Settings
from zeroshot.weights import staging, transport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from zeroshot.gui.model_card import ModelCard
    from zeroshot.paths import Folders

LONG = 60_000
FILE = "open_clip_model.safetensors"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder that somebody made."""
    return tiny_clip.write(tmp_path_factory.mktemp("models") / "mine")


@pytest.fixture
def hub(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyHub]:
    """A hub with three models."""
    files = {path.name: path.read_bytes() for path in tiny.iterdir()}
    with serving(FaultyHub({f"makers/{name}": files for name in ("tiny", "other", "limited")})) as served:
        monkeypatch.setattr(constants, "ENDPOINT", served.endpoint)
        template = served.endpoint + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(transport, "PAUSES", (0.0,) * 4)
        yield served


@pytest.fixture
def home(folders: Folders, tiny: Path) -> Folders:
    """The folders of somebody whose catalogue lists what that hub has."""
    size = sum(path.stat().st_size for path in tiny.iterdir())
    every = [
        {"name": name, "title": name.title(), "repository": f"makers/{name}", "size": size, "licence": "MIT"}
        for name in ("tiny", "other", "limited")
    ]
    every[2] |= {"agree": True, "licence": "For research", "licence_url": "https://example.org/licence"}
    folders.config.mkdir(parents=True)
    (folders.config / "models.toml").write_text(tomli_w.dumps({"models": every}), encoding="utf-8")
    return folders


@pytest.fixture
def dialog(qtbot: QtBot, home: Folders, tmp_path: Path) -> Iterator[ModelsDialog]:
    """The dialog alone, with all cards."""
    top = QWidget()
    qtbot.addWidget(top)
    work = WeightsWork(home, top)
    places = Places(QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat))
    dialog = ModelsDialog(work, places, lambda: "starter", top)
    dialog.open_at()
    qtbot.waitUntil(lambda: filled(dialog), timeout=LONG)
    yield dialog
    work.shut_down()
    dialog.close()
    assert running() == set()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, home: Folders) -> Iterator[MainWindow]:
    window = MainWindow(home, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    assert running() == set()


def running() -> set[str]:
    """Threads of the program's own that have not ended."""
    own = {"fetch_model", "check_files", "write_bundle", "bring_model", "remove_model", "look_around", "load_model"}
    return {thread.name for thread in threading.enumerate()} & own


def opened(window: MainWindow, qtbot: QtBot) -> ModelsDialog:
    """A window's dialog, with all cards."""
    window.models.open()
    dialog = window.models.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: filled(dialog), timeout=LONG)
    return dialog


def filled(dialog: ModelsDialog) -> bool:
    """Whether every model has its card."""
    return len(dialog.cards) == len(dialog._work.known.models) > 0


def phase(dialog: ModelsDialog, name: str) -> Phase | None:
    activity = dialog.cards[name].activity
    return None if activity is None else activity.phase


def click(dialog: ModelsDialog, name: str, command: Command) -> None:
    """Click one of a card's buttons, which must be there."""
    button = dialog.cards[name].buttons[command]
    assert button.isVisibleTo(dialog.cards[name]), command
    assert button.isEnabled(), command
    button.click()


def choose(dialog: ModelsDialog, name: str, command: Command) -> None:
    """Choose from a card's menu."""
    action = dialog.cards[name].actions_by[command]
    assert action.isVisible(), command
    action.trigger()


def answer(dialog: ModelsDialog, text: str) -> None:
    """Click a button of the question that is open."""
    (box,) = dialog.findChildren(QMessageBox)
    (button,) = [button for button in box.buttons() if button.text() == text]
    button.click()


def here(dialog: ModelsDialog, qtbot: QtBot, name: str) -> ModelCard:
    """Wait until a model is on this computer."""
    qtbot.waitUntil(lambda: name in dialog.cards and dialog.cards[name].known.folder is not None, timeout=LONG)
    return dialog.cards[name]


def half_way(dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub, name: str = "tiny") -> None:
    """A download that goes on and on."""
    hub.spoiled[FILE] = trickling(65_536, hub.quit, pause=0.05)
    click(dialog, name, Command.DOWNLOAD)

    def some_came() -> bool:
        activity = dialog.cards[name].activity
        return activity is not None and activity.phase is Phase.LOADING and activity.done > 200_000

    qtbot.waitUntil(some_came, timeout=LONG)


def idle(dialog: ModelsDialog, qtbot: QtBot) -> None:
    """Wait until nothing is done any more, and what there is has been looked at."""
    work = dialog._work
    qtbot.waitUntil(lambda: not work._jobs and work._surveying is None, timeout=LONG)


def drop(widget: QWidget, *paths: Path) -> None:
    """Drop files on a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(9, 9), actions, mime, buttons, keys))


# --- downloads -------------------------------------------------------------------------------------------------------


def test_a_model_is_downloaded_and_used(window: MainWindow, qtbot: QtBot, hub: FaultyHub) -> None:
    dialog = opened(window, qtbot)
    assert dialog.cards["starter"].badge.isVisibleTo(dialog)
    assert not dialog.cards["tiny"].badge.isVisible()
    click(dialog, "tiny", Command.DOWNLOAD)
    card = here(dialog, qtbot, "tiny")
    assert card.state.text() == "Ready to use"
    assert dialog.notice.text == "Tiny is here."
    assert not hub.asked("nothing")
    click(dialog, "tiny", Command.USE)
    engine = window.engine
    qtbot.waitUntil(lambda: engine.encoder is not None and engine.encoder.id.startswith("tiny/"), timeout=LONG)
    assert window.document.model == "tiny"
    qtbot.waitUntil(card.badge.isVisible)
    assert not card.buttons[Command.USE].isVisible()
    choose(dialog, "tiny", Command.REMOVE)
    answer(dialog, "Remove")
    qtbot.waitUntil(lambda: card.known.folder is None, timeout=LONG)
    qtbot.waitUntil(lambda: engine.encoder is not None and engine.encoder.id.startswith("starter/"), timeout=LONG)
    assert dialog.cards["starter"].badge.isVisible()


def test_a_paused_download_says_how_far_it_is_and_goes_on_from_there(
    dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub
) -> None:
    half_way(dialog, qtbot, hub)
    card = dialog.cards["tiny"]
    assert " of 14 MB" in card.state.text()
    assert "/s" in card.state.text()
    click(dialog, "tiny", Command.PAUSE)
    idle(dialog, qtbot)
    assert card.state.text().startswith("Paused at ")
    assert card.bar.value() > 0
    assert card.buttons[Command.DOWNLOAD].text() == "Resume"
    del hub.spoiled[FILE]
    click(dialog, "tiny", Command.DOWNLOAD)
    here(dialog, qtbot, "tiny")
    assert hub.asked(FILE)[1] > 0


@pytest.mark.parametrize(
    ("text", "goes_on", "kept"),
    [("Go on", True, True), ("Keep for later", False, True), ("Stop and delete", False, False)],
)
def test_cancelling_asks_what_becomes_of_what_was_fetched(  # noqa: PLR0917
    dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub, home: Folders, text: str, goes_on: bool, kept: bool
) -> None:
    half_way(dialog, qtbot, hub)
    click(dialog, "tiny", Command.CANCEL)
    answer(dialog, text)
    if goes_on:
        assert dialog._work.downloads == ("tiny",)
        return
    idle(dialog, qtbot)
    card = dialog.cards["tiny"]
    assert staging.partial("tiny", home).exists() is kept
    assert (card.known.fetched > 0) is kept
    assert card.buttons[Command.DOWNLOAD].text() == ("Resume" if kept else "Download")


def test_what_was_fetched_can_be_deleted_later(
    dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub, home: Folders
) -> None:
    half_way(dialog, qtbot, hub)
    click(dialog, "tiny", Command.PAUSE)
    idle(dialog, qtbot)
    click(dialog, "tiny", Command.DISCARD)
    answer(dialog, "Delete")
    idle(dialog, qtbot)
    assert not staging.partial("tiny", home).exists()
    assert dialog.cards["tiny"].known.fetched == 0


def test_a_hub_that_fails_is_told_on_the_card_and_can_be_tried_again(
    dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub, home: Folders
) -> None:
    hub.spoiled["api"] = refused(404)
    click(dialog, "tiny", Command.DOWNLOAD)
    qtbot.waitUntil(lambda: phase(dialog, "tiny") is Phase.FAILED, timeout=LONG)
    card = dialog.cards["tiny"]
    assert card.state.property("kind") == "danger"
    assert card.state.text().endswith(".")
    idle(dialog, qtbot)
    assert card.buttons[Command.DOWNLOAD].text() == "Try again"
    assert weights.names(home) == ("starter",)
    del hub.spoiled["api"]
    click(dialog, "tiny", Command.DOWNLOAD)
    here(dialog, qtbot, "tiny")


def test_without_a_network_what_is_here_can_be_chosen(
    dialog: ModelsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(transport, "PAUSES", (0.0,) * 4)
    click(dialog, "tiny", Command.DOWNLOAD)
    qtbot.waitUntil(lambda: phase(dialog, "tiny") is Phase.FAILED, timeout=LONG)
    assert "127.0.0.1:9" in dialog.cards["tiny"].state.text().replace("\u200b", "")
    assert dialog.cards["starter"].badge.isVisible()


def test_what_must_be_agreed_to_is_not_fetched_before(dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub) -> None:
    card = dialog.cards["limited"]
    assert not card.buttons[Command.DOWNLOAD].isEnabled()
    assert not dialog.cards["tiny"].agree.isVisible(), "only where the licence asks for it"
    card.agree.setChecked(True)
    click(dialog, "limited", Command.DOWNLOAD)
    here(dialog, qtbot, "limited")
    assert hub.asked(FILE)
    assert not card.agree.isVisible()


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    dialog: ModelsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveying, "_free", lambda _: 2_000_000)
    dialog.open_at()
    card = dialog.cards["tiny"]
    qtbot.waitUntil(lambda: card.state.property("kind") == "warning")
    assert card.state.text() == "14 MB more are needed, and only 2 MB are free on the disk."
    assert not card.buttons[Command.DOWNLOAD].isEnabled()


def test_downloads_come_one_after_the_other(dialog: ModelsDialog, qtbot: QtBot, hub: FaultyHub) -> None:
    half_way(dialog, qtbot, hub)
    click(dialog, "other", Command.DOWNLOAD)
    dialog.cards["limited"].agree.setChecked(True)
    click(dialog, "limited", Command.DOWNLOAD)
    assert phase(dialog, "other") is phase(dialog, "limited") is Phase.WAITING
    assert dialog._work.downloads == ("tiny", "other", "limited")
    click(dialog, "limited", Command.CANCEL)
    assert phase(dialog, "limited") is None
    del hub.spoiled[FILE]
    click(dialog, "tiny", Command.PAUSE)
    here(dialog, qtbot, "other")
    assert dialog.cards["limited"].known.folder is dialog.cards["tiny"].known.folder is None


# --- what is here ----------------------------------------------------------------------------------------------------


def fetched(dialog: ModelsDialog, qtbot: QtBot) -> ModelCard:
    """A model that was downloaded."""
    click(dialog, "tiny", Command.DOWNLOAD)
    card = here(dialog, qtbot, "tiny")
    idle(dialog, qtbot)
    return card


@pytest.mark.usefixtures("hub")
def test_a_model_is_checked_and_damage_is_told(dialog: ModelsDialog, qtbot: QtBot, home: Folders) -> None:
    card = fetched(dialog, qtbot)
    choose(dialog, "tiny", Command.VERIFY)
    qtbot.waitUntil(lambda: phase(dialog, "tiny") is Phase.CHECKED, timeout=LONG)
    assert card.state.text() == "Checked: every file is as it was when it came."
    with (home.models / "tiny" / FILE).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")
    choose(dialog, "tiny", Command.VERIFY)
    qtbot.waitUntil(lambda: phase(dialog, "tiny") is Phase.FAILED, timeout=LONG)
    assert "is not what was installed" in card.state.text()
    idle(dialog, qtbot)
    click(dialog, "tiny", Command.REMOVE)
    answer(dialog, "Remove")
    qtbot.waitUntil(lambda: card.known.folder is None, timeout=LONG)
    assert phase(dialog, "tiny") is None


@pytest.mark.usefixtures("hub")
def test_removing_tells_the_bytes_and_can_be_thought_over(dialog: ModelsDialog, qtbot: QtBot, home: Folders) -> None:
    card = fetched(dialog, qtbot)
    choose(dialog, "tiny", Command.REMOVE)
    (box,) = dialog.findChildren(QMessageBox)
    assert box.text() == "Remove Tiny from this computer?"
    assert box.informativeText() == "13.6 MB are freed. It can be downloaded again."
    answer(dialog, "Keep")
    idle(dialog, qtbot)
    assert (home.models / "tiny").is_dir()
    qtbot.waitUntil(lambda: not dialog.findChildren(QMessageBox))
    choose(dialog, "tiny", Command.REMOVE)
    answer(dialog, "Remove")
    qtbot.waitUntil(lambda: card.known.folder is None, timeout=LONG)
    assert not (home.models / "tiny").exists()
    assert card.buttons[Command.DOWNLOAD].isVisible()


def test_a_folder_that_somebody_made_is_shown_and_never_removed(
    dialog: ModelsDialog, qtbot: QtBot, home: Folders
) -> None:
    home.models.mkdir(parents=True)
    tiny_clip.write(home.models / "own")
    (home.models / "broken").mkdir()
    (home.models / "broken" / weights.CONFIG).write_text("{}")
    dialog.open_at()
    card = here(dialog, qtbot, "own")
    assert card.buttons[Command.USE].isVisibleTo(card)
    assert not card.actions_by[Command.REMOVE].isVisible()
    broken = here(dialog, qtbot, "broken")
    assert broken.state.property("kind") == "danger"
    assert not broken.buttons[Command.USE].isVisibleTo(broken)


# --- import and export -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hub")
def test_a_model_goes_out_as_one_file_and_comes_in_by_a_drop(
    dialog: ModelsDialog, qtbot: QtBot, tmp_path: Path, home: Folders
) -> None:
    fetched(dialog, qtbot)
    bundle = tmp_path / "tiny.zsmodel"
    dialog._work.export(dialog.cards["tiny"].known, bundle)
    qtbot.waitUntil(lambda: phase(dialog, "tiny") is Phase.WRITTEN, timeout=LONG)
    assert str(bundle) in dialog.cards["tiny"].state.text().replace("\u200b", "")
    idle(dialog, qtbot)
    choose(dialog, "tiny", Command.REMOVE)
    answer(dialog, "Remove")
    qtbot.waitUntil(lambda: dialog.cards["tiny"].known.folder is None, timeout=LONG)
    drop(dialog, bundle)
    here(dialog, qtbot, "tiny")
    assert weights.names(home) == ("starter", "tiny")
    idle(dialog, qtbot)
    assert not dialog.cancel_import.isVisible()


def test_weights_alone_ask_for_their_architecture(
    dialog: ModelsDialog, qtbot: QtBot, tiny: Path, tmp_path: Path, home: Folders
) -> None:
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes((tiny / FILE).read_bytes())
    drop(dialog, alone)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(ArchitectureDialog)), timeout=LONG)
    (asked,) = dialog.findChildren(ArchitectureDialog)
    assert not asked.import_button.isEnabled(), "no architecture of open_clip's is that small"
    asked.choice.setEditText("ViT-B-32")
    assert asked.called.text() == "alone"
    with qtbot.waitSignal(dialog._work.failed, timeout=LONG) as failed:
        asked.import_button.click()
    assert "is not of the architecture ViT-B-32" in failed.args[1]
    assert weights.names(home) == ("starter",)


def test_weights_in_a_models_folder_bring_the_folder(dialog: ModelsDialog, qtbot: QtBot, tiny: Path) -> None:
    drop(dialog, tiny / FILE)
    card = here(dialog, qtbot, "mine")
    assert card.buttons[Command.USE].isVisibleTo(card)
    assert card.known.kept


def test_several_are_imported_and_what_cannot_be_is_told(
    dialog: ModelsDialog, qtbot: QtBot, tiny: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.zsmodel"
    page.write_text("<html>Sign in")
    with qtbot.waitSignal(dialog._work.failed, timeout=LONG) as failed:
        drop(dialog, page, tiny)
    assert "is a web page" in failed.args[1]
    here(dialog, qtbot, "mine")


def test_what_is_dropped_on_the_window_is_imported_too(
    window: MainWindow, qtbot: QtBot, tiny: Path, tmp_path: Path
) -> None:
    drop(window, tiny / FILE)
    dialog = window.models.dialog
    assert dialog is not None
    here(dialog, qtbot, "mine")
    assert dialog.notice.text == "mine is here."
    assert len(window.engine.results.present()) == 0
    (tmp_path / "page.zsmodel").write_text("<html>Sign in")
    drop(window, tmp_path / "page.zsmodel")
    qtbot.waitUntil(lambda: "is a web page" in dialog.notice.text, timeout=LONG)


# --- the window ------------------------------------------------------------------------------------------------------


def test_a_download_goes_on_when_the_dialog_is_closed(
    window: MainWindow, qtbot: QtBot, hub: FaultyHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("zeroshot.gui.models.notify", lambda _window, text: told.append(text))
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    dialog = opened(window, qtbot)
    half_way(dialog, qtbot, hub)
    dialog.close()
    bar = window.run_bar.downloads
    assert bar.isVisible()
    assert bar.text().endswith(" %")
    assert bar.toolTip() == "Downloading Tiny"
    bar.click()
    assert dialog.isVisible()
    dialog.close()
    hub.quit.set()  # the connection breaks, and is gone on with
    del hub.spoiled[FILE]
    qtbot.waitUntil(lambda: window.notice.text == "Tiny is here.", timeout=LONG)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert told == ["Tiny is here."], "who looks elsewhere is told by the desktop"


def test_closing_the_program_keeps_what_came(
    window: MainWindow, qtbot: QtBot, qapp: QApplication, hub: FaultyHub, home: Folders
) -> None:
    half_way(opened(window, qtbot), qtbot, hub)
    window.close()
    assert running() == set()
    assert weights.names(home) == ("starter",)
    again = MainWindow(home, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(again)
    again.show()
    dialog = opened(again, qtbot)
    assert dialog.cards["tiny"].known.fetched > 200_000
    assert dialog.cards["tiny"].buttons[Command.DOWNLOAD].text() == "Resume"
    again.close()


def test_a_session_whose_model_is_not_here_offers_to_get_it(
    qtbot: QtBot, qapp: QApplication, home: Folders, hub: FaultyHub
) -> None:
    window = MainWindow(home, Settings(model="tiny"), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.notice.isVisible, timeout=LONG)
    assert window.notice.text.startswith("The model of this session, tiny, is not on this computer")
    (action,) = [button for button in window.notice.findChildren(QAbstractButton) if button.text() == "Models…"]
    action.click()
    dialog = window.models.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: filled(dialog) and dialog.cards["tiny"].buttons[Command.DOWNLOAD].hasFocus())
    assert hub.requests == [], "nothing is asked before somebody wants it"
    click(dialog, "tiny", Command.DOWNLOAD)
    qtbot.waitUntil(lambda: window.engine.encoder is not None, timeout=LONG)
    assert window.engine.encoder is not None
    assert window.engine.encoder.id.startswith("tiny/")
    assert dialog.notice.text == "Tiny is here, and is used now."
    window.close()


def test_who_labels_with_the_starter_is_told_once_of_larger_models(window: MainWindow) -> None:
    window.engine.run_ended.emit(1.0)
    (action,) = [
        button for button in window.notice.findChildren(QAbstractButton) if button.text() == "Get more models…"
    ]
    action.click()
    assert window.models.dialog is not None
    assert window.models.dialog.isVisible()
    window.notice.hide()
    window.engine.run_ended.emit(1.0)
    assert not window.notice.isVisible()


# --- people ----------------------------------------------------------------------------------------------------------


def test_tab_goes_through_the_cards_in_the_order_they_are_shown(dialog: ModelsDialog, qtbot: QtBot) -> None:
    dialog.activateWindow()
    dialog.cards["starter"].focus()
    seen = []
    while len(seen) < 80:
        widget = dialog.focusWidget()
        seen.append(widget.accessibleName() or getattr(widget, "text", str)())
        if widget is dialog.close_button:
            break
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    shown = sorted(dialog.cards.values(), key=lambda card: card.mapTo(dialog, card.rect().topLeft()).y())
    titles = [card.known.title for card in shown]
    stops = [next(title for title in titles if title in name) for name in seen if any(t in name for t in titles)]
    assert list(dict.fromkeys(stops)) == titles
    assert seen[-2:] == ["Import", "Close"]


@pytest.mark.usefixtures("hub")
def test_the_keyboard_stays_on_a_card_whose_buttons_change(dialog: ModelsDialog, qtbot: QtBot) -> None:
    card = dialog.cards["tiny"]
    dialog.activateWindow()
    card.focus()
    assert card.buttons[Command.DOWNLOAD].hasFocus()
    qtbot.keyClick(card.buttons[Command.DOWNLOAD], Qt.Key.Key_Space)
    here(dialog, qtbot, "tiny")
    qtbot.waitUntil(card.buttons[Command.USE].hasFocus)


def test_every_part_of_a_card_can_be_named_by_a_screen_reader(dialog: ModelsDialog) -> None:
    for card in dialog.cards.values():
        for stop in card.stops():
            named = stop.accessibleName() or getattr(stop, "text", str)()
            assert named, stop
        download = card.buttons[Command.DOWNLOAD]
        assert card.known.title in download.accessibleName()


def test_a_catalogue_that_cannot_be_read_leaves_what_is_here(dialog: ModelsDialog, qtbot: QtBot, home: Folders) -> None:
    (home.config / "models.toml").write_text("[[models", encoding="utf-8")
    dialog.open_at()
    qtbot.waitUntil(lambda: set(dialog.cards) == {"starter"}, timeout=LONG)
    assert "can't be read" in dialog.notice.text


def test_a_card_is_never_wider_than_its_window(dialog: ModelsDialog, qtbot: QtBot, home: Folders) -> None:
    long = "a_model_that_somebody_fine_tuned_on_all_the_birds_of_the_garden_for_years_and_years"
    home.models.mkdir(parents=True)
    tiny_clip.write(home.models / long)
    dialog.open_at()
    here(dialog, qtbot, long)
    qtbot.waitUntil(lambda: filled(dialog))
    dialog.resize(1200, 600)
    dialog.resize(dialog.minimumSize())
    room = dialog.view.viewport().width
    qtbot.waitUntil(lambda: all(0 < card.width() <= room() for card in dialog.cards.values()))
    assert dialog.view.horizontalScrollBar().maximum() == 0
