import { createHash } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { credentialText } from "./baked.ts";
import { DURING, ISSUER, issuer, KEY, METHOD, signed } from "./fixture.test.support.ts";
import { issuerResolver } from "./issuer-resolver.ts";
import { isOfEmail, readOutsideCredential, verifyOutsideCredential } from "./outside-credential.ts";
import { type SignedCredential, signCredential } from "./sign.ts";

const credential = await signed();
const LIST = "https://kunna.example/status/1";
const INDEX = 9;

/** Signs what is not of Kunna's own form too. */
function sign(document: object): Promise<object> {
  const options = { ...KEY, verificationMethod: METHOD, controller: ISSUER, created: new Date("2026-03-01T12:00:00Z") };
  return signCredential(document as SignedCredential, options);
}

const { proof: _proof, ...bare } = credential;
const entry = {
  type: "BitstringStatusListEntry",
  statusPurpose: "revocation",
  statusListIndex: String(INDEX),
  statusListCredential: LIST,
};
const listed = (over: object = {}) => sign({ ...bare, credentialStatus: { ...entry, ...over } });

function list(bits: Uint8Array, over: object = {}): object {
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    id: LIST,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: { id: ISSUER },
    credentialSubject: {
      id: `${LIST}#list`,
      type: "BitstringStatusList",
      statusPurpose: "revocation",
      encodedList: `u${gzipSync(bits).toString("base64url")}`,
    },
    ...over,
  };
}
const bitsWith = (index?: number, bytes = 16_384) => {
  const bits = new Uint8Array(bytes);
  if (index !== undefined) bits[index >> 3] = 0x80 >> (index & 7);
  return bits;
};

async function problems(document: object, documents: Record<string, unknown>): Promise<string[]> {
  const fetchJson = async (url: string) => {
    if (!(url in documents)) throw new Error("Not reached.");
    return documents[url];
  };
  const result = await verifyOutsideCredential(document, { fetchJson, now: DURING });
  return result.problems.map(({ code }) => code);
}

describe("the status list", () => {
  it.each<[name: string, bits: Uint8Array, over: object, expected: string[]]>([
    ["nobody's bit", bitsWith(), {}, []],
    ["its bit", bitsWith(INDEX), {}, ["STATUS_REVOKED"]],
    ["the bit before", bitsWith(INDEX - 1), {}, []],
    ["the bit after", bitsWith(INDEX + 1), {}, []],
    ["too few bits", bitsWith(INDEX, 128), {}, ["STATUS_UNCHECKED"]],
    ["too many bytes when unpacked", bitsWith(INDEX, 5_000_000), {}, ["STATUS_UNCHECKED"]],
    ["another's name", bitsWith(), { id: `${LIST}0` }, ["STATUS_UNCHECKED"]],
    ["an end that has passed", bitsWith(), { validUntil: "2026-08-01T00:00:00Z" }, ["STATUS_UNCHECKED"]],
    ["another's type", bitsWith(), { type: ["VerifiableCredential"] }, ["STATUS_UNCHECKED"]],
  ])("with %s", async (_name, bits, over, expected) => {
    const documents = { [ISSUER]: issuer(), [LIST]: await sign(list(bits, over)) };
    expect(await problems(await listed(), documents)).toEqual(expected);
  });

  it("says suspended for the purpose of suspension, and nothing for a list of another purpose", async () => {
    const subject = { ...(list(bitsWith(INDEX)) as { credentialSubject: object }).credentialSubject };
    const suspending = list(bitsWith(INDEX), { credentialSubject: { ...subject, statusPurpose: "suspension" } });
    const documents = { [ISSUER]: issuer(), [LIST]: await sign(suspending) };
    expect(await problems(await listed({ statusPurpose: "suspension" }), documents)).toEqual(["STATUS_SUSPENDED"]);
    expect(await problems(await listed(), documents)).toEqual(["STATUS_UNCHECKED"]);
  });

  it("is not taken when it was changed, is unsigned, is not there, or is of a kind that can't be checked", async () => {
    const good = await sign(list(bitsWith(INDEX)));
    const { credentialSubject } = list(bitsWith()) as { credentialSubject: object };
    for (const found of [{ ...good, credentialSubject }, list(bitsWith()), undefined, null, "x"])
      expect(await problems(await listed(), { [ISSUER]: issuer(), [LIST]: found })).toEqual(["STATUS_UNCHECKED"]);
    expect(await problems(await listed(), { [ISSUER]: issuer() })).toEqual(["STATUS_UNCHECKED"]);
    const documents = { [ISSUER]: issuer(), [LIST]: await sign(list(bitsWith())) };
    for (const over of [{ type: "1EdTechRevocationList" }, { statusSize: 2 }, { statusListIndex: "-1" }])
      expect(await problems({ ...credential, credentialStatus: { ...entry, ...over } }, documents)).toContain(
        "STATUS_UNCHECKED",
      );
  });
});

