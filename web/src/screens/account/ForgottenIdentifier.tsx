import { Reminder } from "./Reminder";

export default function ForgottenIdentifier() {
  return <Reminder about="identifier" />;
}
