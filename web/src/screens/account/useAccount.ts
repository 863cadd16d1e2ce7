/** Opening an account, and getting back into it. */
import { useMutation } from "@tanstack/react-query";
import { answerOf, identity } from "../../api/clients";
import type { components } from "../../api/types/identity";

type Schemas = components["schemas"];
export type Registration = Schemas["Registration"];
export type Asked = Schemas["Asked"];

export const useRegister = () =>
  useMutation({
    mutationFn: (body: Registration) => answerOf(identity.POST("/registrations", { body })),
  });

export const useAnotherCode = () =>
  useMutation({
    mutationFn: (body: Schemas["AnotherCode"]) => answerOf(identity.POST("/registrations/code", { body })),
  });

export const useConfirm = () =>
  useMutation({
    mutationFn: (body: Schemas["Code"]) => answerOf(identity.POST("/registrations/confirmation", { body })),
  });

export const useRemind = () =>
  useMutation({
    mutationFn: (body: Schemas["Reminder"]) => answerOf(identity.POST("/reminders", { body })),
  });

export const useChooseNewPassword = () =>
  useMutation({
    mutationFn: (body: Schemas["NewPassword"]) => answerOf(identity.POST("/password-resets", { body })),
  });

export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: Schemas["PasswordChange"]) => answerOf(identity.POST("/password-changes", { body })),
  });
