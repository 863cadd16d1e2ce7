/** One loan of the bank: what it is, where it stands on any day, what happened to it, and what may be done about it. */
import { Anchor, Group, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Page } from "../../../ui/Page";
import { Loaded, Refusal } from "../../../ui/states";
import { About, FileMenu, Standing, Words } from "../../borrower/LoanParts";
import { LoanRevisions } from "../../borrower/LoanRevisions";
import { LoanSchedule } from "../../borrower/LoanSchedule";
import { PositionOn } from "../../borrower/life/PositionOn";
import { texts as borrower } from "../../borrower/texts";
import { type Sheet, useLoanFile, useSheet } from "../../borrower/useLoan";
import { Acts } from "./Acts";
import { History } from "./History";
import { Repayment } from "./Repayment";
import { texts } from "./texts";

export default function Loan() {
  const t = useTexts(texts);
  const { one } = useTexts(borrower);
  const { loanNumber = "" } = useParams();
  const sheet = useSheet(loanNumber);
  const file = useLoanFile(loanNumber);
  return (
    <Page
      title={one.title(loanNumber)}
      lead={
        <Anchor component={Link} to="/banque/prets" size="sm">
          {t.back}
        </Anchor>
      }
      actions={<FileMenu file={file} />}
    >
      <Refusal error={file.error} />
      <Loaded query={sheet} lines={8}>
        {(loan) => <Read key={loanNumber} loan={loan} />}
      </Loaded>
    </Page>
  );
}

function Read({ loan }: { loan: Sheet }) {
  const t = useTexts(texts);
  const { who } = useWho();
  return (
    <Stack gap="lg">
      <Standing loan={loan} />
      <About loan={loan} further={[[t.borrower, <Borrower key="borrower" loan={loan} />]]} />
      <Words terms={loan.terms} />
      <PositionOn loan={loan} asKnown />
      <Acts loan={loan} who={who} />
      <History loan={loan} mayTakeBack={who.may("lending.payments")} />
      <Repayment loan={loan} mayAgree={who.may("lending.agent")} />
      <LoanSchedule loanNumber={loan.loan_number} asOf={loan.as_of} />
      <LoanRevisions loanNumber={loan.loan_number} />
    </Stack>
  );
}

function Borrower({ loan }: { loan: Sheet }) {
  const t = useTexts(texts);
  return (
    <Group gap="xs" component="span">
      {loan.borrower_name}
      <Anchor component={Link} to={`/banque/prets?borrower_id=${loan.borrower_id}`} size="sm">
        {t.ofBorrower}
      </Anchor>
    </Group>
  );
}
