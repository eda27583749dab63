import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { mail, startMailServer } from "./mail.test.support.ts";
import { needsStartTls, smtpTransport } from "./smtp.ts";

const from = "no-reply@nordvik.example.org";

/** An error that the server answers with. */
function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

describe("mail by SMTP", () => {
  it("arrives as it was written, with what lets a mail program call it off at one click", async () => {
    const { server, taken } = await startMailServer();
    expect(await smtpTransport(server, from).send(mail)).toEqual({ kind: "SENT" });
    const [{ to, raw, parsed } = { to: [], raw: "", parsed: null }, ...others] = taken;
    expect(others).toEqual([]);
    expect(to).toEqual(["asa@nordvik.example.org"]);
    expect(parsed).toMatchObject({
      messageId: "<0199-1@kunna.example.org>",
      subject: "Du är certifierad: Dataskydd",
      from: { value: [{ name: "Nordvik kommun", address: from }] },
      to: { value: [{ name: "Åsa Ek", address: "asa@nordvik.example.org" }] },
      date: new Date("2026-11-24T09:00:00Z"),
    });
    expect(parsed?.text?.trim()).toBe("Hej Åsa Ek!");
    expect(parsed?.html).toContain("<p>Hej Åsa Ek!</p>");
    const unfolded = raw.replace(/\r\n[ \t]+/g, " ");
    expect(unfolded).toContain(`List-Unsubscribe: <${mail.unsubscribeUrl}>`);
    expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(unfolded).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  it("has no way to be called off where it can't be", async () => {
    const { server, taken } = await startMailServer();
    await smtpTransport(server, from).send({ ...mail, unsubscribeUrl: null });
    expect(taken[0]?.raw).not.toMatch(/List-Unsubscribe/i);
  });

  it.each(["\r\nBcc: thief@example.org", "\nSubject: other", '"><x', "a, b <c@d.example>", "\u2028x"])(
    "takes no header and no address from a name or a subject: %j",
    async (text) => {
      const { server, taken } = await startMailServer();
      const to = { name: `Eve${text}`, address: mail.to.address };
      const sent = { ...mail, to, fromName: `Org${text}`, subject: `Sub${text}` };
      expect(await smtpTransport(server, from).send(sent)).toEqual({ kind: "SENT" });
      const [one] = taken;
      expect(one?.to).toEqual([mail.to.address]);
      expect(one?.parsed.headers.has("bcc")).toBe(false);
      expect([one?.parsed.to].flat().flatMap((list) => list?.value ?? [])).toHaveLength(1);
      expect(one?.parsed.from?.value).toHaveLength(1);
      expect(one?.raw.split("\r\n\r\n")[0]?.match(/^subject:/gim)).toHaveLength(1);
    },
  );

  it("signs in where it is told to", async () => {
    const seen: string[] = [];
    const { server, taken } = await startMailServer({
      authOptional: false,
      onAuth({ username, password }, _session, callback) {
        seen.push(`${username} ${password}`);
        callback(password === "secret" ? null : new Error("Wrong."), { user: username ?? "" });
      },
    });
    const signedIn = { ...server, user: "kunna", password: "secret" };
    expect(await smtpTransport(signedIn, from).send(mail)).toEqual({ kind: "SENT" });
    expect(seen).toEqual(["kunna secret"]);
    expect(taken).toHaveLength(1);
    // Our sign-in is wrong, and not the mail: it waits.
    expect(await smtpTransport({ ...signedIn, password: "x" }, from).send(mail)).toMatchObject({
      kind: "LATER",
      unreachable: true,
    });
  });

  it.each([
    ["localhost", false],
    ["127.0.0.1", false],
    ["127.8.8.8", false],
    ["::1", false],
    ["127.0.0.1.example.org", true],
    ["mail.example.org", true],
  ])("signs in to %s only over TLS: %s", (host, needed) => {
    const named = { host, port: 587, secure: false, user: "kunna", password: "secret" };
    expect(needsStartTls(named)).toBe(needed);
    expect(needsStartTls({ ...named, user: null })).toBe(false);
    expect(needsStartTls({ ...named, secure: true })).toBe(false);
  });

  it("is refused for good where it can't be composed, before the server is asked", async () => {
    const { server, taken } = await startMailServer();
    const broken = {
      ...mail,
      get html(): string {
        throw new Error("No such words.");
      },
    };
    const problem = "It could not be composed: No such words.";
    expect(await smtpTransport(server, from).send(broken)).toEqual({ kind: "REFUSED", problem });
    expect(taken).toEqual([]);
  });

  it("is refused for good by 5xx, and comes again after 4xx", async () => {
    const refusing = async (code: number) => {
      const { server } = await startMailServer({
        onRcptTo: (_address, _session, callback) => callback(answer(code, "No.")),
      });
      return smtpTransport(server, from).send(mail);
    };
    expect(await refusing(550)).toMatchObject({ kind: "REFUSED", problem: expect.stringContaining("No.") });
    expect(await refusing(450)).toMatchObject({ kind: "LATER", unreachable: false });
    const { server } = await startMailServer({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on("end", () => callback(answer(452, "Full.")));
      },
    });
    expect(await smtpTransport(server, from).send(mail)).toMatchObject({ kind: "LATER", unreachable: false });
  });

  it("comes again where there is no server", async () => {
    const { server, close } = await startMailServer();
    await close();
    expect(await smtpTransport(server, from).send(mail)).toMatchObject({ kind: "LATER", unreachable: true });
  });

  it.each([
    ["before the mail was given", "RCPT", "LATER"],
    ["after it was given and before the answer", "\r\n.\r\n", "UNKNOWN"],
  ])("says what is known when the connection breaks %s", async (_when, last, kind) => {
    const replies: [string, string][] = [
      ["EHLO", "250 here"],
      ["MAIL FROM", "250 ok"],
      ["RCPT TO", "250 ok"],
      ["DATA", "354 go on"],
    ];
    const broken = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("220 here\r\n");
      socket.on("data", (chunk) => {
        const text = chunk.toString();
        if (text.includes(last)) socket.destroy();
        const reply = replies.find(([command]) => text.startsWith(command));
        if (reply && !socket.destroyed) socket.write(`${reply[1]}\r\n`);
      });
    });
    await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void broken.close());
    const { port } = broken.address() as { port: number };
    const server = { host: "127.0.0.1", port, secure: false, user: null, password: null };
    expect(await smtpTransport(server, from).send(mail)).toMatchObject({ kind });
  });
});
