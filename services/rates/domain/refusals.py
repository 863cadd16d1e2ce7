"""What rates refuses, each rule by its name and with the text that sets it."""

from shared.errors import Conflict, Missing, Refusal


class UnknownIndex(Missing):
    """No index has that code."""

    french = "L'index {value} n'existe pas ; index connus : {allowed}."
    english = "There is no index {value}; known indexes: {allowed}."


class FixingOutOfCalendar(Refusal):
    """A rate can only change on the revision dates of the regime in force."""

    french = "Le {effective_on} n'est pas une date de révision ({allowed}) : {legal_reference}."
    english = "{effective_on} is not a revision date ({allowed}): {legal_reference}."


class RevisionSuspended(Refusal):
    """A text fixed the rate for the whole period."""

    french = "Le taux est fixé sans révision du {fixed_on} au {until} : {legal_reference}."
    english = "The rate is fixed without revision from {fixed_on} to {until}: {legal_reference}."


class FixingNotRounded(Refusal):
    """A rate is a whole number of rounding steps."""

    french = "{shown_value} n'est pas un multiple de {step} de point ({regime}) : {legal_reference}."
    english = "{shown_value} is not a multiple of {step} of a point ({regime}): {legal_reference}."


class FixingBelowFloor(Refusal):
    """The regime sets a minimum."""

    french = "{shown_value} est inférieur au minimum de {floor} ({regime}) : {legal_reference}."
    english = "{shown_value} is below the minimum of {floor} ({regime}): {legal_reference}."


class FixingBeyondCap(Refusal):
    """The regime limits the change between two fixings."""

    french = (
        "{shown_value} s'écarte de plus de {limit} point du taux en vigueur, {previous} ({regime}) : "
        "{legal_reference}."
    )
    english = (
        "{shown_value} differs by more than {limit} point from the rate in force, {previous} ({regime}): "
        "{legal_reference}."
    )


class FixingDiffersFromComputation(Refusal):
    """Only a derogation by the minister lets a rate differ from the official computation."""

    french = (
        "{shown_value} diffère du taux calculé, {computed} ({regime}, {legal_reference}) : "
        "seule une dérogation du ministre le permet."
    )
    english = (
        "{shown_value} differs from the computed rate, {computed} ({regime}, {legal_reference}): "
        "only a derogation by the minister allows it."
    )


class DerogationWithoutDeviation(Refusal):
    """A derogation that changes nothing is not one."""

    french = "Le taux proposé est le taux calculé, {computed} : il n'y a pas de dérogation."
    english = "The rate proposed is the computed one, {computed}: there is no derogation."


class DerogationImpossible(Refusal):
    """The minister sets the rates of the savings accounts, not inflation."""

    french = "L'index {index} est constaté : aucune dérogation n'est possible."
    english = "The index {index} is observed: no derogation is possible."


class NoFormula(Refusal):
    """Before its first formula, an index was set by the public authorities alone."""

    french = "Aucune formule ne donne l'index {index} au {effective_on}."
    english = "No formula gives the index {index} on {effective_on}."


class UnknownRegime(Refusal):
    """No regime has that code."""

    french = "Le régime {value} n'existe pas ; régimes connus : {allowed}."
    english = "There is no regime {value}; known regimes: {allowed}."


class InputsMissing(Refusal):
    """The computation needs inputs that were not recorded."""

    status = 409
    french = "Il manque, pour calculer l'index {index} au {effective_on} ({regime}) : {missing}."
    english = "To compute the index {index} on {effective_on} ({regime}), these are missing: {missing}."


class PreviousFixingMissing(Refusal):
    """The limit between two fixings cannot be checked without the fixing before."""

    status = 409
    french = (
        "Aucun livret A n'est connu avant le {effective_on}, or sa variation est limitée ({legal_reference})."
    )
    english = "No Livret A is known before {effective_on}, and its change is limited ({legal_reference})."


class IndexNotProposable(Refusal):
    """The value of this index follows from another one."""

    french = "L'index {index} n'est pas proposé : il suit le livret A ({legal_reference})."
    english = "The index {index} is not proposed: it follows the Livret A ({legal_reference})."


class NoFixingInForce(Missing):
    """There is no official value for that day, and none is carried back."""

    french = "Aucune valeur de l'index {index} n'est en vigueur au {on}."
    english = "No value of the index {index} is in force on {on}."


class FixingAlreadyProposed(Conflict):
    """One live proposal at a time for an index and a day."""

    french = "Une valeur de l'index {index} est déjà proposée pour le {effective_on} : {fixing_id}."
    english = "A value of the index {index} is already proposed for {effective_on}: {fixing_id}."


class FixingAlreadyPublished(Conflict):
    """A published fixing is never replaced: it is corrected."""

    french = "L'index {index} a déjà une valeur publiée au {effective_on} ({fixing_id}) : corrigez-la."
    english = "The index {index} already has a published value on {effective_on} ({fixing_id}): correct it."


class FixingNotProposed(Conflict):
    """Only a proposal that waits can be decided."""

    french = "Cette proposition n'attend plus de décision : elle est {state}."
    english = "This proposal waits for no decision any more: it is {state}."


class FixingNotInForce(Conflict):
    """Only the newest published version can be corrected."""

    french = "Seule la dernière version publiée se corrige : {allowed}."
    english = "Only the newest published version can be corrected: {allowed}."


class CorrectionWithoutChange(Refusal):
    """A correction changes the value or its legal reference."""

    french = "La correction ne change ni la valeur ni la référence légale."
    english = "The correction changes neither the value nor the legal reference."


class SelfApproval(Refusal):
    """Four eyes: the one who proposes does not approve."""

    status = 403
    french = "Une autre personne que celle qui a proposé ce taux doit l'approuver."
    english = "Another person than the one who proposed this rate must approve it."


class NotTheProposer(Refusal):
    """A proposal is withdrawn by the person who made it."""

    status = 403
    french = "Seule la personne qui a proposé ce taux peut le retirer."
    english = "Only the person who proposed this rate can withdraw it."


class ComputationOutdated(Conflict):
    """What the computation read has changed since the proposal."""

    french = "Depuis la proposition, le calcul donne {computed} et non plus {proposed} : proposez à nouveau."
    english = "Since the proposal the computation gives {computed}, no longer {proposed}: propose again."


class FixingNotYetOfficial(Conflict):
    """A rate is approved once the Journal officiel has published it."""

    french = "Le texte est publié le {published_on} : l'approbation attend ce jour."
    english = "The text is published on {published_on}: the approval waits for that day."


class InputContradicted(Conflict):
    """One publication of a series gives one value for a month; a revision has a later date."""

    french = "La série {series} vaut déjà {known} pour {month} dans la publication du {published_on}."
    english = "The series {series} is already {known} for {month} in the publication of {published_on}."
