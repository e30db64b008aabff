"""The window's menus: every command has its place here, and those used often a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from zeroshot.gui.actions import add_menu
from zeroshot.gui.help_dialogs import AboutDialog, ShortcutsDialog
from zeroshot.gui.icons import icon
from zeroshot.gui.pictures_pane import GRID, TABLE

if TYPE_CHECKING:
    from zeroshot.gui.window import MainWindow


def make_menus(window: MainWindow) -> None:
    """Give the window all its menus."""
    keys, tr = QKeySequence.StandardKey, window.tr
    file = add_menu(
        window,
        tr("&File"),
        [
            ("add-pictures", tr("&Add pictures…"), keys.Open, window.incoming.choose_pictures),
            ("add-folder", tr("Add &folder…"), "Ctrl+Shift+O", window.incoming.choose_folder),
            None,
            ("open", tr("Open &session…"), "", window.sessions.choose),
            ("save", tr("Save session &as…"), keys.SaveAs, window.sessions.save_as),
            None,
            ("export", tr("&Export…"), "Ctrl+Shift+E", window.exporter.ask),
            None,
            ("", tr("&Quit"), keys.Quit, window.close),
        ],
    )
    recent = QMenu(tr("Open &recent"), window)
    file.insertMenu(file.actions()[4], recent)
    recent.aboutToShow.connect(lambda: window.sessions.fill_recent(recent))
    edit = add_menu(window, tr("&Edit"), [])
    for action, name, key in (
        (window.document.undo.createUndoAction(window, tr("Undo")), "undo", keys.Undo),
        (window.document.undo.createRedoAction(window, tr("Redo")), "redo", keys.Redo),
    ):
        action.setIcon(icon(name))
        action.setShortcuts(key)
        edit.addAction(action)
    add_menu(
        window,
        tr("&Pictures"),
        [
            ("", tr("&Paste"), keys.Paste, window.incoming.paste),
            ("", tr("Select &all"), keys.SelectAll, window.pictures.select_all),
            ("remove", tr("&Remove from session"), "Ctrl+Backspace", window.remove_selected),
            None,
            ("", tr("&Find missing files…"), "", window.relocate),
            ("", tr("&Try failed ones again"), "F5", window.retry),
            ("stop", tr("&Stop"), "Esc", window.engine.stop),
        ],
    )
    _make_more_menus(window)


def _make_more_menus(window: MainWindow) -> None:
    keys, tr = QKeySequence.StandardKey, window.tr
    add_menu(
        window,
        tr("&Classes"),
        [
            ("plus", tr("&Type a class"), "Ctrl+L", window.type_class),
            ("open", tr("&Open class set…"), "", window.class_sets.choose),
            ("save", tr("&Save class set as…"), "", window.class_sets.save_as),
        ],
    )
    add_menu(
        window,
        tr("&View"),
        [
            ("grid", tr("&Grid"), "Ctrl+1", lambda: window.pictures.set_mode(GRID)),
            ("table", tr("&Table"), "Ctrl+2", lambda: window.pictures.set_mode(TABLE)),
            ("zoom-in", tr("&Larger"), keys.ZoomIn, lambda: window.resize_pictures(32)),
            ("zoom-out", tr("&Smaller"), keys.ZoomOut, lambda: window.resize_pictures(-32)),
            None,
            ("", tr("Show or hide the &classes"), "F7", lambda: window.left.setVisible(window.left.isHidden())),
            ("", tr("Show or hide the &picture"), "F8", lambda: window.right.setVisible(window.right.isHidden())),
            None,
            ("settings", tr("Se&ttings…"), keys.Preferences, window.preferences.change),
        ],
    )
    add_menu(
        window,
        tr("&Help"),
        [
            ("keyboard", tr("&Keys"), keys.HelpContents, lambda: ShortcutsDialog(window.actions(), window).exec()),
            ("", tr("Open the &log"), "", window.support.open_log),
            ("copy", tr("Copy &doctor's report"), "", window.support.copy_report),
            ("info", tr("&About Zeroshot"), "", lambda: AboutDialog(window).exec()),
        ],
    )
    menu = QMenu(window)
    menu.aboutToShow.connect(lambda: window.preferences.fill_models(menu))
    window.run_bar.model_button.setMenu(menu)
