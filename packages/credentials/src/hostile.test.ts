import { expect, test } from "vitest";
import { codes, signed, verify } from "./fixture.test.support.ts";
import { LIMITS } from "./json.ts";

const credential = await signed();

test.each([
  ["undefined", undefined],
  ["null", null],
  ["a text", JSON.stringify(credential)],
  ["an array", [credential]],
  ["an empty object", {}],
  ["a function inside", { ...credential, name: () => "x" }],
  ["not a number", { ...credential, name: Number.NaN }],
  ["a lone surrogate", { ...credential, name: "\ud800" }],
  ["__proto__", JSON.parse(`{"__proto__": {"verified": true}, ${JSON.stringify(credential).slice(1)}`)],
  [
    "a getter that throws",
    Object.defineProperty({ ...credential }, "name", {
      enumerable: true,
      get: () => {
        throw 1;
      },
    }),
  ],
  [
    "a proxy that throws",
    new Proxy(
      { ...credential },
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    ),
  ],
  ["a cycle", cyclic()],
  ["too deep", { ...credential, name: nested(LIMITS.depth + 1) }],
  ["far too deep", { ...credential, name: nested(5_000) }],
  ["too many values", { ...credential, evidence: Array.from({ length: LIMITS.values }, () => ({})) }],
  ["too long a text", { ...credential, name: "x".repeat(LIMITS.characters) }],
  ["too many proofs", { ...credential, proof: Array.from({ length: 21 }, () => credential.proof[0]) }],
  ["an issuer that is not a URL", { ...credential, issuer: "acme" }],
  ["a blank node for an id", { ...credential, id: "_:b0" }],
  ["no subject", { ...credential, credentialSubject: undefined }],
])("is malformed and never throws: %s", async (_name, document) => {
  const result = await verify(document);
  expect(result).toMatchObject({ verified: false, issuer: null, validFrom: null, validUntil: null });
  expect(result.problems.map(({ code }) => code)).toContain("MALFORMED");
});

test("blank nodes can't be linked into a graph that is slow to canonicalize", async () => {
  // All point at each other: each looks like every other one to RDFC-1.0.
  const names = Array.from({ length: 12 }, (_, index) => `_:b${index}`);
  const endorsement = names.map((id) => ({ id, endorsement: names.map((other) => ({ id: other })) }));
  expect(await codes({ ...credential, endorsement })).toEqual(["TERM_REFUSED"]);
});

test("as many alike things as the bounds allow are gone through in bounded time", async () => {
  // Each links two of some shared blank nodes, which a term that takes a URL still can.
  const links = (LIMITS.values - 200) / 4;
  const endorsement = Array.from({ length: links }, (_, at) => ({ image: [`_:b${at}`, `_:b${(at + 1) % links}`] }));
  const started = performance.now();
  expect(await codes({ ...credential, endorsement })).toEqual(["PROOF_INVALID"]);
  expect(performance.now() - started).toBeLessThan(15_000);
}, 20_000);

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function cyclic(): unknown {
  const document: Record<string, unknown> = { ...credential };
  document.evidence = document;
  return document;
}
