export { callOff, readUnsubscribeLink, type UnsubscribePage } from "./commands/call-off.ts";
export { notificationJob } from "./job.ts";
export { type NotificationLag, notificationLag } from "./lag.ts";
export type { MailOutcome, MailTransport, OutgoingMail } from "./mail-transport.ts";
export { unsubscribePath } from "./unsubscribe-link.ts";
