import { gql } from "@apollo/client";
import { expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createKunna } from "./kunna.ts";

const progress = (fields: string) =>
  gql`query ($id: ID!) { node(id: $id) { ... on Enrolment { id progress { ${fields} } } } }`;

it("puts together what two queries ask of a part, and takes a shorter list as it is", () => {
  const { cache } = createKunna("http://localhost/graphql", "", WebSocket);
  const complaints = vi.spyOn(console, "warn").mockImplementation(() => {});
  const write = (fields: string, told: object) =>
    cache.writeQuery({
      query: progress(fields),
      variables: { id: "e1" },
      data: { node: { __typename: "Enrolment", id: "e1", progress: { __typename: "Progress", ...told } } },
    });
  const step = (moduleKey: string) => ({ __typename: "NextStep", moduleKey });
  write("share", { share: 0.5 });
  write("nextSteps { moduleKey }", { nextSteps: [step("know"), step("apply")] });
  write("nextSteps { moduleKey }", { nextSteps: [step("apply")] });
  const read = cache.readQuery({ query: progress("share nextSteps { moduleKey }"), variables: { id: "e1" } });
  expect(read).toMatchObject({ node: { progress: { share: 0.5, nextSteps: [{ moduleKey: "apply" }] } } });
  expect(complaints.mock.calls).toEqual([]);
});

it("takes a shorter list of a thing's parts as it is", () => {
  const { cache } = createKunna("http://localhost/graphql", "", WebSocket);
  const complaints = vi.spyOn(console, "warn").mockImplementation(() => {});
  const query = gql`query { node(id: "c1") { id ... on Certificate { extensions { reason } } } }`;
  const write = (...reasons: string[]) => {
    const extensions = reasons.map((reason) => ({ __typename: "CertificateExtension", reason }));
    cache.writeQuery({ query, data: { node: { __typename: "Certificate", id: "c1", extensions } } });
  };
  write("one", "two");
  write("two");
  expect(complaints.mock.calls).toEqual([]);
});
