import { digComp } from "@kunna/testing";
import { expect, it } from "vitest";
import { startTestServer } from "../server.test.support.ts";
import { tour } from "../tour/tour.ts";

it("R11 says at a certificate's public address that it is suspended or revoked, and since when; the credential stays as it was signed", async () => {
  const { url, demo } = await startTestServer({ KUNNA_DEMO: "true" });
  if (!demo) throw new Error("The server has no demo.");
  const number = await tour(demo, await digComp(), () => {});
  const address = `${url}/certificates/${number}`;
  const page = async (language: string): Promise<string> =>
    (await fetch(address, { headers: { accept: "text/html", "accept-language": language } })).text();
  const credential = async () => (await fetch(`${address}?format=credential`)).text();
  const signed = await credential();
  const { admin, learner } = demo.tokens;
  const send = async (token: string, query: string, variables: object) => {
    const answer = await fetch(demo.graphql, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return ((await answer.json()) as { data: Record<string, Record<string, never>> }).data;
  };
  const find = "query ($number: String!) { certificate(number: $number) { id person { id } program { id } } }";
  const { certificate } = await send(learner, find, { number });
  const { id, person, program } = certificate as unknown as Record<"person" | "program", { id: string }> & {
    id: string;
  };
  const decide = async (field: string, type: string, input: object) => {
    const document = `mutation ($input: ${type}!) { made: ${field}(input: $input) { __typename ... on Decision { decidedAt } ... on Refusal { code } } }`;
    const { made } = await send(admin, document, { input: { ...input, reason: "A complaint." } });
    expect(made).toMatchObject({ __typename: "Decision" });
    return (made as unknown as { decidedAt: string }).decidedAt;
  };

  const about = { personId: person.id, programId: program.id };
  const suspended = await decide("suspendCertification", "CertificationDecisionInput", about);
  const whileSuspended = await page("en");
  expect(whileSuspended).toContain("</span>Suspended</h2>");
  expect(whileSuspended).toContain(`Since <time datetime="${suspended}">`);
  const revoked = await decide("revokeCertificate", "RevokeCertificateInput", { certificateId: id });
  const whileRevoked = await page("en");
  expect(whileRevoked).toContain("</span>Revoked</h2>");
  expect(whileRevoked).toContain(`Since <time datetime="${revoked}">`);
  expect(whileRevoked).toMatch(/<dt>Awarded to hold (through|until)<\/dt>/);
  expect(await page("sv")).toContain(`Sedan <time datetime="${revoked}">`);
  expect(await credential()).toBe(signed);
});
