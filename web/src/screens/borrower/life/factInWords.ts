/** A fact of a loan as one or two sentences; its `body` is what the action that recorded it wrote. */
import type { Format } from "../../../i18n/format";
import type { Agreed } from "../termsInWords";
import type { texts } from "./texts";
import type { Fact } from "./useLife";

type Texts = typeof texts.fr.life;

/** agreed: what a rearrangement changed, in words. */
export function factInWords(
  { kind, value_on, body }: Fact,
  t: Texts,
  format: Format,
  agreed: (terms: Agreed) => string,
): string {
  const day = format.day(value_on);
  const money = (name: string) => format.money(String(body[name]));
  switch (kind) {
    case "payment_received":
      return body.amount === body.of_payment
        ? t.payment(money("amount"))
        : t.paymentPart(money("amount"), money("of_payment"));
    case "payment_returned":
      return joined(
        t.returned(money("amount"), String(body.payment)),
        body.why ? t.why(String(body.why)) : "",
      );
    case "disbursed":
      return t.disbursed(money("amount"));
    case "effect_date_set":
      return joined(t.effect(day), body.undrawn_lapses ? t.lapses : "");
    case "rearranged":
      return joined(
        t.rearranged(format.plural(Number(body.instalments), t.instalment, t.instalments), day),
        agreed(body.agreed as Agreed),
      );
    case "early_repayment_asked":
      return t.asked(money("principal"), day, money("total"));
    case "early_repayment_agreed":
      return t.agreed(money("principal"), day);
    case "early_repayment_withdrawn":
      return t.withdrawn;
    default:
      return t.other(kind);
  }
}

function joined(...sentences: string[]): string {
  return sentences.filter(Boolean).join(" ");
}
