import { encodeId, schema } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, can, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { tried, untried } from "./permission-cases.test.support.ts";
import { demoSuite, draftProgram, newPerson, publishedProgram, smallVersion } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of programs on ${kind}`, ({ skip }) => skip(reason));

it("the permission table is tried for every mutation of the schema, or it is said why not", () => {
  const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const known = [...Object.values(tried).flat(), ...Object.keys(untried)];
  expect(known.toSorted()).toEqual(fields.toSorted());
});

describe.each(kinds)("the permission table of programs on %s", (kind) => {
  const suite = demoSuite(kind);

  it.each(roles)("%s: programs and frameworks are changed, and drafts are seen, as it says", async (role) => {
    const actor = await newPerson(suite, [role]);
    const { organisationId } = actor;
    const ownActions: readonly Action[] = ["file.upload", "credential.add", "person.set-locale", "notification.choose"];
    const may = (action: Action) =>
      can(actor, action, { organisationId, ...(ownActions.includes(action) ? { personId: actor.personId } : {}) });
    const { programId, versionId } = await publishedProgram(suite);
    const draft = await draftProgram(suite, smallVersion());
    const version = smallVersion();
    const key = `by-${crypto.randomUUID()}`;
    const framework = {
      key,
      title: "F",
      version: "1",
      levels: [],
      competencies: [{ code: "1", type: "a", label: "A" }],
    };
    const email = `${key}@example.org`;
    const nobody = crypto.randomUUID();
    const cases: [field: string, arg: string, action: Action, made: string, type: string, input: unknown][] = [
      ["createProgram", "input", "program.edit", "Program", "CreateProgramInput", { key, version }],
      [
        "draftProgramVersion",
        "input",
        "program.edit",
        "ProgramVersion",
        "DraftProgramVersionInput",
        { programId, version },
      ],
      [
        "changeProgramVersion",
        "input",
        "program.edit",
        "ProgramVersion",
        "ChangeProgramVersionInput",
        {
          versionId: draft.versionId,
          version,
        },
      ],
      [
        "publishProgramVersion",
        "input",
        "program.publish",
        "ProgramVersion",
        "PublishProgramVersionInput",
        {
          versionId: draft.versionId,
        },
      ],
      ["moveLearners", "versionId", "program.publish", "MovedLearners", "ID", versionId],
      ["retireProgramVersion", "versionId", "program.publish", "ProgramVersion", "ID", versionId],
      ["importFramework", "input", "framework.import", "FrameworkImport", "ImportFrameworkInput", framework],
      // To be added it must be read: who may is told that this can't be.
      [
        "addOutsideCredential",
        "input",
        "credential.add",
        "CREDENTIAL_NOT_READABLE",
        "AddOutsideCredentialInput",
        { content: "{}" },
      ],
      [
        "trustIssuer",
        "input",
        "mapping.edit",
        "TrustedIssuer",
        "TrustIssuerInput",
        { issuer: `urn:${key}`, name: "I", reason: "Known." },
      ],
      // Who may is told that there is no such thing.
      ["endIssuerTrust", 'reason: "x", issuerId', "mapping.edit", "NOT_FOUND", "ID", encodeId("TrustedIssuer", nobody)],
      [
        "createCredentialMapping",
        "input",
        "mapping.edit",
        "NOT_FOUND",
        "CreateCredentialMappingInput",
        {
          issuerId: encodeId("TrustedIssuer", nobody),
          source: "ACHIEVEMENT",
          sourceId: "urn:a",
          competencyId: encodeId("Competency", nobody),
          reason: "x",
        },
      ],
      [
        "retireCredentialMapping",
        'reason: "x", mappingId',
        "mapping.edit",
        "NOT_FOUND",
        "ID",
        encodeId("CredentialMapping", nobody),
      ],
      ["setLocale", "input", "person.set-locale", "Person", "SetLocaleInput", { locale: "en" }],
      [
        "setNotificationPreferences",
        "input",
        "notification.choose",
        "Person",
        "SetNotificationPreferencesInput",
        { preferences: [{ kind: "RENEWALS", frequency: "WEEKLY" }] },
      ],
      ["createPerson", "input", "person.create", "Person", "CreatePersonInput", { name: "N", email, roles: [] }],
      ["importPeople", "input", "person.import", "ImportReport", "ImportPeopleInput", { rows: [{ email, name: "N" }] }],
      ["importTeams", "input", "team.import", "ImportReport", "ImportTeamsInput", { rows: [{ key, name: "N" }] }],
      [
        "importHistory",
        "input",
        "certificate.import",
        "ImportReport",
        "ImportHistoryInput",
        {
          rows: [{ personEmail: email, programKey: key, validFrom: "2024-01-01", source: "Elsewhere" }],
        },
      ],
      [
        "uploadFile",
        "file",
        "file.upload",
        "EvidenceFile",
        "File",
        new File(["Done."], "a.txt", { type: "text/plain" }),
      ],
    ];
    expect(cases.map(([field]) => field).toSorted()).toEqual(tried.toPrograms);
    for (const [field, arg, action, made, type, input] of cases) {
      const document = `mutation ($input: ${type}!) { result: ${field}(${arg}: $input) {
        __typename ... on Refusal { code } } }`;
      const { result } = await data(suite.server, actor, document, { input });
      expect([field, result.code ?? result.__typename]).toEqual([field, may(action) ? made : "NOT_PERMITTED"]);
    }
    const secret = await draftProgram(suite, smallVersion());
    const { nodes } = await data(suite.server, actor, "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", {
      ids: [secret.programId, secret.versionId],
    });
    const sees = may("program.read-draft");
    expect(nodes).toEqual(sees ? [{ __typename: "Program" }, { __typename: "ProgramVersion" }] : [null, null]);
  });
});
