/** What a structure owes, or guarantees, at the end of any day, by product; what it guarantees by borrower, too. */
import { Stack, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Empty, Loaded } from "../../ui/states";
import type { Column } from "../../ui/table/DataTable";
import { OwedByBorrower } from "./OwedByBorrower";
import { OwedTiles } from "./OwedTiles";
import { texts } from "./texts";
import { type Outstandings, type ProductOwed, type Side, useOutstandings } from "./usePortfolio";
import { productName } from "./words";

export function OutstandingsOn({ side, structureId }: { side: Side; structureId: string }) {
  const t = useTexts(texts).outstandings;
  const today = useOutstandings(side, structureId).data?.as_of;
  const [chosen, setChosen] = useState<string>();
  const query = useOutstandings(side, structureId, chosen || undefined);
  return (
    <Stack gap="lg">
      <TextInput
        type="date"
        label={t.on}
        description={t.onHelp}
        value={chosen ?? today ?? ""}
        onChange={(event) => setChosen(event.currentTarget.value)}
        maw={320}
      />
      <Loaded query={query} lines={8}>
        {(owed) =>
          owed.total.loans === 0 ? (
            <Empty icon="loan">{t.none}</Empty>
          ) : (
            <>
              <OwedTiles owed={owed} />
              <ByProduct owed={owed} />
              {owed.borrowers && <OwedByBorrower borrowers={owed.borrowers} />}
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

const productId = (row: ProductOwed): string => row.product;

function ByProduct({ owed }: { owed: Outstandings }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<ProductOwed>[]>(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      { id: "product", header: t.figures.product, value: productId, words: productName },
      { id: "loans", header: t.figures.loans, kind: "number", total: true, value: (row) => row.loans },
      {
        id: "outstanding",
        header: t.figures.outstanding,
        value: (row) => row.outstanding,
        ...amount,
      },
      { id: "accrued", header: t.figures.accrued, value: (row) => row.accrued_interest, ...amount },
      { id: "deferred", header: t.figures.deferred, value: (row) => row.deferred_interest, ...amount },
    ];
  }, [t]);
  return (
    <ChartWithTable
      name="encours-par-produit"
      title={t.outstandings.byProduct}
      summary={t.outstandings.summary(format.money(owed.total.outstanding))}
      rows={owed.products}
      columns={columns}
      rowId={productId}
      x="product"
      series={["outstanding"]}
      kind="ranking"
    />
  );
}
