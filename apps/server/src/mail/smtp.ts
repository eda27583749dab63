import { once } from "node:events";
import { Readable } from "node:stream";
import type { MailOutcome, MailTransport } from "@kunna/api";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { isLoopbackAddress } from "../outside/public-address.ts";
import { whenComposed } from "./compose.ts";

/** A mail server, and how it is reached. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the connection; else with STARTTLS, where the server offers it. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

/** In milliseconds, for each wait; the whole is bounded too. */
const patience = 20_000;
const wholePatience = 110_000;

/** Gives mails to a server by SMTP, a connection each. */
export function smtpTransport(server: SmtpServer, from: string): MailTransport {
  return {
    // A server may take a mail twice: only its readers see by the Message-ID that it is the same.
    isIdempotent: false,
    send: (mail) => whenComposed(mail, from, (content) => give(server, { from, to: mail.to.address }, content)),
  };
}

interface Envelope {
  readonly from: string;
  readonly to: string;
}

async function give(server: SmtpServer, envelope: Envelope, content: Buffer): Promise<MailOutcome> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: needsStartTls(server),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience * 2,
    dnsTimeout: patience,
  });
  const failed = new AbortController();
  connection.on("error", (error) => failed.abort(error));
  connection.once("end", () => failed.abort(new Error("The connection was closed.")));
  const impatience = setTimeout(() => {
    failed.abort(new Error("The mail server took too long."));
    connection.close();
  }, wholePatience);
  /** Ends with what is called back, or with what breaks the connection. */
  const step = (work: (done: (error?: unknown) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const fail = () => reject(failed.signal.reason);
      failed.signal.addEventListener("abort", fail, { once: true });
      work((error) => (error ? reject(error) : resolve()));
      if (failed.signal.aborted) fail();
    });
  /** Whether the server has been given any of the mail itself: from then on it may have taken it. */
  let isGiven = false;
  const message = Readable.from(
    (function* () {
      isGiven = true;
      yield content;
    })(),
  );
  try {
    const { user, password } = server;
    await step((done) => connection.connect(done));
    if (user !== null)
      await step((done) => connection.login({ user, credentials: { user, pass: password ?? "" } }, done));
  } catch (error) {
    connection.close();
    clearTimeout(impatience);
    return { kind: "LATER", problem: problemOf(error), unreachable: true };
  }
  try {
    await step((done) =>
      connection.send({ from: envelope.from, to: [envelope.to], size: content.byteLength }, message, done),
    );
    return { kind: "SENT" };
  } catch (error) {
    return refusalOf(error, isGiven);
  } finally {
    clearTimeout(impatience);
    connection.quit();
    await Promise.race([
      once(connection, "end").catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 1_000).unref()),
    ]);
    connection.close();
  }
}

/** What an answer of the server means; without one, what is known depends on whether the mail was given. */
function refusalOf(error: unknown, isGiven: boolean): MailOutcome {
  const problem = problemOf(error);
  const { responseCode, permanent } = error as { responseCode?: number; permanent?: boolean };
  if (responseCode === undefined)
    return isGiven ? { kind: "UNKNOWN", problem } : { kind: "LATER", problem, unreachable: true };
  return permanent ? { kind: "REFUSED", problem } : { kind: "LATER", problem, unreachable: false };
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What signs us in never goes in the clear but to this machine itself. */
export function needsStartTls({ host, secure, user }: SmtpServer): boolean {
  return !secure && user !== null && host !== "localhost" && !isLoopbackAddress(host);
}
