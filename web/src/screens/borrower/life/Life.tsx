/** What happened to a loan since it was recorded, in words. */
import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { agreedInWords } from "../termsInWords";
import { texts as loanTexts } from "../texts";
import { useIndexName } from "../words";
import { factInWords } from "./factInWords";
import classes from "./Life.module.css";
import { texts } from "./texts";
import { type Fact, useFacts } from "./useLife";

type LifeProps = {
  loanNumber: string;
  /** Who recorded a fact and under which reference, for readers of the bank */
  note?: (fact: Fact) => ReactNode;
  /** What may be done about a fact */
  act?: (fact: Fact, all: readonly Fact[]) => ReactNode;
};

export function Life({ loanNumber, note, act }: LifeProps) {
  const t = useTexts(texts).life;
  const facts = useFacts(loanNumber);
  return (
    <Part title={t.title}>
      <Loaded query={facts}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">{t.none}</Text>
          ) : (
            <>
              <Text c="dimmed">{t.lead}</Text>
              <ol className={classes.life} reversed>
                {all.toReversed().map((fact) => (
                  <li key={fact.sequence}>
                    <Told fact={fact} />
                    {note && (
                      <Text size="sm" c="dimmed">
                        {note(fact)}
                      </Text>
                    )}
                    {act?.(fact, all)}
                  </li>
                ))}
              </ol>
            </>
          )
        }
      </Loaded>
    </Part>
  );
}

function Told({ fact }: { fact: Fact }) {
  const t = useTexts(texts);
  const loan = useTexts(loanTexts);
  const format = useFormat();
  const indexName = useIndexName();
  return (
    <Group gap="xs" align="baseline" component="p" className={classes.told}>
      <Text span fw={650}>
        {format.day(fact.value_on)}
      </Text>
      <span>
        {factInWords(fact, t.life, format, (terms) =>
          agreedInWords(terms, { ...loan, agreed: t.agreed }, format, indexName).join(" "),
        )}
      </span>
    </Group>
  );
}
