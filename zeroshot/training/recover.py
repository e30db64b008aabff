"""Makes checkpoints of a shipped model again, when only its weights are left.

Text tower, tail and projection are there as they are; the adapter behind the text tower must be found.
The adapter is a function of MiniLM's rows; the tower is a noisy copy of what it gives. Fitted to the tower's rows of
the whole corpus, the adapter comes back without most of the noise.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import open_clip
import torch
from safetensors.torch import load_file
from torch import Tensor

from zeroshot.training.minilm import MiniLM, text_space
from zeroshot.training.project import Adapter
from zeroshot.training.student import encode, pad
from zeroshot.training.texts import corpus_of
from zeroshot.training.tower import Tail, new_model
from zeroshot.training.wordnet import WordNet

_BATCH = 1024
_RATE = 2e-3


def shipped(weights: Path) -> open_clip.CLIP:
    """The model of a shipped folder's safetensors, in full precision."""
    model = new_model()
    missing, unexpected = model.load_state_dict({k: v.float() for k, v in load_file(weights).items()}, strict=False)
    if unexpected or set(missing) - {"attn_mask"}:
        raise ValueError(f"the weights lack {missing} and hold {unexpected} besides")
    return model.eval()


@torch.inference_mode()
def rows_of(model: open_clip.CLIP, texts: tuple[str, ...]) -> Tensor:
    """Unit rows of texts by the tower."""
    tokenizer = open_clip.get_tokenizer("ViT-B-32")
    tokens = [tokenizer.encode(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: len(tokens[at]))
    rows = torch.empty(len(texts), 384)
    for start in range(0, len(order), 256):
        chosen = order[start : start + 256]
        with torch.autocast("cpu", torch.bfloat16):
            rows[chosen] = encode(model, pad([tokens[at] for at in chosen], 77)).float()
    return rows


def fit(adapter: Adapter, rows: Tensor, wanted: Tensor, steps: int) -> float:
    """Fit by cosine; the mean cosine of the last hundred batches."""
    optimizer = torch.optim.AdamW(adapter.parameters(), lr=_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    last: list[float] = []
    for _ in range(steps):
        chosen = torch.randint(len(rows), (_BATCH,))
        cosine = (adapter(rows[chosen]) * wanted[chosen]).sum(-1).mean()
        optimizer.zero_grad()
        torch.autograd.backward(1 - cosine)
        optimizer.step()
        schedule.step()
        last = [*last[-99:], float(cosine)]
    return sum(last) / len(last)


def pictures_of(model: open_clip.CLIP, *, projection: bool) -> dict[str, dict[str, Tensor]]:
    """The tail as `project` and `finetune` write it, with the projection or without: to be learned anew."""
    heads = {"projection.weight": model.visual.head.proj.weight.detach()} if projection else {}
    return {"tail": Tail(model.visual.trunk).state_dict(), "heads": heads}


def main() -> None:
    """Write the text tower for `distill --start`, the picture tower's tail for `project --start`, and the adapter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="open_clip_model.safetensors")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--out", type=Path, help="receives the adapter")
    parser.add_argument("--text", type=Path, required=True, help="receives the text tower")
    parser.add_argument("--tail", type=Path, help="receives the picture tower's tail")
    parser.add_argument("--pictures", type=Path, help="receives the tail and the projection")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = shipped(arguments.weights)
    torch.save(model.state_dict(), arguments.text)
    for path, projection in ((arguments.tail, False), (arguments.pictures, True)):
        if path:
            torch.save(pictures_of(model, projection=projection), path)
    if not arguments.out:
        return
    everything = corpus_of(arguments.data, WordNet(arguments.wordnet))[1]
    rows = torch.cat([torch.from_numpy(part) for part in text_space(everything, MiniLM(), arguments.data / "minilm")])
    adapter = Adapter()
    wanted = rows_of(model, (*everything.names, *everything.sentences))
    print(f"mean cosine {fit(adapter, rows, wanted.clone(), arguments.steps):.3f}")
    torch.save({"adapter": adapter.state_dict()}, arguments.out)


if __name__ == "__main__":
    main()
