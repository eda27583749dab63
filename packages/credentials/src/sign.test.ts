import { describe, expect, test } from "vitest";
import { achievementCredential } from "./achievement-credential.ts";
import { codes, INPUT, ISSUER, issuer, KEY, METHOD, signed, verify } from "./fixture.test.support.ts";
import { generateSigningKey, SigningKeyRefused } from "./keys.ts";
import { serializeCredential } from "./serialize.ts";
import { type SigningOptions, signCredential } from "./sign.ts";

const OPTIONS: SigningOptions = { ...KEY, verificationMethod: METHOD, controller: ISSUER, created: INPUT.awardedAt };

describe("signing", () => {
  test("what is signed, stored as text and read again verifies", async () => {
    const credential = await signed();
    expect(await verify(JSON.parse(serializeCredential(credential)))).toEqual({
      verified: true,
      problems: [],
      issuer: ISSUER,
      validFrom: INPUT.validFrom,
      validUntil: INPUT.validUntil,
    });
  });

  test("a generated key signs and verifies; each is new, and in the specification's 34-byte form", async () => {
    const [key, other] = await Promise.all([generateSigningKey(), generateSigningKey()]);
    expect(key.publicKeyMultibase).not.toBe(other.publicKeyMultibase);
    expect(key.secretKeyMultibase).toMatch(/^z3u2[1-9A-HJ-NP-Za-km-z]{44}$/);
    const credential = await signCredential(achievementCredential(INPUT), { ...OPTIONS, ...key });
    expect(await codes(credential, { resolveIssuer: async () => issuer(key) })).toEqual([]);
    expect(await codes(credential, { resolveIssuer: async () => issuer(other) })).toEqual(["PROOF_INVALID"]);
  });

  test("the same inputs give the same bytes, on every machine and with every update of the libraries", async () => {
    const text = serializeCredential(await signed());
    expect(serializeCredential(await signed())).toBe(text);
    expect(JSON.parse(text)).toHaveProperty(
      "proof.0.proofValue",
      "zKoiYdiucgegtoDc2CXCYRyvkfpdF924GnZHJR7Y6V8nyJRs4KSA9Szh1459d3bbH3jBvoM8jsViNYLHMZBq44bu",
    );
  });

  test("leaves the unsigned credential as it was", async () => {
    const credential = achievementCredential(INPUT);
    await signCredential(credential, OPTIONS);
    expect(credential).toEqual(achievementCredential(INPUT));
  });

  test("identical lines of evidence can be canonicalized", async () => {
    const line = { genre: "APPLIED_TASK", name: "Rescue", narrative: "Led." };
    expect(await codes(await signed({ evidenceSummary: [line, line, line] }))).toEqual([]);
  });

  test("refuses what could never be verified", async () => {
    const other = await generateSigningKey();
    expect(await refusal({ publicKeyMultibase: other.publicKeyMultibase })).toBe("KEY_PAIR_MISMATCH");
    expect(await refusal({ secretKeyMultibase: other.secretKeyMultibase })).toBe("KEY_PAIR_MISMATCH");
    expect(await refusal({ controller: "https://kunna.example/organisations/other" })).toBe("CONTROLLER_NOT_ISSUER");
    expect(await refusal({ verificationMethod: `${ISSUER}x#key-1` })).toBe("METHOD_NOT_OF_CONTROLLER");
  });

  test("refuses a form that its own verifier would refuse", async () => {
    const line = { genre: "APPLIED_TASK", name: "Rescue", narrative: "Led." };
    const refused = { name: "Error", code: "CREDENTIAL_NOT_VERIFIABLE" };
    await expect(signed({ validUntil: new Date("2020-01-01T00:00:00Z") })).rejects.toMatchObject(refused);
    await expect(signed({ evidenceSummary: Array.from({ length: 500 }, () => line) })).rejects.toMatchObject(refused);
    expect(await codes(await signed({ evidenceSummary: Array.from({ length: 100 }, () => line) }))).toEqual([]);
  });

  test("any text may be in it", async () => {
    const name = '_:) @context <b> "\\\n\u2028 😀 \u0000';
    expect(await codes(await signed({ recipient: { name }, number: "@value:1" }))).toEqual([]);
  });

  test("refuses a member that has no term, rather than leaving it out of what is signed", async () => {
    const credential = { ...achievementCredential(INPUT), remark: "not in any context" };
    await expect(signCredential(credential, OPTIONS)).rejects.toThrow("Safe mode");
  });
});

async function refusal(changes: Partial<SigningOptions>): Promise<string> {
  const error = await signCredential(achievementCredential(INPUT), { ...OPTIONS, ...changes }).catch(
    (thrown) => thrown,
  );
  if (!(error instanceof SigningKeyRefused)) throw error;
  return error.reason;
}
