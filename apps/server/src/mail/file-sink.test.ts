import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileSink } from "./file-sink.ts";
import { mail } from "./mail.test.support.ts";

const from = "no-reply@nordvik.example.org";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "kunna-mail-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe("mail as files", () => {
  it("is there once, whole, under its Message-ID, however often and at once it is given", async () => {
    const made = join(await folder(), "mail");
    const sink = fileSink(made, from);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => sink.send(mail)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["SENT"]));
    await sink.send({ ...mail, subject: "Another" });
    expect(await readdir(made)).toEqual(["0199-1@kunna.example.org.eml"]);
    const parsed = await simpleParser(await readFile(join(made, "0199-1@kunna.example.org.eml")));
    expect(parsed.subject).toBe(mail.subject);
  });

  it("stays in its folder whatever the Message-ID is", async () => {
    const made = await folder();
    await fileSink(join(made, "mail"), from).send({ ...mail, messageId: "../../evil\0/x@y" });
    expect(await readdir(made)).toEqual(["mail"]);
    expect(await readdir(join(made, "mail"))).toHaveLength(1);
  });

  it("comes again where the folder can't be written", async () => {
    const made = await folder();
    await writeFile(join(made, "mail"), "a file, and no folder");
    const sink = fileSink(join(made, "mail"), from);
    expect(await sink.send(mail)).toMatchObject({ kind: "LATER", unreachable: true });
  });
});
