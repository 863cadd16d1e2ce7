"""Payments as they are sent to us, and payments that their banks took back."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.lending.life.payment_returns import ReturnMessage
from services.lending.life.payments import PaymentMessage
from services.lending.portfolio.schemas import CONTRACT_NUMBER, LOAN_NUMBER
from services.lending.schemas import AMOUNT_CENTS_MAX
from shared.errors import Bilingual
from shared.fields import Day, Money, one_line

REFERENCE = validate.Regexp(
    "^[!-~]{1,60}$", error=Bilingual("1 à 60 caractères ASCII visibles", "1 to 60 visible ASCII characters")
)
_FOR_NOTHING = Bilingual(
    "Un paiement nomme une ligne de prêt, ou un contrat.", "A payment names a loan line, or a contract."
)
_OF_THE_OTHER_KIND = Bilingual(
    "Un paiement dit pour quoi il est ; un retour, quel paiement il reprend et pourquoi.",
    "A payment says what it is for; a return which payment it takes back, and why.",
)
_ONLY_OF_A_PAYMENT = ("loan_number", "contract_number", "payer")
_ONLY_OF_A_RETURN = ("why",)


class PaymentSchema(Schema):
    """A payment that came in, for one loan line or for all lines of a contract."""

    reference = fields.String(
        required=True,
        validate=REFERENCE,
        metadata={"description": "What the sender calls it: the same one again is known already"},
    )
    loan_number = fields.String(validate=LOAN_NUMBER)
    contract_number = fields.String(validate=CONTRACT_NUMBER)
    value_on = Day(required=True, metadata={"description": "The day from which it counts"})
    amount = Money(required=True, minimum=1, maximum=AMOUNT_CENTS_MAX, attribute="amount_cents")
    payer = one_line(140, load_default="")

    @validates_schema
    def check_purpose(self, data: dict[str, Any], **_: Any) -> None:
        """A loan line, or a contract; both where the line is one of the contract."""
        if "loan_number" not in data and "contract_number" not in data:
            raise ValidationError(_FOR_NOTHING, "loan_number")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> PaymentMessage:
        """The payment as it is taken."""
        return PaymentMessage(**data)


class PaymentReturnSchema(Schema):
    """A payment that its bank took back, whole."""

    reference = fields.String(
        required=True,
        validate=REFERENCE,
        metadata={"description": "What the sender calls the return: the same one again is known already"},
    )
    returns = fields.String(
        required=True,
        validate=REFERENCE,
        attribute="payment",
        metadata={"description": "The reference of the payment"},
    )
    value_on = Day(required=True, metadata={"description": "The day from which the money is gone"})
    amount = Money(
        required=True,
        minimum=1,
        maximum=AMOUNT_CENTS_MAX,
        attribute="amount_cents",
        metadata={"description": "That of the payment"},
    )
    why = one_line(140, load_default="")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ReturnMessage:
        """The return as it is taken."""
        return ReturnMessage(**data)


class PaymentOrReturnSchema(PaymentSchema):
    """A payment that came in; or, where it says what it returns, one that its bank took back, whole."""

    returns = fields.String(
        validate=REFERENCE,
        attribute="payment",
        metadata={"description": "The payment that was taken back: then no loan, contract or payer is named"},
    )
    why = one_line(140, metadata={"description": "Why it was taken back"})

    @validates_schema
    def check_purpose(self, data: dict[str, Any], **_: Any) -> None:
        """What one kind of message needs, and nothing that is only of the other."""
        if "payment" not in data:
            super().check_purpose(data)
        for name in _ONLY_OF_A_PAYMENT if "payment" in data else _ONLY_OF_A_RETURN:
            if data.get(name):
                raise ValidationError(_OF_THE_OTHER_KIND, name)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> PaymentMessage | ReturnMessage:
        """The payment or the return as it is taken."""
        kind, others = (
            (ReturnMessage, _ONLY_OF_A_PAYMENT) if "payment" in data else (PaymentMessage, _ONLY_OF_A_RETURN)
        )
        return kind(**{name: said for name, said in data.items() if name not in others})


class PaymentPartSchema(Schema):
    """What one loan got of a payment."""

    loan_number = fields.String()
    amount = Money(attribute="amount_cents")


class PaymentReportSchema(Schema):
    """What became of a payment, or of its return."""

    reference = fields.String()
    outcome = fields.String(validate=validate.OneOf(["accepted", "already_known"]))
    parts = fields.List(fields.Nested(PaymentPartSchema))
