/** What an agent knows of a loan that is looked for; what is left empty is not asked. */
import { Button, Group, NativeSelect, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../../i18n/texts";
import { EVERY_PRODUCT } from "../../borrower/products";
import { productName } from "../../borrower/words";
import { StructureField } from "./StructureField";
import { texts } from "./texts";
import type { Wanted } from "./useLoans";

export function Search({ start, look }: { start: Wanted; look: (wanted: Wanted) => void }) {
  const t = useTexts(texts).search;
  const [typed, setTyped] = useState<Wanted>(start);
  const change = (name: keyof Wanted, value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(typed);
  };
  return (
    <Paper component="form" withBorder p="md" aria-label={t.title} onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} style={{ alignItems: "end" }}>
          {(["loan_number", "contract_number"] as const).map((name) => (
            <TextInput
              key={name}
              label={t[name]}
              maxLength={20}
              value={typed[name] ?? ""}
              onChange={(event) => change(name, event.currentTarget.value)}
            />
          ))}
          {(["borrower_id", "guarantor_id"] as const).map((name) => (
            <StructureField
              key={name}
              label={t[name]}
              chosen={typed[name] ?? ""}
              choose={(structureId) => change(name, structureId)}
            />
          ))}
          <NativeSelect
            label={t.product}
            data={[
              { value: "", label: "" },
              ...EVERY_PRODUCT.map((code) => ({ value: code, label: productName(code) })),
            ]}
            value={typed.product ?? ""}
            onChange={(event) => change("product", event.currentTarget.value)}
          />
        </SimpleGrid>
        <Group>
          <Button type="submit">{t.submit}</Button>
          <Button
            variant="default"
            onClick={() => {
              setTyped({});
              look({});
            }}
          >
            {t.clear}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
