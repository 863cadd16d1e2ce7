/** The structures that the bank deals with, for agents: found, read, corrected; who belongs there and who becomes administrator. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, habilitations, structures } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components as Habilitations } from "../../../api/types/habilitations";
import type { components as Structures } from "../../../api/types/structures";
import type { Told } from "../../borrower/told";

type Schemas = Structures["schemas"];
export type Structure = Told<Schemas["Structure"]>;
export type Address = Schemas["Address"];
export type CorrectedAddress = Schemas["CorrectedAddress"];
export type Contact = Schemas["Contact"];
export type Member = Schemas["Membership"];
export type Change = Schemas["Change"];
export type Appointment = Habilitations["schemas"]["NamedAppointment"];

type Page<Item> = { items: Item[]; next: string | null };

const PAGE = 50;
const PAGE_MAX = 200;
const STRUCTURES = ["structures"] as const;
const APPOINTMENTS = ["habilitations", "appointments"] as const;

/** By name or number; a page at a time. */
export function useStructures(typed: string) {
  return useInfiniteQuery({
    queryKey: [...STRUCTURES, "found", typed],
    queryFn: ({ pageParam }) => {
      const query = { q: typed, limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(structures.GET("/structures", { params: { query } })) as Promise<Page<Structure>>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useStructure(structureId: string) {
  return useQuery({
    queryKey: [...STRUCTURES, "structure", structureId],
    queryFn: () =>
      answerOf(structures.GET("/structures/{structure_id}", of(structureId))) as Promise<Structure>,
  });
}

export function useCorrectAddress(structureId: string) {
  return useMutation({
    mutationFn: (body: CorrectedAddress) =>
      answerOf(structures.PUT("/structures/{structure_id}/address", { ...of(structureId), body })),
    onSuccess: useRefresh(STRUCTURES),
  });
}

export function useChangeContact(structureId: string) {
  return useMutation({
    mutationFn: (body: Contact) =>
      answerOf(structures.PUT("/structures/{structure_id}/contact", { ...of(structureId), body })),
    onSuccess: useRefresh(STRUCTURES),
  });
}

/** Those who belong there, then those who did. */
export function useMembers(structureId: string) {
  return useQuery({
    queryKey: [...STRUCTURES, "members", structureId],
    queryFn: async () =>
      (await answerOf(structures.GET("/structures/{structure_id}/members", of(structureId)))).items,
  });
}

export function useRemove({ structure_id, person_id }: Member) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        structures.POST("/structures/{structure_id}/members/{person_id}/removal", {
          params: { path: { structure_id, person_id } },
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(STRUCTURES),
  });
}

/** The newest first. */
export function useChanges(structureId: string) {
  return useQuery({
    queryKey: [...STRUCTURES, "changes", structureId],
    queryFn: async () =>
      (await answerOf(structures.GET("/structures/{structure_id}/changes", of(structureId)))).items.reverse(),
  });
}

/** Of administrators, by letter; the newest first. */
export function useAppointments(structureId: string) {
  return useQuery({
    queryKey: [...APPOINTMENTS, structureId],
    queryFn: () =>
      everyItem((after) => {
        const query = { structure_id: structureId, limit: PAGE_MAX, ...(after && { after }) };
        return answerOf(habilitations.GET("/appointments", { params: { query } }));
      }),
  });
}

/** Of every structure, the newest first, a page at a time. */
export function useAppointmentsIn(state: Appointment["state"] | undefined) {
  return useInfiniteQuery({
    queryKey: [...APPOINTMENTS, "in", state],
    queryFn: ({ pageParam }) => {
      const query = { ...(state && { state }), limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(habilitations.GET("/appointments", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useOrderLetter(appointmentId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(habilitations.POST("/appointments/{appointment_id}/letters", ofAppointment(appointmentId))),
    onSuccess: useRefresh(APPOINTMENTS),
  });
}

export function useRefuse(appointmentId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        habilitations.POST("/appointments/{appointment_id}/refusal", {
          ...ofAppointment(appointmentId),
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(APPOINTMENTS),
  });
}

const of = (structureId: string) => ({ params: { path: { structure_id: structureId } } });
const ofAppointment = (id: string) => ({ params: { path: { appointment_id: id } } });
