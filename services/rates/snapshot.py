"""A computation as JSON: answered to callers, and kept with the fixing that rests on it."""

from typing import Any

from services.rates.domain.computation import Computation
from services.rates.domain.explanation import Step, shown
from services.rates.domain.measures import Measure, Observation
from shared.money import rate_text


def snapshot(computation: Computation) -> dict[str, Any]:
    """Everything the computation read and did; rates are strings, fractions of 1."""
    cap = computation.cap
    return {
        "index": computation.index,
        "effective_on": computation.effective_on.isoformat(),
        "regime": computation.regime,
        "legal_reference": computation.legal_reference,
        "inputs": [_input(taken) for taken in computation.inputs],
        "raw": rate_text(computation.raw),
        "rounded": rate_text(computation.rounded),
        "value": rate_text(computation.value),
        "limit": cap and {"change": rate_text(cap.limit), "legal_reference": cap.legal_reference},
        "steps": [_step(step) for step in computation.steps],
    }


def _input(taken: Measure) -> dict[str, Any]:
    return {
        "series": taken.series,
        "method": taken.method,
        "value": rate_text(shown(taken.value)),
        "approximate": taken.approximate,
        "observations": [_observation(seen) for seen in taken.observations],
    }


def _observation(seen: Observation) -> dict[str, Any]:
    return {
        "month": f"{seen.month:%Y-%m}",
        "months": seen.months,
        "value": rate_text(seen.value),
        "published_on": seen.published_on.isoformat(),
        "source": seen.source,
        "approximate": seen.approximate,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "french": step.says.french,
        "english": step.says.english,
        "value": None if step.value is None else rate_text(step.value),
        "legal_reference": step.legal_reference,
    }
