/** What every reader of a loan sees first: where it stands, what it is, its terms in words, its files. */
import { Button, Menu, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Facts } from "../../ui/Facts";
import { Icon } from "../../ui/icons";
import classes from "./borrower.module.css";
import { Tiles } from "./Tiles";
import { termsInWords } from "./termsInWords";
import { texts } from "./texts";
import { FILE_FORMATS, type Sheet, type Terms, type useLoanFile } from "./useLoan";
import { productName, useIndexName } from "./words";

type FileMenuProps = { file: Pick<ReturnType<typeof useLoanFile>, "isPending" | "mutate"> };

export function FileMenu({ file }: FileMenuProps) {
  const t = useTexts(texts).exports;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={file.isPending}
          leftSection={<Icon name="download" size={16} />}
          data-print="hide"
        >
          {t.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILE_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => file.mutate(format)}>
            {t.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Standing({ loan }: { loan: Sheet }) {
  const t = useTexts(texts);
  const format = useFormat();
  const next = loan.next_instalment;
  return (
    <Tiles
      tiles={[
        {
          name: t.figures.outstanding,
          value: format.money(loan.outstanding),
          note: t.dashboard.asOf(format.day(loan.as_of)),
        },
        {
          name: t.one.next,
          value: next ? format.money(next.instalment) : t.one.nothingLeft,
          note: next && format.day(next.due_on),
        },
        {
          name: t.figures.accrued,
          value: format.money(loan.accrued_interest),
          note: t.figures.accruedHelp,
        },
        { name: t.figures.deferred, value: format.money(loan.deferred_interest) },
      ]}
    />
  );
}

/** further: facts that only some readers see, first of all. */
type AboutProps = { loan: Sheet; further?: readonly (readonly [string, ReactNode])[] };

export function About({ loan, further = [] }: AboutProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const guarantors = loan.guarantors
    .map(({ name, share }) => `${name} (${format.percent(share)})`)
    .join(", ");
  return (
    <section aria-label={t.one.about}>
      <Facts
        facts={[
          ...further,
          [t.loans.object, loan.object],
          [t.loans.contract, loan.contract_number],
          [t.loans.signed, format.day(loan.contract_signed_on)],
          [t.figures.product, productName(loan.product)],
          [t.loans.index, indexName(loan.index ?? "fixed")],
          [t.loans.principal, format.money(loan.principal)],
          [t.one.gissler, loan.gissler_class],
          [t.one.guarantors, guarantors],
        ]}
      />
    </section>
  );
}

export function Words({ terms }: { terms: Terms }) {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t.one.words}
      </Title>
      <ul className={classes.words}>
        {termsInWords(terms, t, format, indexName).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
