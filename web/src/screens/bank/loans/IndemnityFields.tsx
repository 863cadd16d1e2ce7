/** Which indemnity an early repayment costs: that of the contract, or another that the bank agrees to. */
import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { Euros } from "../../../ui/Euros";
import { Percent } from "../../simulator/Percent";
import { texts } from "./actTexts";
import { KINDS, type Point, type TypedIndemnity } from "./indemnity";

const MONTHS_MAX = 1_200;
const POINTS_MAX = 100;

type FieldsProps = { typed: TypedIndemnity; change: (typed: TypedIndemnity) => void };

export function IndemnityFields({ typed, change }: FieldsProps) {
  const t = useTexts(texts).indemnity;
  return (
    <>
      <NativeSelect
        label={t.kind}
        data={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
        value={typed.kind}
        onChange={(event) => change({ ...typed, kind: event.currentTarget.value as TypedIndemnity["kind"] })}
      />
      {typed.kind === "percent" && (
        <Percent
          label={t.percent}
          required
          min={0}
          max={50}
          value={typed.percent}
          onChange={(percent) => change({ ...typed, percent })}
        />
      )}
      {typed.kind === "amount" && (
        <Euros
          label={t.amount}
          required
          min={0}
          value={typed.amount}
          onChange={(amount) => change({ ...typed, amount })}
        />
      )}
      {typed.kind === "actuarial" && (
        <Curve points={typed.curve} change={(curve) => change({ ...typed, curve })} />
      )}
    </>
  );
}

type CurveProps = { points: readonly Point[]; change: (points: readonly Point[]) => void };

function Curve({ points, change }: CurveProps) {
  const t = useTexts(texts).indemnity;
  const withPoint = (place: number, point: Point) => change(points.with(place, point));
  return (
    <Fieldset legend={t.curve}>
      <Stack align="flex-start">
        {points.map((point, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no other name than their place.
          <Group key={place} align="flex-end">
            <NumberInput
              label={t.months(place + 1)}
              required
              min={1}
              max={MONTHS_MAX}
              allowDecimal={false}
              w={140}
              value={point.months}
              onChange={(months) => withPoint(place, { ...point, months })}
            />
            <Percent
              label={t.rate(place + 1)}
              required
              w={140}
              value={point.rate}
              onChange={(rate) => withPoint(place, { ...point, rate })}
            />
            {points.length > 1 && (
              <Button variant="subtle" onClick={() => change(points.toSpliced(place, 1))}>
                {t.remove(place + 1)}
              </Button>
            )}
          </Group>
        ))}
        {points.length < POINTS_MAX && (
          <Button variant="default" onClick={() => change([...points, { months: "", rate: "" }])}>
            {t.add}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}
