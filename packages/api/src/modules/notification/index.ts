export { mailClearanceJob } from "./clear-away.ts";
export { callOff, readUnsubscribeLink, type UnsubscribePage } from "./commands/call-off.ts";
export { type NotificationLag, notificationLag } from "./lag.ts";
export type { MailOutcome, MailTransport, OutgoingMail } from "./mail-transport.ts";
export { notificationJob } from "./notify.ts";
export { mailJob } from "./send.ts";
export { unsubscribePath } from "./unsubscribe-link.ts";
