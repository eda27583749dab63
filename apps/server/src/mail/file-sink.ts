import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MailTransport } from "@kunna/api";
import { composeMail } from "./compose.ts";

/**
 * Writes each mail into a folder instead of sending it, as an .eml file that any mail program opens. Its name is its
 * Message-ID, and it appears when it is whole: so it is there once, however often it is tried.
 */
export function fileSink(folder: string, from: string): MailTransport {
  return {
    isIdempotent: true,
    async send(mail) {
      try {
        const path = join(folder, `${mail.messageId.replaceAll(/[^\w.@-]/g, "_")}.eml`);
        if (await isThere(path)) return { kind: "SENT" };
        await mkdir(folder, { recursive: true });
        const unfinished = join(folder, `.${randomUUID()}.part`);
        try {
          const file = await open(unfinished, "wx", 0o600);
          try {
            await file.writeFile(await composeMail(mail, from));
            await file.sync();
          } finally {
            await file.close();
          }
          await rename(unfinished, path);
        } catch (error) {
          await rm(unfinished, { force: true });
          throw error;
        }
        return { kind: "SENT" };
      } catch (error) {
        return { kind: "LATER", problem: error instanceof Error ? error.message : String(error), unreachable: true };
      }
    },
  };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
