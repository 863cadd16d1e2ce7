/** What happened last to an account of the bank and to its rights, as the audit trails hold it. */
import { Title } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Failure, Waiting } from "../../../ui/states";
import { ActsTable } from "../audit/ActsTable";
import { texts as trail } from "../audit/texts";
import { type Keeper, useActs } from "../audit/useTrail";
import { texts } from "./texts";

const KEEPERS: readonly Keeper[] = ["identity", "habilitations"];

export function Acts({ subjectId }: { subjectId: string }) {
  const t = useTexts(texts);
  return (
    <Part title={t.acts}>
      {KEEPERS.map((keeper) => (
        <ActsOf key={keeper} keeper={keeper} subjectId={subjectId} />
      ))}
    </Part>
  );
}

function ActsOf({ keeper, subjectId }: { keeper: Keeper; subjectId: string }) {
  const name = useTexts(trail).keepers[keeper];
  const { data, error, refetch } = useActs(keeper, { subject_id: subjectId });
  return (
    <>
      <Title order={3} size="h4">
        {name}
      </Title>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!error && !data && <Waiting lines={3} />}
      {data && <ActsTable name={`actes-${keeper}`} caption={name} acts={data.pages[0]?.items ?? []} />}
    </>
  );
}
