"""The whole window with the real starter: from pictures and words to the rows of the command line."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QWidget

from zeroshot import cli, project
from zeroshot.export import Format, Target
from zeroshot.gui import drops
from zeroshot.gui.export_dialog import ExportChoice, ExportDialog, Scope
from zeroshot.gui.help_dialogs import AboutDialog, ShortcutsDialog
from zeroshot.gui.settings_dialog import SettingsDialog
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.labels import from_names
from zeroshot.paths import assets
from zeroshot.records import Policy
from zeroshot.session import Labeller
from zeroshot.settings import Settings
from zeroshot.weights import bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders
    from zeroshot.records import Embedded, Row

LONG = 60_000


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def settled(window: MainWindow) -> bool:
    """Whether nothing is left to do."""
    engine = window.engine
    idle = not (engine.loading or engine.learning or engine.running or window.adder.busy)
    return idle and engine.encoder is not None and not len(engine.results.waiting())


def labelled(window: MainWindow, qtbot: QtBot) -> None:
    """The samples, with their classes, answered."""
    window.try_samples()
    qtbot.waitUntil(lambda: settled(window) and window.engine.results.counts(Policy()).accepted > 0, timeout=LONG)


def test_the_samples_are_labelled_as_on_the_command_line(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, folders: Folders
) -> None:
    labelled(window, qtbot)
    samples, theirs, ours = assets() / "samples", tmp_path / "theirs.csv", tmp_path / "ours.csv"
    for top_k, form, none in ((1, Format.CSV, False), (3, Format.CSV, True), (3, Format.JSONL, True)):
        (window.thresholds.suggest if none else window.thresholds.reset).click()
        window.exporter.write(ExportChoice(Scope.ALL, Target(ours, form), top_k))
        assert window.exporter.job is not None
        with qtbot.waitSignal(window.exporter.job.finished):
            pass
        arguments = ["label", str(samples), "--labels", str(samples / "classes.txt"), "--out", str(theirs)]
        home = ["--home", str(folders.config.parent), "--quiet", "--top-k", str(top_k), "--format", str(form)]
        assert cli.main([*arguments, *home, "--none-of-these", "auto" if none else "off"]) == 0
        assert ours.read_bytes() == theirs.read_bytes()
    assert b"none of these" in ours.read_bytes()


def test_the_export_dialog_chooses_and_previews_what_is_written(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    labelled(window, qtbot)
    window.pictures.search.setText("ban")
    counts = window.exporter.counts()
    assert counts == {Scope.ALL: 17, Scope.SHOWN: 1, Scope.SELECTED: 0}
    dialog = ExportDialog(counts, 0, window.exporter.first_rows, tmp_path, window)
    assert dialog.choice().scope is Scope.ALL
    assert len(dialog._preview.toPlainText().splitlines()) == 6
    dialog.scope.setCurrentIndex(1)
    dialog.form.setCurrentIndex(2)
    choice = dialog.choice()
    assert (choice.scope, choice.target.form, choice.target.path.suffix) == (Scope.SHOWN, Format.JSONL, ".jsonl")
    assert "banana.jpg" in dialog._preview.toPlainText()


def test_editing_the_classes_answers_anew_without_encoding(window: MainWindow, qtbot: QtBot) -> None:
    labelled(window, qtbot)
    encoder = window.engine.encoder
    assert encoder is not None
    encoder.encode_images = None  # type: ignore[method-assign, assignment]  # nothing may ask for it
    qtbot.keyClicks(window.classes.field, "a bowl of fruit, an animal")
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        qtbot.keyClick(window.classes.field, Qt.Key.Key_Return)
    assert window.engine.results.names[-2:] == ("a bowl of fruit", "an animal")
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.document.undo.undo()
    assert "an animal" not in window.engine.results.names


def test_a_class_in_another_language_is_told_of_the_starter(window: MainWindow, qtbot: QtBot) -> None:
    labelled(window, qtbot)
    window.classes.field.setText("\N{CJK UNIFIED IDEOGRAPH-732B}")
    with qtbot.waitSignal(window.engine.linted, timeout=LONG) as told:
        qtbot.keyClick(window.classes.field, Qt.Key.Key_Return)
    assert ["is not English" in finding.message for finding in told.args[0]] == [True]
    qtbot.waitUntil(lambda: settled(window), timeout=LONG)


def test_a_class_filters_and_a_threshold_rejects(window: MainWindow, qtbot: QtBot) -> None:
    labelled(window, qtbot)
    index = window.classes.model.index_of("candle")
    window.classes.view.setCurrentIndex(index)
    assert [window.engine.results.name(row) for row in window.model.order.tolist()] == ["candle.jpg"]
    window.thresholds._score_box.setValue(0.99)
    assert window.document.policy == Policy(min_score=0.99)
    qtbot.waitUntil(lambda: window.model.rowCount() == 0)
    window.classes.view.setCurrentIndex(window.classes.model.index_of(None))
    assert window.model.rowCount() == 17


def test_removing_pictures_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    labelled(window, qtbot)
    window.pictures.select_all()
    window.commands.remove_selected()
    assert window.engine.results.counts(Policy()).total == 0
    window.document.undo.undo()
    counts = window.engine.results.counts(Policy())
    assert (counts.total, counts.waiting) == (17, 0)


def test_a_session_is_there_again_at_the_next_start(
    window: MainWindow, qtbot: QtBot, qapp: QApplication, folders: Folders
) -> None:
    labelled(window, qtbot)
    classes = window.document.classes
    window.document.set_policy(Policy(min_score=0.25))
    window.close()
    again = MainWindow(folders, Settings(), Theme(qapp, "dark"))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: settled(again) and again.engine.results.counts(Policy()).accepted == 17, timeout=LONG)
    assert again.document.classes == classes
    assert again.document.policy == Policy(min_score=0.25)
    again.close()


def test_a_named_session_is_the_one_that_opens_at_the_next_start(
    window: MainWindow, qtbot: QtBot, qapp: QApplication, folders: Folders, tmp_path: Path
) -> None:
    named = tmp_path / "birds.zeroshot"
    project.save(named, project.Project(label_set=from_names(["owl", "wren"])))
    window.open_paths([named])
    assert window.windowTitle().startswith("birds")
    window.classes.add_names("robin")
    window.close()
    assert project.load(named).label_set.names == ("owl", "wren", "robin")
    again = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.document.path == named)
    assert again.document.classes.names == ("owl", "wren", "robin")
    again.close()


def test_a_damaged_session_is_set_aside_and_told(qtbot: QtBot, qapp: QApplication, folders: Folders) -> None:
    folders.autosave.parent.mkdir(parents=True)
    folders.autosave.write_text("{", encoding="utf-8")
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "was kept as" in window.notice.text)
    assert next(folders.autosave.parent.glob("*.damaged-*")).read_text(encoding="utf-8") == "{"
    window.close()


def test_bad_files_are_rows_with_their_reason(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"<html>not a picture</html>")
    (tmp_path / "صورة.jpg").write_bytes((assets() / "samples" / "apple.jpg").read_bytes())
    window.classes.add_names("apple, chess")
    window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: settled(window) and window.engine.results.counts(Policy()).total == 2, timeout=LONG)
    results = window.engine.results
    row = results.row(tmp_path / "broken.jpg")
    assert row is not None
    assert results.error(row)
    (tmp_path / "broken.jpg").write_bytes((assets() / "samples" / "chess.jpg").read_bytes())
    window.commands.retry()
    qtbot.waitUntil(lambda: results.counts(Policy()).accepted == 2, timeout=LONG)


def test_files_that_moved_are_found_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    old, new = tmp_path / "old" / "2024" / "a.jpg", tmp_path / "new" / "2024" / "a.jpg"
    for path in (old, new):
        path.parent.mkdir(parents=True)
    new.write_bytes((assets() / "samples" / "apple.jpg").read_bytes())
    window.classes.add_names("apple, chess")
    project.save(tmp_path / "s.zeroshot", project.Project(pictures=(old,), label_set=window.document.classes.label_set))
    window.open_paths([tmp_path / "s.zeroshot"])
    qtbot.waitUntil(lambda: len(window.engine.results.missing()) == 1, timeout=LONG)
    from zeroshot.gui.picture_commands import _moved

    assert _moved(old, tmp_path / "new") == new
    assert _moved(old, tmp_path / "old") is None


def test_closing_in_the_middle_of_a_run_keeps_what_is_done(
    qtbot: QtBot, qapp: QApplication, folders: Folders, tmp_path: Path
) -> None:
    apple = (assets() / "samples" / "apple.jpg").read_bytes()
    for number in range(120):
        (tmp_path / f"{number}.jpg").write_bytes(apple + bytes([number]))
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.classes.add_names("apple, chess")
    window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: window.engine.results.counts(Policy()).accepted > 0, timeout=LONG)
    window.close()
    assert threading.active_count() == 1
    assert not list(folders.data.glob("*.part"))
    assert len(project.load(folders.autosave).pictures) == 120


def test_closing_in_the_middle_of_an_export_leaves_no_half_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    labelled(window, qtbot)
    out = tmp_path / "out" / "results.csv"
    out.parent.mkdir()
    out.write_text("what was there", encoding="utf-8")
    labeller, going, go_on = window.engine.labeller, threading.Event(), threading.Event()
    assert labeller is not None

    class Slow(Labeller):
        def answers(self, pictures: Iterable[Embedded], policy: Policy) -> Iterator[list[Row]]:
            for rows in Labeller.answers(self, pictures, policy):
                yield rows
                going.set()
                go_on.wait(30)

    window.engine.labeller = Slow(labeller.classifier, labeller.encoder, labeller.label_set)
    window.exporter.write(ExportChoice(Scope.ALL, Target(out, Format.CSV), 1))
    qtbot.waitUntil(going.is_set)
    threading.Timer(0.2, go_on.set).start()
    window.close()
    assert out.read_text(encoding="utf-8") == "what was there"
    assert list(out.parent.iterdir()) == [out]
    qtbot.waitUntil(lambda: threading.active_count() == 1)


def test_the_end_of_a_long_run_is_told_to_who_looks_elsewhere(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("zeroshot.gui.telling.notify", lambda _window, text: told.append(text))
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    window.engine.run_ended.emit(119.0)
    assert told == []
    window.engine.run_ended.emit(121.0)
    assert len(told) == 1
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    window.engine.run_ended.emit(121.0)
    assert len(told) == 1


def test_closing_while_the_model_loads_leaves_no_thread(qtbot: QtBot, qapp: QApplication, folders: Folders) -> None:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.engine.loading)
    window.close()
    assert threading.active_count() == 1


def test_a_window_that_is_closed_at_once_loads_nothing(qtbot: QtBot, qapp: QApplication, folders: Folders) -> None:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.close()
    window._begin()
    assert not window.engine.loading
    assert threading.active_count() == 1


def test_a_missing_model_is_one_sentence(qtbot: QtBot, qapp: QApplication, folders: Folders) -> None:
    window = MainWindow(folders, Settings(model="no such model"), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "no such model, is not on this computer" in window.notice.text, timeout=LONG)
    window.close()


def test_every_widget_can_be_named_by_a_screen_reader(window: MainWindow, folders: Folders) -> None:
    dialogs: list[QWidget] = [
        SettingsDialog(Settings(), folders, window),
        AboutDialog(window),
        ShortcutsDialog(window),
        ExportDialog({Scope.ALL: 1}, 0, lambda *_: [], folders.data, window),
    ]
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView)
    for top in (window, *dialogs):
        for widget in top.findChildren(QWidget):
            if top is window and widget.isHidden():  # a notice's button has its name when it has something to do
                continue
            if isinstance(widget, kinds) and not widget.objectName().startswith(("qt_", "Scroll")) and mine(widget):
                assert widget.accessibleName() or getattr(widget, "text", str)(), f"{widget} of {top} has no name"


def mine(widget: QWidget) -> bool:
    """Whether a widget is ours, and not a part that Qt put into one of its own."""
    parent = widget.parentWidget()
    inside = ("QComboBox", "QSpinBox", "QDoubleSpinBox", "QTableView", "QAbstractScrollArea", "QMenuBar", "QLineEdit")
    while parent is not None:
        if parent.metaObject().className() in inside or parent.objectName().startswith("qt_"):
            return False
        parent = parent.parentWidget()
    return widget.metaObject().className() not in {"QScrollBar", "QHeaderView", "QTableCornerButton"}


def test_drops_are_sorted_by_what_becomes_of_them(tmp_path: Path) -> None:
    mime = QMimeData()
    local = [tmp_path / "a.jpg", tmp_path / "names.csv", tmp_path / "s.zeroshot", tmp_path / "m.zsmodel"]
    mime.setUrls(
        [*(QUrl.fromLocalFile(str(path)) for path in local), QUrl("file://server/share/b.jpg"), QUrl("https://x.y/c")]
    )
    dropped = drops.read(mime)
    assert (dropped.pictures, dropped.label_sets, dropped.sessions) == ((local[0],), (local[1],), (local[2],))
    assert dropped.models == (local[3],)
    assert drops.BUNDLE == bundle.SUFFIX
    assert [str(path) for path in dropped.network] == ["//server/share/b.jpg"]
    assert dropped.elsewhere == ("https://x.y/c",)


def test_a_picture_from_the_clipboard_gets_a_file(tmp_path: Path) -> None:
    mime, image = QMimeData(), QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime.setImageData(image)
    dropped = drops.read(mime)
    assert dropped.image is not None
    kept = drops.keep_image(dropped.image, tmp_path / "received")
    assert QImage(str(kept)).size() == image.size()


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no names that are not Unicode")
def test_a_dropped_name_that_is_not_utf8_keeps_its_bytes() -> None:
    import os

    mime = QMimeData()
    mime.setUrls([QUrl.fromEncoded(b"file:///p/caf%E9.jpg")])
    assert os.fsencode(drops.read(mime).pictures[0]) == b"/p/caf\xe9.jpg"


def test_tab_goes_through_the_window_from_left_to_right(window: MainWindow, qtbot: QtBot) -> None:
    labelled(window, qtbot)
    window.activateWindow()
    window.classes.field.setFocus()
    seen = [window.classes.field.accessibleName()]
    while len(seen) < 40:
        focus = window.focusWidget()
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        name = window.focusWidget().accessibleName() or getattr(window.focusWidget(), "text", str)()
        if name == seen[0]:
            break
        seen.append(name)
    left, middle = (
        ("New class", "Classes", "Prompt templates", "Score and margin"),
        ("Search file names", "Sort", "Filter"),
    )
    places = [seen.index(name) for name in (*left, *middle, "Pictures", "Preview", "Next picture", "Model")]
    assert places == sorted(places), seen
