import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MailOutcome, MailTransport } from "@kunna/api";
import { whenComposed } from "./compose.ts";

/**
 * Writes each mail into a folder instead of sending it, as an .eml file that any mail program opens. Its name is its
 * Message-ID, and it appears when it is whole: so it is there once, however often it is tried.
 */
export function fileSink(folder: string, from: string): MailTransport {
  return {
    isIdempotent: true,
    send: (mail) => whenComposed(mail, from, (content) => keep(folder, mail.messageId, content)),
  };
}

async function keep(folder: string, messageId: string, content: Buffer): Promise<MailOutcome> {
  try {
    const path = join(folder, `${messageId.replaceAll(/[^\w.@-]/g, "_")}.eml`);
    if (await isThere(path)) return { kind: "SENT" };
    await mkdir(folder, { recursive: true });
    const unfinished = join(folder, `.${randomUUID()}.part`);
    try {
      const file = await open(unfinished, "wx", 0o600);
      try {
        await file.writeFile(content);
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
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
