/** One loan: its terms in plain words, its schedule, what revisions changed, its files. */
import { Anchor, Button, Menu, Stack, Title } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { useWho } from "../../session/useSession";
import { Facts } from "../../ui/Facts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Loaded, Refusal } from "../../ui/states";
import classes from "./borrower.module.css";
import { LoanRevisions } from "./LoanRevisions";
import { LoanSchedule } from "./LoanSchedule";
import { Tiles } from "./Tiles";
import { termsInWords } from "./termsInWords";
import { texts } from "./texts";
import { FILE_FORMATS, type Sheet, type Terms, useLoanFile, useSheet } from "./useLoan";
import { productName, useIndexName } from "./words";

export default function Loan() {
  const t = useTexts(texts).one;
  const { loanNumber = "" } = useParams();
  const { who } = useWho();
  const sheet = useSheet(loanNumber);
  const file = useLoanFile(loanNumber);
  return (
    <Page
      title={t.title(loanNumber)}
      lead={
        <Anchor component={Link} to={who.may("loans.read") ? "/mes-prets" : "/prets-garantis"} size="sm">
          {t.back}
        </Anchor>
      }
      actions={<FileMenu busy={file.isPending} take={file.mutate} />}
    >
      <Refusal error={file.error} />
      <Loaded query={sheet} lines={8}>
        {(loan) => (
          <Stack gap="lg">
            <Standing loan={loan} />
            <About loan={loan} />
            <Words terms={loan.terms} />
            <LoanSchedule loanNumber={loanNumber} asOf={loan.as_of} />
            <LoanRevisions loanNumber={loanNumber} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

type Take = (format: (typeof FILE_FORMATS)[number]) => void;

function FileMenu({ busy, take }: { busy: boolean; take: Take }) {
  const t = useTexts(texts).exports;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={busy}
          leftSection={<Icon name="download" size={16} />}
          data-print="hide"
        >
          {t.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILE_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => take(format)}>
            {t.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Standing({ loan }: { loan: Sheet }) {
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

function About({ loan }: { loan: Sheet }) {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const shares = loan.guarantors.map((each) => format.percent(each.share)).join(", ");
  return (
    <section aria-label={t.one.about}>
      <Facts
        facts={[
          [t.loans.object, loan.object],
          [t.loans.contract, loan.contract_number],
          [t.loans.signed, format.day(loan.contract_signed_on)],
          [t.figures.product, productName(loan.product)],
          [t.loans.index, indexName(loan.index ?? "fixed")],
          [t.loans.principal, format.money(loan.principal)],
          [t.one.gissler, loan.gissler_class],
          [t.one.guarantors, shares && t.one.guarantorCount(format.number(loan.guarantors.length), shares)],
        ]}
      />
    </section>
  );
}

function Words({ terms }: { terms: Terms }) {
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
