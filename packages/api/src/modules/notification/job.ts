import type { Job } from "../../job.ts";
import { notify } from "./notify.ts";
import { sendMails } from "./send.ts";

/** Notes whom new events notify, and sends the mails that are due. */
export const notificationJob: Job = {
  name: "notifications",
  everyMs: 15_000,
  wakesOnFeed: true,
  async run(services, isStopped) {
    await notify(services, isStopped);
    await sendMails(services, isStopped);
  },
};
