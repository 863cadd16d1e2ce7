import { Radio, type RadioGroupProps, SimpleGrid } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { texts } from "./texts";

const KINDS = ["legal_professions", "social_housing", "companies", "local_authorities"] as const;

/** For which kind of structure somebody works. */
export function StructureKind(props: Omit<RadioGroupProps, "children">) {
  const t = useTexts(texts).kinds;
  return (
    <Radio.Group label={t.label} description={t.help} {...props}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt={4} verticalSpacing="xs">
        {KINDS.map((kind) => (
          <Radio key={kind} value={kind} required label={t[kind]} />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
