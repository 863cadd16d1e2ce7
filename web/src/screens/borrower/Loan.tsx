/** One loan: its terms in plain words, its schedule, what was called and paid, what happened to it, its files. */
import { Anchor, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useTexts } from "../../i18n/texts";
import { useWho } from "../../session/useSession";
import { Page } from "../../ui/Page";
import { Loaded, Refusal } from "../../ui/states";
import { About, FileMenu, Standing, Words } from "./LoanParts";
import { LoanRevisions } from "./LoanRevisions";
import { LoanSchedule } from "./LoanSchedule";
import { AskQuote } from "./life/AskQuote";
import { Life } from "./life/Life";
import { PositionOn } from "./life/PositionOn";
import { texts } from "./texts";
import { type Sheet, useLoanFile, useSheet } from "./useLoan";

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
      actions={<FileMenu file={file} />}
    >
      <Refusal error={file.error} />
      <Loaded query={sheet} lines={8}>
        {(loan) => <Read loan={loan} />}
      </Loaded>
    </Page>
  );
}

function Read({ loan }: { loan: Sheet }) {
  const { who } = useWho();
  const owes = who.structures.some(
    (each) => each.structure_id === loan.borrower_id && !each.suspended && each.rights.includes("loans.read"),
  );
  return (
    <Stack gap="lg">
      <Standing loan={loan} />
      <About loan={loan} />
      <Words terms={loan.terms} />
      <PositionOn loan={loan} />
      {owes && loan.next_instalment && <AskQuote loan={loan} />}
      <LoanSchedule loanNumber={loan.loan_number} asOf={loan.as_of} />
      <LoanRevisions loanNumber={loan.loan_number} />
      <Life loanNumber={loan.loan_number} />
    </Stack>
  );
}
