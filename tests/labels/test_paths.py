"""Names that are paths, and sets whose pictures can have several labels: in files, prompts, findings and folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zeroshot import labelled, labels
from zeroshot.errors import LabelError
from zeroshot.lint import lint
from zeroshot.records import Label, LabelSet

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file into an empty folder."""

    def put(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return put


def found(*names: str) -> list[str]:
    """What the linter says of a set of these names."""
    return [finding.message for finding in lint(labels.from_names(names))]


# --- groups and trees ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pets.txt", "animal/dog\ncar"),
        ("pets.csv", "name,parent\ndog,animal\ncar,"),
        ("pets.csv", "name\nanimal/dog\ncar"),
        ("pets.toml", 'labels = ["animal/dog", "car"]'),
        ("pets.toml", '[[labels]]\nname = "dog"\nparent = "animal"\n[[labels]]\nname = "car"'),
        ("pets.toml", '[[labels]]\nname = "dog"\nparent = "/animal/"\n[[labels]]\nname = "car"'),
    ],
)
def test_a_class_lies_in_a_group_by_its_name_or_its_parent(write: Write, name: str, content: str) -> None:
    assert labels.load(write(name, content)).names == ("animal/dog", "car")


def test_a_tree_comes_back_from_its_file(write: Write) -> None:
    tree = labels.from_names(["animal/dog/terrier", "animal/cat", "car"])
    assert labels.load(write("tree.toml", labels.dumps(tree))) == tree


def test_a_model_reads_the_last_part_of_a_path() -> None:
    label = Label("animal/hot dog", "It is long. A hot dog has short legs.")
    assert labels.prompts(label, ("a {}.",), lambda text: len(text.split()), 20) == (
        ("a hot dog.",),
        ("hot dog: It is long.", "A hot dog has short legs."),
    )
    own = replace(label, description="", prompts=("the {} barks",))
    assert labels.prompts(own, (), lambda text: len(text.split()), 20) == (("the hot dog barks",),)


def test_the_answer_for_rejected_pictures_is_no_class_in_a_group_either() -> None:
    with pytest.raises(LabelError, match="none of these"):
        labels.from_names(["animal/none of these"])


def test_what_has_too_many_slashes_is_no_class() -> None:
    assert labels.from_names(["/".join("abcdefghijklmnopq")]).names
    with pytest.raises(LabelError, match="more than 16 groups"):
        labels.from_names(["/".join("abcdefghijklmnopqr")])


def test_a_tree_of_good_names_has_no_findings() -> None:
    assert found("animal/dog", "animal/cat", "thing/car/limousine", "thing/bus", "thing", "black / white") == []


def test_a_slash_that_makes_a_group_of_one_is_found() -> None:
    (sentence,) = found("AC/DC", "Queen")
    assert sentence.startswith('"AC/DC" is read as "DC", alone in the group "AC"')


def test_groups_that_are_written_in_two_ways_are_found_once_for_each() -> None:
    (sentence,) = found("animal/dog", "animal/cat", "Animal/horse", "Animal/cow")
    assert sentence == 'The group "Animal" of "Animal/horse" is another than "animal": write both alike.'


def test_classes_of_one_last_part_are_alike_to_a_model() -> None:
    assert any('"toy/car" is nearly the same as "vehicle/car"' in told for told in found(*_cars()))


def _cars() -> tuple[str, ...]:
    return ("vehicle/car", "vehicle/bus", "toy/car", "toy/doll")


@pytest.mark.parametrize("name", ["animal/other", "animal/no dog", "animal/12"])
def test_what_is_wrong_with_a_name_is_wrong_in_a_group_too(name: str) -> None:
    assert len(found(name, "animal/dog")) == 1


def test_a_folder_is_a_class_by_the_last_part_of_its_path_if_no_other_has_it() -> None:
    label_set = labels.from_names(("animal/dog", "animal/hot dog", *_cars()))
    paths = [Path("/x") / folder / "1.jpg" for folder in ("dog", "Hot_Dog", "car", "doll")]
    assert list(labelled.by_folder(paths, label_set).values()) == ["animal/dog", "animal/hot dog", "toy/doll"]


# --- several labels --------------------------------------------------------------------------------------------------

SEVERAL = LabelSet((Label("dog", threshold=0.25), Label("cat", threshold=0.0), Label("car")), ("a {}.",), several=True)


def test_several_labels_and_their_thresholds_come_back_from_a_file(write: Write) -> None:
    assert labels.load(write("tags.toml", labels.dumps(SEVERAL))) == SEVERAL


@pytest.mark.parametrize("content", ["name,threshold\ndog,0.25\ncat,\n", 'name;threshold\ndog;"0,25"\ncat;\n'])
def test_a_csv_has_a_column_for_thresholds(write: Write, content: str) -> None:
    loaded = labels.load(write("tags.csv", content))
    assert [label.threshold for label in loaded.labels] == [0.25, None]


@pytest.mark.parametrize("value", ["1.5", "-1", "nan", "high", "0,3,3"])
def test_a_threshold_that_is_none_is_refused_with_its_line(write: Write, value: str) -> None:
    with pytest.raises(LabelError, match="line 2: threshold must be a number from 0 to 1"):
        labels.load(write("tags.csv", f'name,threshold\ndog,"{value}"\ncat,\n'))


@pytest.mark.parametrize("line", ["several = 1", 'several = "yes"'])
def test_several_is_true_or_false(write: Write, line: str) -> None:
    with pytest.raises(LabelError, match="several must be true or false"):
        labels.load(write("tags.toml", f'{line}\nlabels = ["dog", "cat"]'))


def test_the_fingerprint_tells_several_labels_and_their_thresholds_apart() -> None:
    single = replace(SEVERAL, several=False)
    other = replace(SEVERAL, labels=(Label("dog", threshold=0.5), *SEVERAL.labels[1:]))
    assert len({labels.fingerprint(one) for one in (SEVERAL, single, other)}) == 3
    without = replace(single, labels=tuple(replace(label, threshold=None) for label in single.labels))
    assert labels.fingerprint(single) == labels.fingerprint(without)
