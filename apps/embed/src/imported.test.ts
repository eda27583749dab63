import { expect, it } from "vitest";
import { renderCertificatePage } from "./certificate-page.ts";
import { facts } from "./page.test.helper.ts";

const imported = { source: "<b>Nordic</b> Register", externalNumber: "A-17" };
const unsigned = { ...facts, imported, signature: { ...facts.signature, verified: false } };

it("says of an imported certificate where it comes from, and that it was not signed", () => {
  const page = renderCertificatePage(unsigned, "en");
  expect(page).toContain("Recorded from elsewhere");
  expect(page).toContain("&lt;b&gt;Nordic&lt;/b&gt; Register");
  expect(page).toContain("A-17");
  expect(page).toContain("None: it was recorded from elsewhere");
  expect(page).toContain("awarded elsewhere and recorded by Nordvik kommun");
  expect(page).toContain("Valid through");
  for (const claim of [
    "Genuine and unchanged",
    "Not verified",
    "the signed credential",
    "curl",
    "certified by Nordvik",
  ])
    expect(page).not.toContain(claim);
  expect(renderCertificatePage(unsigned, "sv")).toContain("Registrerat från annat håll");
});

it("never takes an unsigned certificate for a recorded one", () => {
  const page = renderCertificatePage({ ...facts, signature: { ...facts.signature, verified: false } }, "en");
  expect(page).toContain("Not verified");
  expect(page).not.toContain("Recorded from elsewhere");
});
