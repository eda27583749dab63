import { expect, test, vi } from "vitest";
import { bundledLoader, CREDENTIAL_CONTEXTS, DocumentNotBundled } from "./contexts.ts";
import { codes, signed } from "./fixture.test.support.ts";

test("every context a credential may name is bundled", async () => {
  for (const url of CREDENTIAL_CONTEXTS) expect((await bundledLoader()(url)).document).toHaveProperty("@context");
});

test("an unknown URL throws", async () => {
  const refused = bundledLoader()("https://evil.example/context.json");
  await expect(refused).rejects.toThrow(DocumentNotBundled);
  await expect(refused).rejects.toMatchObject({
    code: "DOCUMENT_NOT_BUNDLED",
    url: "https://evil.example/context.json",
  });
});

test("nothing reads the network", async () => {
  const fetch = vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("network"));
  expect(await codes(await signed())).toEqual([]);
  expect(fetch).not.toHaveBeenCalled();
  fetch.mockRestore();
});

// A second word for what verification reads would be signed alike and not be read (see termProblems).
test("no bundled context has another term for what a verifier reads off a credential", async () => {
  const read = ["issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus"];
  for (const url of CREDENTIAL_CONTEXTS) {
    const { document } = await bundledLoader()(url);
    for (const [term, iri] of terms(document)) {
      const name = iri.split(/[#:]/).at(-1) ?? "";
      if (iri.includes("credentials#") || iri.startsWith("cred:")) {
        if (read.includes(name)) expect([url, term]).toEqual([url, name]);
        expect(["issuanceDate", "expirationDate"]).not.toContain(term);
      }
    }
  }
});

function terms(context: unknown): [string, string][] {
  if (typeof context !== "object" || context === null) return [];
  return Object.entries(context).flatMap(([term, definition]): [string, string][] => {
    if (term.startsWith("@") && term !== "@context") return [];
    if (typeof definition === "string") return [[term, definition]];
    const id =
      typeof definition === "object" && definition !== null && "@id" in definition ? definition["@id"] : undefined;
    return [...(typeof id === "string" ? [[term, id] as [string, string]] : []), ...terms(definition)];
  });
}
