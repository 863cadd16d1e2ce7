"""The steps of a computation, in words: a rates desk shows them as they are."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.rates.domain import measures
from services.rates.domain.indexes import SERIES, index_of
from services.rates.domain.measures import Measure
from services.rates.domain.regimes import Cap, Regime, Rule, Term
from services.rates.domain.wording import percent, points
from shared.errors import Bilingual
from shared.money import published_rate

DECIMALS_SAID = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the explanation: a name for programs, a sentence for people, and what the step gives."""

    name: str
    says: Bilingual
    value: Decimal | None
    legal_reference: str = ""


def shown(value: Fraction | Decimal) -> Decimal:
    """An exact rate with the decimals that are published, trailing zeros dropped."""
    exact = Fraction(value)
    return published_rate(Decimal(exact.numerator) / Decimal(exact.denominator)).normalize()


def input_step(taken: Measure) -> Step:
    """What a series gives."""
    name, said = SERIES[taken.series], _said(taken.value)
    how = {
        measures.GIVEN: Bilingual("valeur donnée", "value given"),
        measures.LAST_MONTH: Bilingual("dernier mois connu", "last known month"),
        measures.SIX_MONTH_MEAN: Bilingual("moyenne de six mois", "mean of six months"),
    }[taken.method]
    return Step(
        name=f"input.{taken.series}",
        says=Bilingual(
            f"{name.french} : {said.french} ({how.french})", f"{name.english}: {said.english} ({how.english})"
        ),
        value=shown(taken.value),
    )


def term_step(term: Term, value: Fraction) -> Step:
    """One of the figures of which the highest is kept."""
    said = _said(value)
    return Step(
        name=f"term.{term.name}",
        says=Bilingual(
            f"{term.name}) {term.says.french} : {said.french}",
            f"{term.name}) {term.says.english}: {said.english}",
        ),
        value=shown(value),
    )


def floor_step(regime: Regime) -> Step:
    """The minimum of the regime."""
    floor = percent(regime.floor)
    return Step(
        name="floor",
        says=Bilingual(f"minimum : {floor.french}", f"minimum: {floor.english}"),
        value=regime.floor,
        legal_reference=regime.legal_reference,
    )


def raw_step(raw: Fraction) -> Step:
    """The result before rounding."""
    said = _said(raw)
    return Step(
        name="raw",
        says=Bilingual(f"le plus élevé : {said.french}", f"the highest: {said.english}"),
        value=shown(raw),
    )


def rounded_step(rounded: Decimal, step: Decimal, legal_reference: str) -> Step:
    """The result after rounding."""
    said, size = percent(rounded), points(step)
    return Step(
        name="rounded",
        says=Bilingual(
            f"arrondi au multiple de {size.french} point le plus proche, au supérieur sinon : {said.french}",
            f"rounded to the nearest multiple of {size.english} point, up when halfway: {said.english}",
        ),
        value=rounded,
        legal_reference=legal_reference,
    )


def cap_step(cap: Cap, previous: Decimal, value: Decimal) -> Step:
    """The limit of the change from the rate in force."""
    limit, before, said = points(cap.limit), percent(previous), percent(value)
    return Step(
        name="cap",
        says=Bilingual(
            f"au plus {limit.french} point d'écart avec le taux en vigueur ({before.french}) : {said.french}",
            f"at most {limit.english} point away from the rate in force ({before.english}): {said.english}",
        ),
        value=value,
        legal_reference=cap.legal_reference,
    )


def lapsed_step(cap: Cap) -> Step:
    """A transitional limit that no longer holds."""
    limit, gap = points(cap.limit), points(cap.lapse_gap)
    return Step(
        name="cap_lapsed",
        says=Bilingual(
            f"limite transitoire de {limit.french} point éteinte : deux résultats successifs diffèrent "
            f"de moins de {gap.french} point",
            f"transitional limit of {limit.english} point lapsed: two successive results differ "
            f"by less than {gap.english} point",
        ),
        value=None,
        legal_reference=cap.legal_reference,
    )


def follows_step(rule: Rule, livret_a: Decimal, value: Fraction) -> Step:
    """What the Livret A makes of an index that follows it."""
    before, said, mark_up = percent(livret_a), _said(value), points(shown(rule.mark_up))
    times = "" if rule.multiplier == 1 else f"{rule.multiplier} × "
    return Step(
        name="follows",
        says=Bilingual(
            f"{times}livret A calculé ({before.french}) + {mark_up.french} point : {said.french}",
            f"{times}computed Livret A ({before.english}) + {mark_up.english} point: {said.english}",
        ),
        value=shown(value),
        legal_reference=rule.legal_reference,
    )


def higher_step(raw: Fraction, rule: Rule) -> Step:
    """Inflation, where it is higher than what follows from the Livret A."""
    said = _said(raw)
    return Step(
        name="or_inflation",
        says=Bilingual(
            f"ou l'inflation si elle est plus élevée : {said.french}",
            f"or inflation where it is higher: {said.english}",
        ),
        value=shown(raw),
        legal_reference=rule.legal_reference,
    )


def value_step(index: str, value: Decimal, legal_reference: str) -> Step:
    """The official result."""
    name, said = index_of(index).name, percent(value)
    return Step(
        name="value",
        says=Bilingual(f"{name.french} calculé : {said.french}", f"{name.english} computed: {said.english}"),
        value=value,
        legal_reference=legal_reference,
    )


def _said(value: Fraction | Decimal) -> Bilingual:
    return percent(round(shown(value), DECIMALS_SAID))
