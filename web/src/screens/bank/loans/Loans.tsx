/** All loans of the bank: their sums, and those that an agent looks for. The search stands in the address. */
import { Anchor, Button } from "@mantine/core";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { Tiles } from "../../borrower/Tiles";
import { texts as borrower } from "../../borrower/texts";
import { productName, useIndexName } from "../../borrower/words";
import { Search } from "./Search";
import { texts } from "./texts";
import { type Loan, useFoundLoans, usePortfolio, WANTED, type Wanted } from "./useLoans";

export const toLoan = (loanNumber: string): string => `/banque/prets/${loanNumber}`;

export default function Loans() {
  const t = useTexts(texts);
  const { who } = useWho();
  const [search, setSearch] = useSearchParams();
  const wanted = filled(Object.fromEntries(search));
  return (
    <Page title={t.title} lead={t.lead} actions={who.may("lending.agent") && <ToImport />}>
      <Sums />
      <Search key={search.toString()} start={wanted} look={(typed) => setSearch(filled(typed))} />
      <Found wanted={wanted} />
    </Page>
  );
}

function ToImport() {
  const t = useTexts(texts);
  return (
    <Button component={Link} to="/banque/prets/import" variant="default">
      {t.import}
    </Button>
  );
}

function Sums() {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <section aria-label={t.portfolio}>
      <Loaded query={usePortfolio()}>
        {(all) => (
          <Tiles
            tiles={[
              { name: t.loans, value: format.number(all.loans), note: t.asOf(format.day(all.as_of)) },
              { name: t.contracts, value: format.number(all.contracts) },
              { name: t.principal, value: format.money(all.principal) },
              {
                name: t.nextInstalments,
                value: format.money(all.next_instalments),
                note: t.nextInstalmentsHelp,
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}

function Found({ wanted }: { wanted: Wanted }) {
  const t = useTexts(texts);
  return (
    <PagedTable
      name="prets-de-la-banque"
      caption={t.list}
      query={useFoundLoans(wanted)}
      columns={useColumns()}
      rowId={(loan) => loan.loan_number}
      plain
      none={t.none}
      icon="loan"
      more={t.more}
    />
  );
}

function useColumns(): readonly Column<Loan>[] {
  const t = useTexts(texts);
  const { figures } = useTexts(borrower);
  const indexName = useIndexName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of the indexes change with the texts.
  return useMemo(
    () => [
      {
        id: "number",
        header: t.number,
        value: (loan) => loan.loan_number,
        show: ({ loan_number }) => (
          <Anchor component={Link} to={toLoan(loan_number)} inherit>
            {loan_number}
          </Anchor>
        ),
      },
      { id: "contract", header: t.contract, value: (loan) => loan.contract_number },
      { id: "borrower", header: t.borrower, value: (loan) => loan.borrower_name },
      { id: "product", header: figures.product, value: (loan) => loan.product, words: productName },
      { id: "index", header: t.index, value: (loan) => loan.index ?? "fixed", words: indexName },
      { id: "principal", header: t.principal, kind: "money", value: (loan) => loan.principal },
    ],
    [t, figures],
  );
}

/** Of what is in the address or was typed, what is a search; numbers as the bank writes them. */
function filled(typed: Wanted): Wanted {
  const kept = WANTED.flatMap((name) => {
    const value = typed[name]?.trim();
    return value ? [[name, name.endsWith("_number") ? value.toUpperCase() : value]] : [];
  });
  return Object.fromEntries(kept);
}
