"""The window's menus: every command has its place here, and those used often a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from zeroshot.gui.actions import add_menu
from zeroshot.gui.help_dialogs import AboutDialog, HowItWorksDialog, ShortcutsDialog
from zeroshot.gui.icons import icon
from zeroshot.gui.pictures_pane import GRID, TABLE

if TYPE_CHECKING:
    from zeroshot.gui.window import MainWindow

_Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Gives a window all its menus."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        for make in (self._file, self._edit, self._pictures, self._classes, self._view, self._help, self._models):
            make(window)

    def _file(self, window: MainWindow) -> None:
        menu = add_menu(
            window,
            self.tr("&File"),
            [
                ("add-pictures", self.tr("&Add pictures…"), _Keys.Open, window.incoming.choose_pictures),
                ("add-folder", self.tr("Add &folder…"), "Ctrl+Shift+O", window.incoming.choose_folder),
                None,
                ("open", self.tr("Open &session…"), "", window.sessions.choose),
                ("save", self.tr("Save session &as…"), _Keys.SaveAs, window.sessions.save_as),
                None,
                ("export", self.tr("&Export…"), "Ctrl+Shift+E", window.exporter.ask),
                None,
                ("", self.tr("&Quit"), _Keys.Quit, window.close),
            ],
        )
        recent = QMenu(self.tr("Open &recent"), window)
        menu.insertMenu(menu.actions()[4], recent)
        recent.aboutToShow.connect(lambda: window.sessions.fill_recent(recent))

    def _edit(self, window: MainWindow) -> None:
        menu, stack = add_menu(window, self.tr("&Edit"), []), window.document.undo
        for create, text, name, keys in (
            (stack.createUndoAction, self.tr("Undo"), "undo", _Keys.Undo),
            (stack.createRedoAction, self.tr("Redo"), "redo", _Keys.Redo),
        ):
            action = create(window, text)
            action.setWhatsThis(text)  # its own text goes on to say what is undone
            action.setIcon(icon(name))
            action.setShortcuts(keys)
            menu.addAction(action)

    def _pictures(self, window: MainWindow) -> None:
        menu = add_menu(
            window,
            self.tr("&Pictures"),
            [
                ("check", self.tr("Re&view…"), "Ctrl+R", window.review.start),
                None,
                ("", self.tr("&Paste"), _Keys.Paste, window.incoming.paste),
                ("", self.tr("Select &all"), _Keys.SelectAll, window.pictures.select_all),
                ("search", self.tr("&Search file names"), _Keys.Find, window.search.names),
                ("search", self.tr("Search by what is &in the picture"), "Ctrl+Shift+F", window.search.content),
                ("picture", self.tr("&More like these"), "Ctrl+G", window.search.like_selected),
                ("", self.tr("Pictures &like a file…"), "", window.search.like_file),
                ("copy", self.tr("Find &duplicates"), "Ctrl+Shift+D", window.search.duplicates),
                None,
                ("why", self.tr("&Why this class"), "F6", window.why.toggle),
                ("remove", self.tr("&Remove from session"), "Ctrl+Backspace", window.commands.remove_selected),
                None,
                ("", self.tr("&Find missing files…"), "", window.commands.relocate),
                ("", self.tr("&Try failed ones again"), "F5", window.commands.retry),
                ("stop", self.tr("&Stop"), "Esc", window.engine.stop),
            ],
        )
        what = window.label_keys.menu(menu)
        menu.insertMenu(menu.actions()[1], what)

    def _classes(self, window: MainWindow) -> None:
        add_menu(
            window,
            self.tr("&Classes"),
            [
                ("plus", self.tr("&Type a class"), "Ctrl+L", window.type_class),
                ("open", self.tr("&Open class set…"), "", window.class_sets.choose),
                ("save", self.tr("&Save class set as…"), "", window.class_sets.save_as),
                None,
                ("info", self.tr("&Describe from Wikipedia…"), "Ctrl+D", window.describe_classes),
                ("", self.tr("Label by &folder names"), "", window.truths.label_by_folders),
                ("", self.tr("&Compare descriptions…"), "", window.comparer.ask),
                ("", self.tr("&Evaluate…"), "Ctrl+Shift+A", window.evaluator.open),
            ],
        )

    def _view(self, window: MainWindow) -> None:
        left, right = window.left, window.right
        add_menu(
            window,
            self.tr("&View"),
            [
                ("grid", self.tr("&Grid"), "Ctrl+1", lambda: window.pictures.set_mode(GRID)),
                ("table", self.tr("&Table"), "Ctrl+2", lambda: window.pictures.set_mode(TABLE)),
                ("zoom-in", self.tr("&Larger"), _Keys.ZoomIn, lambda: window.resize_pictures(32)),
                ("zoom-out", self.tr("&Smaller"), _Keys.ZoomOut, lambda: window.resize_pictures(-32)),
                None,
                ("", self.tr("Show or hide the &classes"), "F7", lambda: left.setVisible(left.isHidden())),
                ("", self.tr("Show or hide the &picture"), "F8", lambda: right.setVisible(right.isHidden())),
                None,
                ("model", self.tr("&Models…"), "Ctrl+Shift+M", window.models.open),
                ("settings", self.tr("Se&ttings…"), _Keys.Preferences, window.preferences.change),
            ],
        )

    def _help(self, window: MainWindow) -> None:
        add_menu(
            window,
            self.tr("&Help"),
            [
                ("keyboard", self.tr("&Keys"), _Keys.HelpContents, lambda: ShortcutsDialog(window).exec()),
                ("info", self.tr("&How it works"), "", lambda: HowItWorksDialog(window).exec()),
                ("", self.tr("Open the &log"), "", window.support.open_log),
                ("copy", self.tr("Copy &doctor's report"), "", window.support.copy_report),
                ("info", self.tr("&About Zeroshot"), "", lambda: AboutDialog(window).exec()),
            ],
        )

    def _models(self, window: MainWindow) -> None:
        menu = QMenu(window)
        menu.aboutToShow.connect(lambda: window.preferences.fill_models(menu))
        window.run_bar.model_button.setMenu(menu)
