import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { newStranger, outsideWorld } from "./outside-credentials.test.support.ts";
import { outsideSuite } from "./outside-suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`outside credentials on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R12 outside credentials, on %s", (kind) => {
  const { world, suite, ask, credentialProgram, enrol, enrolmentOf, priorOf, newLearner, add, recheck, trust, map } =
    outsideSuite(kind);

  it("R12 keeps what did not verify, with what was wrong, and it does not count", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await map(await trust(stranger));
    const enrolmentId = await enrol(actor, await credentialProgram());
    const forged = (await stranger.issue({ email: "another@example.org" })).replace("another@example.org", email);
    expect(await add(actor, { content: forged })).toMatchObject({
      state: "NOT_VERIFIED",
      checks: { nodes: [{ verified: false, ofPerson: true, problems: [{ code: "PROOF_INVALID" }] }] },
    });
    const impostor = await newStranger(outsideWorld());
    expect(await add(actor, { content: await impostor.issue({ email }) })).toMatchObject({
      checks: { nodes: [{ problems: [{ code: "ISSUER_UNRESOLVED" }] }] },
    });
    expect(await priorOf(actor, enrolmentId)).toBe("OPEN");
  });

  it("R12 the same content sent twice adds nothing, whatever its spacing; nor does the same request", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const content = await stranger.issue({ email });
    const first = await add(actor, { content });
    const again = await add(actor, { content: JSON.stringify(JSON.parse(content), null, 2) });
    expect([again.id, again.checks.totalCount]).toEqual([first.id, 1]);
    const url = `https://stranger.example/${crypto.randomUUID()}.json`;
    world.documents.set(url, await stranger.issue({ email }));
    const key = crypto.randomUUID();
    const fetched = await add(actor, { url }, key);
    expect(fetched).toMatchObject({ sourceUrl: url, checks: { nodes: [{ verified: true }] } });
    // The first answer is given again, also when the address is gone by now.
    world.documents.delete(url);
    expect((await add(actor, { url }, key)).id).toBe(fetched.id);
    expect(await add(actor, { url }, crypto.randomUUID())).toEqual({
      ...{
        __typename: "OutsideDocumentUnavailable",
        code: "OUTSIDE_DOCUMENT_UNAVAILABLE",
        url,
        problem: "NOT_REACHED",
      },
    });
  });

  it.each([["nonsense"], ["{}"], ["[]"], ["<svg/>"], ['{"a":"\\u0000"}'], ["data:image/png;base64,AAAA"]])(
    "R12 %s is no credential",
    async (content) => {
      const { actor } = await newLearner();
      expect(await add(actor, { content })).toEqual({
        ...{ __typename: "CredentialNotReadable", code: "CREDENTIAL_NOT_READABLE" },
      });
    },
  );

  it("R12 takes one that is baked into an image, and neither none nor two ways at once", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    const json = await stranger.issue({ email });
    const svg = `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[${json}]]></openbadges:credential></svg>`;
    const added = await add(actor, { content: svg });
    expect(added).toMatchObject({ checks: { nodes: [{ verified: true }] } });
    const png = `data:image/png;base64,${bakedPng(json).toString("base64")}`;
    expect((await add(actor, { content: png })).id).toBe(added.id);
    expect(await add(actor, {})).toMatchObject({ code: "INVALID_INPUT" });
    expect(await add(actor, { content: json, url: "https://a.example/" })).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("R12 asks nobody outside for who may not add, and for nobody else's credential", async () => {
    const before = world.asked.length;
    const input = { url: "https://stranger.example/x.json" };
    expect(await add(suite.actors.reviewer, input)).toMatchObject({ code: "NOT_PERMITTED" });
    const [stranger, { actor, email }, { actor: other }] = [
      await newStranger(world),
      await newLearner(),
      await newLearner(),
    ];
    const { id } = await add(actor, { content: await stranger.issue({ email }) });
    const after = world.asked.length;
    expect((await recheck(other, id)).code).toBe("NOT_PERMITTED");
    expect([before, world.asked.length]).toEqual([after - 1, after]);
    expect((await ask(other, "query ($id: ID!) { node(id: $id) { id } }", { id })).node).toBeNull();
  });

  it("R12 the same credential added twice at the same instant is one", async () => {
    const [stranger, { actor, email }] = [await newStranger(world), await newLearner()];
    await map(await trust(stranger));
    const enrolmentId = await enrol(actor, await credentialProgram());
    const content = await stranger.issue({ email });
    const added = await Promise.all([1, 2, 3, 4].map(() => add(actor, { content })));
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect((await enrolmentOf(actor, enrolmentId)).recognitions.nodes).toHaveLength(1);
  });
});

/** A PNG that has nothing but a credential: an iTXt chunk, not packed. */
function bakedPng(json: string): Buffer {
  const text = Buffer.concat([Buffer.from("openbadgecredential\0\0\0\0\0", "latin1"), Buffer.from(json)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, length, Buffer.from("iTXt"), text, Buffer.alloc(4)]);
}
