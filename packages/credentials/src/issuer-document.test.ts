import jsonld from "jsonld";
import { expect, test } from "vitest";
import { bundledLoader } from "./contexts.ts";
import { ISSUER, issuer, KEY, METHOD } from "./fixture.test.support.ts";
import { issuerDocument } from "./issuer-document.ts";

test("is a Profile and a controlled identifier document at once", () => {
  expect(issuer()).toEqual({
    "@context": [
      "https://www.w3.org/ns/did/v1",
      "https://w3id.org/security/multikey/v1",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    id: ISSUER,
    type: ["Profile"],
    name: "Acme Rescue",
    url: "https://acme.example/",
    verificationMethod: [
      { id: METHOD, type: "Multikey", controller: ISSUER, publicKeyMultibase: KEY.publicKeyMultibase },
    ],
    assertionMethod: [METHOD],
  });
});

test("every member has a term: JSON-LD drops nothing of it", async () => {
  const options = {
    documentLoader: bundledLoader(),
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    base: null,
    safe: true,
  } as const;
  const statements = await jsonld.canonize(issuer({ revokedAt: new Date("2026-05-01T00:00:00Z") }), options);
  expect(statements).toContain(
    `<${METHOD}> <https://w3id.org/security#publicKeyMultibase> "${KEY.publicKeyMultibase}"`,
  );
  expect(statements).toContain(`<${METHOD}> <https://w3id.org/security#revoked> "2026-05-01T00:00:00Z"`);
  expect(statements).toContain(`<${ISSUER}> <https://schema.org/name> "Acme Rescue"`);
  expect(await jsonld.canonize(issuer(), options)).toContain(
    `<${ISSUER}> <https://w3id.org/security#assertionMethod> <${METHOD}> .`,
  );
});

test("keys in use come first, retired ones stay for what they signed, revoked ones sign nothing", () => {
  const at = new Date("2026-05-01T00:00:00Z");
  const { publicKeyMultibase } = KEY;
  const document = issuerDocument({
    id: ISSUER,
    name: "Acme Rescue",
    url: "https://acme.example/",
    keys: [
      { id: "#stolen", publicKeyMultibase, retiredAt: at, revokedAt: at },
      { id: "#old", publicKeyMultibase, retiredAt: at },
      { id: "#new", publicKeyMultibase },
    ],
  });
  expect(document.verificationMethod.map(({ id, revoked }) => [id, revoked])).toEqual([
    ["#new", undefined],
    ["#old", undefined],
    ["#stolen", "2026-05-01T00:00:00Z"],
  ]);
  expect(document.assertionMethod).toEqual(["#new", "#old"]);
});
