/** Rights as boxes to tick: those that the administrator does not hold cannot be given, only kept or ended. */
import { Checkbox, SimpleGrid } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { SERVICES, services } from "../rights/services";
import { texts } from "./texts";
import type { Right } from "./useUsers";

type RightsChoiceProps = {
  label: string;
  help: string;
  /** Which boxes there are */
  among?: readonly Right[];
  value: readonly string[];
  onChange: (value: Right[]) => void;
  /** What the person holds already */
  held: readonly string[];
  /** What the administrator holds */
  own: readonly string[];
  readOnly?: boolean;
};

export const ALL_RIGHTS: readonly Right[] = [...SERVICES, "administrator"];

export function RightsChoice({ among = ALL_RIGHTS, ...props }: RightsChoiceProps) {
  const t = useTexts(texts).sheet;
  const words = useTexts(services);
  return (
    <Checkbox.Group
      label={props.label}
      description={props.help}
      value={[...props.value]}
      onChange={(value) => props.onChange(value as Right[])}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
        {among.map((right) => {
          const cannot = !props.held.includes(right) && !props.own.includes(right);
          return (
            <Checkbox
              key={right}
              value={right}
              label={words[right].name}
              description={cannot && !props.readOnly ? t.notYours : words[right].allows}
              disabled={props.readOnly || cannot}
            />
          );
        })}
      </SimpleGrid>
    </Checkbox.Group>
  );
}

/** As `onChange` of boxes that nobody ticks. */
export function unchanged(): void {}
