"""Look around which models there are: the catalogue's, the starter, those that are installed, and one elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zeroshot import weights
from zeroshot.errors import WeightsError
from zeroshot.gui.weights_state import Known, Survey
from zeroshot.weights import catalogue, room
from zeroshot.weights.installed import Installed, installed, partials

if TYPE_CHECKING:
    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

_CONTEXT = 77
"""open_clip's own default, in tokens."""


def survey(folders: Folders, elsewhere: str = "") -> Survey:
    """What there is now, and why it can't be used where that is so; for a thread, as disks may be slow.

    ``elsewhere`` is the folder of a model that is not below the models folder, or a name.
    """
    entries, trouble = _entries(folders)
    here = {each.name: each for each in installed(folders)}
    begun = {each.name: each.size for each in partials(folders)}
    own = [_with(_plain(each), each) for each in here.values() if each.name not in entries]
    if elsewhere and elsewhere not in {*here, *entries} and Path(elsewhere).is_dir():
        own.append(_elsewhere(elsewhere, folders))
    listed = [replace(_listed(entry), fetched=begun.get(entry.name, 0)) for entry in entries.values()]
    listed = [_with(known, here[known.name]) if known.name in here else known for known in listed]
    return Survey((*own, *listed), room.free(folders.models) or 0, folders.models, trouble)


def _entries(folders: Folders) -> tuple[dict[str, Entry], str]:
    """The catalogue, or none and why it can't be read: what is here can be used all the same."""
    try:
        return {entry.name: entry for entry in catalogue.load(folders)}, ""
    except WeightsError as error:
        return {}, str(error)


def _listed(entry: Entry) -> Known:
    return Known(
        entry.name,
        entry.title,
        about=entry.about,
        size=entry.size,
        imagenet=entry.imagenet,
        imagenet_source=entry.imagenet_source,
        speed=entry.speed,
        languages=entry.languages,
        context=entry.context,
        licence=entry.licence,
        licence_url=entry.licence_url,
        agree=entry.agree,
        repository=entry.repository,
        entry=entry,
    )


def _plain(here: Installed) -> Known:
    """A model that the catalogue doesn't know, with what its manifest tells."""
    if here.is_starter:
        return Known(here.name, "Starter", speed="fastest", languages="English", licence="MIT")
    known, made = Known(here.name, here.name), here.manifest
    if made is None:
        return known
    return replace(known, licence=made.licence, licence_url=made.licence_url, repository=made.origin.place)


def _with(known: Known, here: Installed) -> Known:
    """With what of it is on this computer."""
    kept = here.manifest is not None
    found = replace(known, folder=here.folder, size=here.size, kept=kept, fetched=0, trouble=here.problem)
    if known.context or here.problem:
        return found
    return replace(found, context=_context(weights.inspect(here.folder, here.name)))


def _elsewhere(place: str, folders: Folders) -> Known:
    known = Known(place, Path(place).name, folder=Path(place))
    try:
        found = weights.find(place, folders)
    except WeightsError as error:
        return replace(known, trouble=str(error))
    return replace(known, size=found.size, context=_context(found))


def _context(found: weights.Weights) -> int:
    return int(found.model["text_cfg"].get("context_length", _CONTEXT))
