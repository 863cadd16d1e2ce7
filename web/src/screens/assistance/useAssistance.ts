/** Asking the support something: as a visitor, or as the person who is logged in. */
import { useMutation } from "@tanstack/react-query";
import { answerOf, notifications } from "../../api/clients";
import type { components } from "../../api/types/notifications";

type Schemas = components["schemas"];
export type Topic = Schemas["Question"]["topic"];
export type KeptQuestion = Schemas["KeptQuestion"];

/** What the form holds; a visitor names a structure, a client chooses one of theirs. */
export type Typed = {
  topic: Topic;
  name: string;
  email: string;
  structure: string;
  structure_id: string;
  message: string;
};

export function useAsk(isSomebody: boolean) {
  return useMutation({
    mutationFn: ({ structure, structure_id, ...question }: Typed): Promise<KeptQuestion> =>
      answerOf(
        isSomebody
          ? notifications.POST("/own-assistance-requests", {
              body: { ...question, structure_id: structure_id || null },
            })
          : notifications.POST("/visitor-assistance-requests", {
              body: { ...question, structure: structure.trim() || null },
            }),
      ),
  });
}
