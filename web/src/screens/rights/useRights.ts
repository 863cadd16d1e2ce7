/** One's own rights: what is held, asked for and under way in each structure, and the letter that decides. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { answerOf, habilitations } from "../../api/clients";
import { Refused } from "../../api/problem";
import { useRefresh } from "../../api/refresh";
import type { components } from "../../api/types/habilitations";
import { useMyRights } from "../../session/useSession";

type Schemas = components["schemas"];
export type Service = Schemas["NewRequest"]["rights"][number];
export type Request = Schemas["Request"];
export type Appointment = Schemas["Appointment"];
export type MyStructure = Schemas["MyStructure"];
export type Letter = Schemas["Letter"];

const HABILITATIONS = ["habilitations"] as const;
const SOON_MILLISECONDS = 2_000;
const LATER_MILLISECONDS = 20_000;
const TRIES_MAX = 6;

/** What one may do in a structure: asked for again while somebody else's answer, or our own copy, is awaited. */
export function useRightsIn(structureId: string) {
  const rights = useMyRights(true);
  const { data, refetch } = rights;
  const mine = data?.items.find((each) => each.structure_id === structureId);
  const pause = pauseBefore(data !== undefined, mine);
  useEffect(() => {
    if (pause === null) return;
    const timer = setInterval(() => void refetch(), pause);
    return () => clearInterval(timer);
  }, [pause, refetch]);
  return { rights, mine };
}

function pauseBefore(isLoaded: boolean, mine: MyStructure | undefined): number | null {
  if (!mine) return isLoaded ? SOON_MILLISECONDS : null;
  return mine.next_step ? LATER_MILLISECONDS : null;
}

/** What became of one's requests and letters, those that are over too. */
export function useHistory() {
  return useQuery({
    queryKey: [...HABILITATIONS, "personal-data"],
    queryFn: () => answerOf(habilitations.GET("/personal-data")),
  });
}

export function useAppointment(appointmentId: string) {
  return useQuery({
    queryKey: [...HABILITATIONS, "appointment", appointmentId],
    queryFn: () =>
      answerOf(
        habilitations.GET("/appointments/{appointment_id}", {
          params: { path: { appointment_id: appointmentId } },
        }),
      ),
  });
}

/** Who has just said what their function is waits until the service has heard of it. */
export function useAsk(structureId: string) {
  return useMutation({
    mutationFn: (rights: Service[]) =>
      answerOf(
        habilitations.POST("/structures/{structure_id}/requests", {
          params: { path: { structure_id: structureId } },
          body: { rights },
        }),
      ),
    retry: (tries, error) =>
      tries < TRIES_MAX && error instanceof Refused && error.kind === "function-missing",
    retryDelay: SOON_MILLISECONDS,
    onSuccess: useRefresh(HABILITATIONS),
  });
}

export function useAccept() {
  return useMutation({
    mutationFn: (requestId: string) =>
      answerOf(habilitations.POST("/requests/{request_id}/acceptance", { params: ofRequest(requestId) })),
    onSuccess: useRefresh(HABILITATIONS),
  });
}

export function useCancel() {
  return useMutation({
    mutationFn: (requestId: string) =>
      answerOf(habilitations.POST("/requests/{request_id}/cancellation", { params: ofRequest(requestId) })),
    onSuccess: useRefresh(HABILITATIONS),
  });
}

/** A code that is refused may have been the last try: what is under way is read again either way. */
export function useTypeCode(structureId: string) {
  return useMutation({
    mutationFn: (code: string) =>
      answerOf(
        habilitations.POST("/structures/{structure_id}/activation", {
          params: { path: { structure_id: structureId } },
          body: { code },
        }),
      ),
    onSettled: useRefresh(HABILITATIONS),
  });
}

export function useOrderLetter(appointmentId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        habilitations.POST("/appointments/{appointment_id}/letters", {
          params: { path: { appointment_id: appointmentId } },
        }),
      ),
    onSuccess: useRefresh(HABILITATIONS),
  });
}

const ofRequest = (requestId: string) => ({ path: { request_id: requestId } });
