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
