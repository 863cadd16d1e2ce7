import { Reminder } from "./Reminder";

export default function ForgottenPassword() {
  return <Reminder about="password" />;
}
