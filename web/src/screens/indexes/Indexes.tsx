/** The indexes that loans follow: the value of each, where it comes from, how it is computed, its history. */
import { SegmentedControl, SimpleGrid, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useSearchParams } from "react-router";
import { useLanguage } from "../../i18n/language";
import { useTexts } from "../../i18n/texts";
import { Page } from "../../ui/Page";
import { Empty, Loaded } from "../../ui/states";
import { History } from "./History";
import { HowComputed } from "./HowComputed";
import { NextDates } from "./NextDates";
import { Present } from "./Present";
import { texts } from "./texts";
import { type Fixing, type Index, useHistory, useIndexes } from "./useIndexes";

export default function Indexes() {
  const t = useTexts(texts);
  const indexes = useIndexes();
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded query={indexes} lines={8}>
        {(all) => <Chosen indexes={all} />}
      </Loaded>
    </Page>
  );
}

function Chosen({ indexes }: { indexes: Index[] }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const index = indexes.find((each) => each.code === search.get("nom")) ?? indexes[0];
  if (!index) return <Empty />;
  return (
    <Stack gap="lg">
      <VisuallyHidden id="index-choice">{t.choose}</VisuallyHidden>
      <SegmentedControl
        aria-labelledby="index-choice"
        data={indexes.map((each) => ({ value: each.code, label: t.short[each.code as "lep"] ?? each.name }))}
        value={index.code}
        onChange={(code) => setSearch({ nom: code }, { replace: true, preventScrollReset: true })}
        fullWidth
        withItemsBorders={false}
        styles={{ root: { flexWrap: "wrap" } }}
      />
      <Text size="lg">{language === "fr" ? index.description : index.description_english}</Text>
      <OneIndex key={index.code} index={index} />
    </Stack>
  );
}

function OneIndex({ index }: { index: Index }) {
  const history = useHistory(index.code);
  return (
    <Loaded query={history} lines={8}>
      {(fixings) => (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, md: 3 }}>
            <Present index={index} announced={announced(index, fixings)} />
            <HowComputed index={index} />
            <NextDates index={index.code} />
          </SimpleGrid>
          {fixings.length > 0 && <History index={index} fixings={fixings} />}
        </Stack>
      )}
    </Loaded>
  );
}

/** A value that is official already and not yet in force. */
function announced(index: Index, fixings: readonly Fixing[]): Fixing | undefined {
  const present = index.in_force?.effective_on ?? "";
  return fixings.find((fixing) => present !== "" && fixing.effective_on > present);
}
