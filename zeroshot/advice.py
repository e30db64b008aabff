"""What a comparison means, in plain sentences that say how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zeroshot import variants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zeroshot.compare import Difference, Estimate, Outcome, Trial

FEW = 100
"""Pictures below which only great differences can show."""


def percent(share: float) -> str:
    """A share as a person reads it: ``78.3 %``."""
    return f"{100 * share:.1f} %"


def points(estimate: Estimate) -> str:
    """A difference of shares: ``+6.0 points, 95 % interval +2.1 to +9.8``."""
    return f"{points_of(estimate.value)} points, {_interval(estimate)}"


def points_of(share: float) -> str:
    """A difference as a number with its sign; no minus before a zero."""
    rounded = round(100 * share, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def advice(trial: Trial) -> str:
    """What to do with the descriptions, or that these pictures can't say."""
    described = trial.difference(variants.BOTH, variants.TEMPLATES)
    if described is None:
        return _undescribed(trial)
    count = len(trial.truth)
    if not described.is_told:
        return (
            f"With {count:,} {_pictures(count)}, names + descriptions can't be told apart from templates alone "
            f"({points(described.estimate)}). {_more(count)}"
        )
    told = f"on these {count:,} {_pictures(count)}: {points(described.estimate)} against templates alone."
    if described.estimate.value < 0:
        return f"Leave the descriptions out: they hurt {told}"
    return f"Keep the descriptions: they help {told} {_by_what_they_say(trial)}"


def _by_what_they_say(trial: Trial) -> str:
    control = trial.difference(variants.BOTH, variants.RANDOM)
    if control is None:
        return ""
    if control.is_told and control.estimate.value > 0:
        return f"Random words of the same length don't do as well ({points(control.estimate)} for the descriptions)."
    return (
        "But random words of the same length can't be told apart from them "
        f"({points(control.estimate)}), so it need not be what they say that helps."
    )


def _undescribed(trial: Trial) -> str:
    names = trial.difference(variants.NAMES, variants.TEMPLATES)
    begin = "No class has a description, so only names and templates were compared"
    if names is None:
        return f"{begin}."
    count = len(trial.truth)
    if not names.is_told:
        told = f"with {count:,} {_pictures(count)} they can't be told apart"
        return f"{begin}: {told} ({points(names.estimate)} for names only)."
    better = variants.NAMES if names.estimate.value > 0 else variants.TEMPLATES
    return f"{begin}: {better} did better ({points(names.estimate)} for names only)."


def model_advice(trial: Trial, rates: Mapping[str, float]) -> str:
    """Which of several models to take, the attempts of ``trial``, or that these pictures can't say.

    ``rates`` are pictures a second of the models whose speed is known.
    """
    best = max(trial.outcomes(), key=lambda outcome: outcome.accuracy.value).name
    others = [attempt.name for attempt in trial.attempts if attempt.name != best]
    changes = [change for other in others if (change := trial.difference(best, other)) is not None]
    rivals = [change for change in changes if not change.is_told]
    count = len(trial.truth)
    if not rivals:
        nearest = min(changes, key=lambda change: change.estimate.value)
        return f"{best} does best on these {count:,} pictures: {points(nearest.estimate)} against {nearest.other}."
    told = " or ".join(f"{change.other} ({points(change.estimate)})" for change in rivals)
    begin = f"With {count:,} {_pictures(count)}, {best} did best, but can't be told apart from {told}."
    equals = [name for name in (best, *(change.other for change in rivals)) if name in rates]
    if len(equals) > len(rivals):
        fastest = max(equals, key=lambda name: rates[name])
        begin = f"{begin} Of these, {fastest} is the fastest ({rates[fastest]:,.1f} pictures/s)."
    return f"{begin} {_more(count)}"


def _more(count: int) -> str:
    if count < FEW:
        return "That is few pictures: label more of them, at least a few hundred, before you decide."
    return "Keep whichever you like, or label more pictures."


def best_weight(trial: Trial, weight: float) -> Outcome:
    """The share of the descriptions, its name, that did best; of equals the one nearest to the set's own ``weight``."""
    return max(trial.outcomes(), key=lambda o: (o.accuracy.value, -abs(float(o.name) - weight)))


def weight_advice(trial: Trial, weight: float, *, how: bool = True) -> str:
    """Which share of the descriptions did best against the set's own ``weight``, and ``how`` to set it in files."""
    best, default = best_weight(trial, weight), f"{weight:g}"
    if best.name == default:
        return f"No other share of the descriptions did better than the set's own, {default}."
    own, none = (trial.difference(best.name, other) for other in (default, f"{0:g}"))
    begin = f"A share of {best.name} for the descriptions did best, {percent(best.accuracy.value)}:"
    if best.name == "0":
        against = f"{_against(own)} against the set's own share, {default}"
        told = f"{begin} that is templates alone, {against}."
        return f"{told} {_how(best.name)}" if how else told
    told = (
        f"{begin} {_against(own)} against the set's own, {default}, and {_against(none)} against templates alone. "
        "It was chosen on the same pictures, so expect less on others."
    )
    return f"{told} {_how(best.name)}" if how else told


def _how(weight: str) -> str:
    """How to set the descriptions' share."""
    return f"To set it: description_weight = {weight} in the label set's file, or --description-weight {weight}."


def _against(change: Difference | None) -> str:
    """A difference, and whether it is more than chance."""
    if change is None:
        return "unknown"
    chance = "" if change.is_told else ", which may be chance"
    return f"{points_of(change.estimate.value)} points ({_interval(change.estimate)}{chance})"


def _interval(estimate: Estimate) -> str:
    return f"95 % interval {points_of(estimate.low)} to {points_of(estimate.high)}"


def _pictures(count: int) -> str:
    return "picture" if count == 1 else "pictures"
