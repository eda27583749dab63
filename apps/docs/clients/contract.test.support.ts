import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { wayTo } from "./cuttable.test.support.ts";

/** A certificate as each example shows it. */
export interface Shown {
  readonly id: string;
  readonly number: string;
  readonly expiresAt?: string | null | undefined;
}

/** What each example can do, once it is connected. */
export interface Example {
  /** Shows the first page, and each change of what is shown. */
  watch(programId: string, show: (list: readonly Shown[], next: string | null) => void): Watching;
  /** Gives what is told the person. */
  extend(input: { certificateId: string; lastDay: string; reason: string }): Promise<string>;
  /** Gives what ends it. */
  follow(programId: string, after: string, onEvent: (cursor: string) => void): () => void;
}

interface Watching {
  /** Asks for the page after a cursor. */
  more(after: string | null): Promise<unknown>;
  stop(): void;
}

const { url, tokens } = inject("kunna");

/** By whatever else but the example. */
export async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.admin}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

interface Program {
  readonly id: string;
  readonly certificates: readonly (Shown & { readonly standing: string })[];
}

/** The demo's program with someone in each standing, and its certificates as the server has them now. */
export async function demoProgram(): Promise<Program> {
  const { program } = await ask<{ program: { id: string; certificates: { nodes: Program["certificates"] } } }>(
    `{ program(key: "data-protection") { id certificates(first: 100) { nodes { id number expiresAt standing } } } }`,
  );
  return { id: program.id, certificates: program.certificates.nodes };
}

/** The certificates that can be extended. */
export async function extensible(): Promise<readonly Shown[]> {
  return (await demoProgram()).certificates.filter(({ standing }) => standing !== "LAPSED");
}

/** An extension by so many days, of a certificate as it is now. */
export async function extensionOf(certificateId: string, days = 30) {
  const { node } = await ask<{ node: { expiresAt: string } }>(
    "query ($id: ID!) { node(id: $id) { ... on Certificate { expiresAt } } }",
    { id: certificateId },
  );
  const from = Math.max(Date.parse(node.expiresAt), Date.now());
  const lastDay = new Date(from + days * 86_400_000).toISOString().slice(0, 10);
  return { certificateId, lastDay, reason: "The course was moved." };
}

/** Extends one by other means, as another user does. Gives its new expiry. */
export async function extendElsewhere(certificateId: string): Promise<string> {
  const { extendCertificate } = await ask<{ extendCertificate: { expiresAt: string } }>(
    "mutation ($input: ExtendCertificateInput!) { extendCertificate(input: $input) { ... on Certificate { expiresAt } } }",
    { input: await extensionOf(certificateId) },
  );
  return extendCertificate.expiresAt;
}

export async function feedCursor(): Promise<string> {
  return (await ask<{ feedCursor: string }>("{ feedCursor }")).feedCursor;
}

/** What every example must do against the real server. */
export function describeExample(
  name: string,
  connect: (graphql: string, token: string) => Example,
  shownAfterEach = [2, 4, 5],
): void {
  const start = async (server = url) => {
    const example = connect(`${server}/graphql`, tokens.admin);
    const { id: programId } = await demoProgram();
    let list: readonly Shown[] = [];
    let next: string | null = null;
    const watching = example.watch(programId, (shown, after) => {
      list = shown;
      next = after;
    });
    onTestFinished(() => watching.stop());
    await vi.waitFor(() => expect(list.length).toBeGreaterThan(0), { timeout: 20_000 });
    const pages = [list.length];
    while (next !== null) {
      await watching.more(next);
      await vi.waitFor(() => expect(list.length).toBeGreaterThan(pages.at(-1) ?? 0), { timeout: 20_000 });
      pages.push(list.length);
    }
    const expiryOf = (id: string) => list.find((shown) => shown.id === id)?.expiresAt;
    return { example, programId, pages, expiryOf, list: () => list };
  };

  describe(name, () => {
    /** What a cache complains of: a type without a key, a list that is lost. */
    const complaints: unknown[] = [];
    beforeEach(() => {
      for (const level of ["warn", "error"] as const)
        vi.spyOn(console, level).mockImplementation((...said) => complaints.push(said));
    });
    afterEach(() => {
      vi.restoreAllMocks();
      expect(complaints.splice(0)).toEqual([]);
    });

    it("gives all by pages of two, each once", async () => {
      const { pages, list } = await start();
      const { certificates } = await demoProgram();
      expect(pages).toEqual(shownAfterEach);
      expect(list().map(({ number }) => number)).toEqual(certificates.map(({ number }) => number));
    });

    it("shows what a mutation made, wherever it is shown, and asks for nothing again", async () => {
      const { example, expiryOf } = await start();
      const [first] = await extensible();
      if (!first) throw new Error("None can be extended.");
      const input = await extensionOf(first.id);
      const asked = vi.spyOn(globalThis, "fetch");
      expect(await example.extend(input)).toMatch(/^It holds until /);
      await vi.waitFor(() => expect(expiryOf(first.id)).not.toBe(first.expiresAt));
      expect(asked).toHaveBeenCalledTimes(1);
    });

    it("takes a refusal as an answer, with what the reason is", async () => {
      const { example } = await start();
      const lapsed = (await demoProgram()).certificates.find(({ standing }) => standing === "LAPSED");
      const input = {
        certificateId: lapsed?.id ?? "",
        lastDay: "2027-12-31",
        reason: "The reminder went to an old address.",
      };
      expect(await example.extend(input)).toMatch(/^Refused, LAPSED: \w/);
      expect(await example.extend({ ...input, lastDay: "2020-01-01", reason: "" })).toMatch(
        /^Refused, INVALID_INPUT: /,
      );
    });

    it("shows what happens live, and misses nothing while it was cut off", async () => {
      const after = await feedCursor();
      const way = await wayTo(url);
      const { example, programId, expiryOf } = await start(way.url);
      const cursors: string[] = [];
      const end = example.follow(programId, after, (cursor) => cursors.push(cursor));
      onTestFinished(() => end());
      const [first, second, third] = await extensible();
      if (!first || !second || !third) throw new Error("Too few can be extended.");
      const shows = async (expected: Record<string, string>) =>
        vi.waitFor(
          () => {
            for (const [id, expiresAt] of Object.entries(expected)) expect(expiryOf(id)).toBe(expiresAt);
          },
          { timeout: 30_000 },
        );

      await shows({ [first.id]: await extendElsewhere(first.id) });
      way.cut();
      const missed = {
        [second.id]: await extendElsewhere(second.id),
        [third.id]: await extendElsewhere(third.id),
      };
      way.mend();
      await shows(missed);
      await shows({ [first.id]: await extendElsewhere(first.id) });

      const { events } = await ask<{ events: { cursor: string }[] }>(
        "query ($programId: ID!, $after: Cursor!) { events(filter: { programId: $programId }, after: $after) { cursor } }",
        { programId, after },
      );
      expect(cursors).toEqual(events.map(({ cursor }) => cursor));
    });
  });
}