describe("issuers", () => {
  const resolve = issuerResolver(async (url) => url);
  it.each([
    ["https://a.example/issuer", "https://a.example/issuer"],
    ["did:web:a.example", "https://a.example/.well-known/did.json"],
    ["did:web:a.example%3A8443:people:1", "https://a.example:8443/people/1/did.json"],
  ])("%s is asked at %s", async (id, url) => {
    expect(await resolve(id)).toBe(url);
  });
  it.each([
    "did:web:a.example:..:x",
    "did:web:a.example%2Fx",
    "did:web:user%40a.example",
    "did:web:a.example:a%2Fb",
    "did:web:%",
    "did:web:",
    "did:key:z6LSother",
    "did:ion:x",
    "urn:uuid:1",
    "file:///etc/passwd",
  ])("%s is not asked", async (id) => {
    await expect(resolve(id)).rejects.toThrow();
  });
  it("a did:key has its key in its name", async () => {
    const did = `did:key:${KEY.publicKeyMultibase}`;
    const document = await signCredential(
      { ...bare, issuer: { ...bare.issuer, id: did } },
      {
        ...KEY,
        verificationMethod: `${did}#${KEY.publicKeyMultibase}`,
        controller: did,
        created: new Date("2026-03-01T12:00:00Z"),
      },
    );
    expect(await problems(document, {})).toEqual([]);
    expect(await problems({ ...document, name: "Other" }, {})).toEqual(["PROOF_INVALID"]);
  });
});

describe("whose it is", () => {
  const of = (...identifier: object[]) => ({
    ...credential,
    credentialSubject: { ...credential.credentialSubject, identifier },
  });
  const email = "nils.ek@example.org";
  const hash = (text: string) => `sha256$${createHash("sha256").update(text).digest("hex")}`;
  const identity = { type: "IdentityObject", identityType: "emailAddress" };
  it.each<[name: string, identifier: object[], expected: boolean]>([
    ["in the clear", [{ ...identity, hashed: false, identityHash: email }], true],
    ["in other letters", [{ ...identity, hashed: false, identityHash: "Nils.Ek@Example.org" }], true],
    ["hashed", [{ ...identity, hashed: true, identityHash: hash(email) }], true],
    ["hashed with a salt", [{ ...identity, hashed: true, identityHash: hash(`${email}pepper`), salt: "pepper" }], true],
    [
      "hashed with another salt",
      [{ ...identity, hashed: true, identityHash: hash(`${email}pepper`), salt: "x" }],
      false,
    ],
    ["as a hash in the clear", [{ ...identity, hashed: false, identityHash: hash(email) }], false],
    ["in the clear as a hash", [{ ...identity, hashed: true, identityHash: email }], false],
    ["as a name", [{ ...identity, hashed: false, identityHash: email, identityType: "name" }], false],
    ["not at all", [], false],
    [
      "among others",
      [
        { ...identity, hashed: false, identityHash: "a@b.c" },
        { ...identity, hashed: false, identityHash: email },
      ],
      true,
    ],
  ])("named %s", (_name, identifier, expected) => {
    expect(isOfEmail(of(...identifier), email)).toBe(expected);
  });
});

it("reads what counts, and only an Open Badge of one person", () => {
  expect(readOutsideCredential(credential)).toEqual({
    issuer: ISSUER,
    issuerName: "Acme Rescue",
    achievement: { id: "https://kunna.example/programs/rope/versions/3", name: "Rope Rescue Leader" },
    alignments: ["https://frameworks.example/rope/lead"],
    awardedAt: new Date("2026-03-01T12:00:00Z"),
    validFrom: new Date("2026-03-01T12:00:00Z"),
    validUntil: new Date("2027-03-01T12:00:00Z"),
  });
  const { credentialSubject } = credential;
  for (const over of [
    { type: ["VerifiableCredential"] },
    { credentialSubject: [credentialSubject, credentialSubject] },
    { credentialSubject: { ...credentialSubject, achievement: undefined } },
    { validFrom: undefined },
    { "@context": ["https://evil.example/"] },
  ])
    expect(readOutsideCredential({ ...credential, ...over })).toBeNull();
});

describe("baked images", () => {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const png = (...chunks: Buffer[]) =>
    Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
  const text = (data: Buffer, packed: number, keyword = "openbadgecredential") =>
    chunk("iTXt", Buffer.concat([Buffer.from(keyword), Buffer.from([0, packed, 0, 0, 0]), data]));
  const json = Buffer.from('{"name":"Zoë"}');
  it.each<[name: string, content: Buffer, expected: string | null]>([
    ["JSON", json, '{"name":"Zoë"}'],
    ["a PNG", png(chunk("IHDR", Buffer.alloc(13)), text(json, 0), chunk("IEND", Buffer.alloc(0))), '{"name":"Zoë"}'],
    ["a packed one", png(text(deflateSync(json), 1)), '{"name":"Zoë"}'],
    ["a PNG with another text", png(text(json, 0, "comment")), null],
    ["a PNG without", png(chunk("IEND", Buffer.alloc(0))), null],
    ["a PNG that is cut off", png(text(json, 0)).subarray(0, 20), null],
    ["a packed one that is broken", png(text(json, 1)), null],
    ["one that unpacks to too much", png(text(deflateSync(Buffer.alloc(2_000_000)), 1)), null],
    [
      "an SVG",
      Buffer.from(
        `<svg><openbadges:credential xmlns:openbadges="x"><![CDATA[ ${json} ]]></openbadges:credential></svg>`,
      ),
      '{"name":"Zoë"}',
    ],
    ["an SVG without", Buffer.from("<svg><![CDATA[{}]]></svg>"), null],
  ])("%s", (_name, content, expected) => {
    expect(credentialText(content)).toBe(expected);
  });
});
