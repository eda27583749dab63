import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, type Actor, can, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { launch } from "./lms.test.support.ts";
import type { tried } from "./permission-cases.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of LTI on ${kind}`, ({ skip }) => skip(reason));

type Field = (typeof tried.toLti)[number];

describe.each(kinds)("the permission table of LTI on %s", (kind) => {
  const suite = demoSuite(kind);

  const run = async (actor: Actor, field: Field, args: string) => {
    const document = `mutation { result: ${field}${args} { __typename ... on Refusal { code } } }`;
    const { result } = await data(suite.server, actor, document);
    return result.code ?? result.__typename;
  };
  const platform = (clientId: string) =>
    `(input: { name: "Campus", issuer: "https://lms.example.org", clientId: "${clientId}", authorizationEndpoint: "https://lms.example.org/auth", tokenEndpoint: "https://lms.example.org/token", jwksUri: "https://lms.example.org/jwks" })`;

  it.each(roles)("%s: platforms, deployments, keys and rosters are seen to, as it says", async (role) => {
    const { server, actors } = suite;
    const actor = await newPerson(suite, [role]);
    const may = (action: Action) => can(actor, action, { organisationId: actor.organisationId });
    const registered = await data(
      server,
      actors.admin,
      `mutation { result: registerLtiPlatform${platform(crypto.randomUUID())} { ... on LmsConnection { id status } } }`,
    );
    expect(registered.result.status).toBe("PENDING");
    const approve = `mutation { approveLmsConnection(input: { connectionId: "${registered.result.id}", instructorRoles: [], addsPeople: true }) { __typename } }`;
    await data(server, actors.admin, approve);
    const { organisationId } = actors.admin;
    const [, connectionId = ""] = Buffer.from(registered.result.id, "base64url").toString().split(":");
    const seen = await launch(
      suite,
      { organisationId, connectionId },
      { identity: { subject: crypto.randomUUID() }, course: { externalId: "A", title: "Nursing" }, roles: ["LEARNER"] },
    );
    const edits = may("lms.edit");
    const cases: Record<Field, [outcome: string, args: string]> = {
      createLtiRegistrationLink: [edits ? "LtiRegistrationLink" : "NOT_PERMITTED", ""],
      registerLtiPlatform: [edits ? "LmsConnection" : "NOT_PERMITTED", platform(crypto.randomUUID())],
      approveLtiDeployment: [
        edits ? "LmsConnection" : "NOT_PERMITTED",
        `(connectionId: "${registered.result.id}", deploymentId: "7")`,
      ],
      // The first of all is made by whoever may; nobody else is told whether there is one.
      rotateLtiKey: [edits ? "LtiKeyRotation" : "NOT_PERMITTED", ""],
      // The launch told no address at which the members are listed.
      readLmsRoster: [
        may("course.read") ? "LMS_ROSTER_NOT_OFFERED" : "NOT_PERMITTED",
        `(courseId: "${encodeId("LmsCourse", seen.courseId ?? "")}")`,
      ],
      answerDeepLink: ["NO_DEEP_LINK_ASKED", "(input: { items: [] })"],
    };
    for (const [field, [outcome, args]] of Object.entries(cases) as [Field, [string, string]][])
      expect([field, await run(actor, field, args)]).toEqual([field, outcome]);
  });
});
