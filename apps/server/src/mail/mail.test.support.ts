import type { AddressInfo } from "node:net";
import type { OutgoingMail } from "@kunna/api";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import type { SmtpServer } from "./smtp.ts";

/** A mail server on this machine, for the test that runs. */
export interface LocalMailServer {
  readonly server: SmtpServer;
  /** What it has taken, in the order in which it came. */
  readonly taken: { readonly to: string[]; readonly raw: string; readonly parsed: ParsedMail }[];
  close(): Promise<void>;
}

export async function startMailServer(options: SMTPServerOptions = {}): Promise<LocalMailServer> {
  const taken: LocalMailServer["taken"] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks);
        simpleParser(raw).then((parsed) => {
          taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: raw.toString(), parsed });
          callback();
        }, callback);
      });
    },
    ...options,
  });
  smtp.on("error", () => {});
  const listening = smtp.listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = listening.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => smtp.close(() => resolve()));
  onTestFinished(close);
  return { server: { host: "127.0.0.1", port, secure: false, user: null, password: null }, taken, close };
}

export const mail: OutgoingMail = {
  messageId: "0199-1@kunna.example.org",
  fromName: "Nordvik kommun",
  to: { name: "Åsa Ek", address: "asa@nordvik.example.org" },
  subject: "Du är certifierad: Dataskydd",
  text: "Hej Åsa Ek!\n",
  html: "<p>Hej Åsa Ek!</p>",
  language: "sv",
  date: new Date("2026-11-24T09:00:00Z"),
  unsubscribeUrl: "https://kunna.example.org/notifications/unsubscribe?of=a&kinds=AWARDS%2CRENEWALS&signature=x",
};
