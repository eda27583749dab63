import { request } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createKunnaClient, isRefusal, unwrap } from "../index.ts";
import { createMockKunna, type MockOptions } from "./index.ts";
import { startMockServer } from "./mock-server.ts";

const now = new Date("2026-11-28T09:00:00Z");
const url = "http://kunna.mock/graphql";

function start(options: MockOptions = {}) {
  const mock = createMockKunna({ now, ...options });
  const client = createKunnaClient({ url, token: "any", fetch: mock.fetch });
  const ask = async (query: string, variables: object = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await mock.fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    // biome-ignore lint/suspicious/noExplicitAny: what an operation gives is asserted by the test, field by field.
    return (await response.json()) as { data?: any; errors?: { message: string; extensions?: { code?: string } }[] };
  };
  return { mock, client, ask };
}

describe("the mock", () => {
  it("gives the same for the same seed, and other names for another", async () => {
    const query = "{ people(first: 12) { nodes { id name email } } }";
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => start({ seed }).ask(query)));
    expect(one).toEqual(same);
    expect(one?.data.people.nodes).not.toEqual(other?.data.people.nodes);
    const names = one?.data.people.nodes.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(12);
    expect(names).toContain("Björn Åkesson");
  });

  it("agrees with itself, whichever way one goes", async () => {
    const { ask } = start();
    const { data } = await ask(`{
      viewer { id certificates { totalCount nodes { id } } }
      certificates(first: 100) { totalCount nodes {
        id recipientName awardedAt opensAt expiresAt standing title
        person { id name } program { id title }
        enrolment { status person { id } program { id } certificate { id } progress { complete share } }
      } }
    }`);
    expect(data.certificates.totalCount).toBe(36);
    for (const certificate of data.certificates.nodes) {
      const { person, program, enrolment } = certificate;
      expect(certificate.recipientName).toBe(person.name);
      expect(certificate.title).toBe(program.title);
      expect(enrolment).toMatchObject({ status: "COMPLETED", progress: { complete: true, share: 1 } });
      expect([enrolment.person.id, enrolment.program.id, enrolment.certificate.id]).toEqual([
        person.id,
        program.id,
        certificate.id,
      ]);
      const instants = [certificate.awardedAt, certificate.opensAt, certificate.expiresAt];
      expect(instants.toSorted()).toEqual(instants);
      const [opensAt, expiresAt] = [new Date(certificate.opensAt), new Date(certificate.expiresAt)];
      const isAsDated = {
        CERTIFIED: opensAt > now,
        RENEWAL_OPEN: opensAt <= now && now < expiresAt,
        GRACE: expiresAt <= now,
      };
      expect(isAsDated[certificate.standing as keyof typeof isAsDated]).toBe(true);
    }
    const own = data.certificates.nodes.filter(
      ({ person }: { person: { id: string } }) => person.id === data.viewer.id,
    );
    expect(data.viewer.certificates.nodes.map(({ id }: { id: string }) => id)).toEqual(
      own.map(({ id }: { id: string }) => id),
    );
  });

  it("has journeys whose path, modules and progress are of one program", async () => {
    const { client } = start();
    const { nodes } = await client.enrolments.mine();
    expect(nodes.map(({ status }) => status)).toEqual(["ACTIVE", "ACTIVE", "COMPLETED", "COMPLETED", "COMPLETED"]);
    for (const { id } of nodes) {
      const journey = await client.enrolments.journey(id);
      const keys = journey?.version.modules.map(({ key }) => key);
      expect(journey?.version.path.members.map((member) => "moduleKey" in member && member.moduleKey)).toEqual(keys);
      expect(journey?.progress.modules.map(({ moduleKey }) => moduleKey)).toEqual(keys);
      const asked = journey?.version.modules.flatMap(({ requirements }) => requirements.map(({ key }) => key));
      const shown = journey?.progress.modules.flatMap(({ requirements }) =>
        requirements.map((one) => one.requirementKey),
      );
      expect(shown).toEqual(asked);
      const states = new Set(journey?.progress.modules.map(({ state }) => state));
      expect(states.size === 1 && states.has("COMPLETED")).toBe(journey?.progress.complete);
      expect(asked).toHaveLength(9);
      for (const step of journey?.progress.nextSteps ?? []) expect(asked).toContain(step.requirementKey);
    }
  });

  it("finds by what is asked for, and page by page", async () => {
    const { client, ask, mock } = start();
    const found = await client.programs.find({ search: "safety" });
    expect(found.nodes.map(({ title }) => title)).toEqual(["Patient safety"]);
    expect((await client.programs.byKey("patient-safety"))?.id).toBe(found.nodes[0]?.id);
    expect(await client.programs.byKey("none")).toBeNull();
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await client.certificates.find({ first: 10, ...(after ? { after } : {}) });
      ids.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
    } while (after);
    expect(new Set(ids).size).toBe(36);
    const of = await client.certificates.find({ personId: mock.id("Person", 3), programId: mock.id("Program", 2) });
    expect(of.totalCount).toBe(1);
    const { data } = await ask(`{ node(id: "${mock.id("Person", 99)}") { id } }`);
    expect(data.node).toBeNull();
  });

  it("keeps what mutations are given", async () => {
    const { client, mock } = start();
    const programId = mock.id("Program", 3);
    const { id } = unwrap(await client.enrolments.enrol({ programId }));
    const mine = await client.enrolments.mine();
    expect(mine.nodes[0]?.id).toBe(id);
    expect((await client.enrolments.journey(id))?.program.id).toBe(programId);
    const queue = await client.evidence.reviewQueue();
    const evidenceId = queue.nodes[0]?.id ?? "";
    expect(unwrap(await client.evidence.review({ evidenceId, verdict: "RETURNED", comment: "More." })).status).toBe(
      "RETURNED",
    );
    expect((await client.evidence.reviewQueue()).totalCount).toBe(queue.totalCount - 1);
    const file = await client.evidence.upload(new Blob(["x"]), "x.pdf");
    expect(unwrap(file).name).toMatch(/\./);
  });

  it("refuses as it is told, with the type's own code, until it is told otherwise", async () => {
    const { client, mock } = start();
    const programId = mock.id("Program", 0);
    mock.refuse("enrol", { __typename: "AlreadyEnrolled", enrolmentId: "e1" });
    const result = await client.enrolments.enrol({ programId });
    expect(isRefusal(result)).toBe(true);
    expect(result).toMatchObject({ __typename: "AlreadyEnrolled", code: "ALREADY_ENROLLED", enrolmentId: "e1" });
    mock.accept("enrol");
    expect(isRefusal(await client.enrolments.enrol({ programId }))).toBe(false);
    expect(() => mock.refuse("enrol", { __typename: "EvidenceTooOld" })).toThrow(/AlreadyEnrolled/);
    expect(() => mock.refuse("enroll", { __typename: "AlreadyEnrolled" })).toThrow("no mutation enroll");
    const unknown = await client.evidence.review({ evidenceId: "none", verdict: "ACCEPTED", comment: "" });
    expect(unknown).toMatchObject({ code: "NOT_FOUND" });
  });

  it("gives what it is told to, of an object or of what it belongs to", async () => {
    const { client, mock } = start();
    mock.give(mock.id("Person", 0), { name: "Ada", roles: ["ADMIN"] });
    expect((await client.viewer()).viewer).toMatchObject({ name: "Ada", roles: ["ADMIN"] });
    const enrolment = (await client.enrolments.mine()).nodes[0]?.id ?? "";
    mock.give(enrolment, { programId: mock.id("Program", 4) });
    expect((await client.enrolments.journey(enrolment))?.program.title).toBe("AI in practice");
    expect(() => mock.give("none", {})).toThrow("has no none");
  });

  it("emits to whoever follows, and to whoever comes back", async () => {
    const { client, mock } = start();
    const certificateId = mock.id("Certificate", 24);
    const first = mock.emit({ type: "PERSON_ENROLLED", personId: mock.id("Person", 1) });
    const events = client.events({ after: first });
    mock.emit({ type: "CERTIFICATE_AWARDED", certificateId, facts: { number: "1" } });
    const { value } = await events.next();
    expect(value).toMatchObject({
      type: "CERTIFICATE_AWARDED",
      occurredAt: now.toISOString(),
      facts: { number: "1" },
      certificate: { id: certificateId },
    });
    const next = events.next();
    mock.emit({ type: "EVIDENCE_SUBMITTED", evidenceId: mock.id("Evidence", 1) });
    expect((await next).value).toMatchObject({ type: "EVIDENCE_SUBMITTED" });
    const filtered = client.events({ after: "", filter: { types: ["EVIDENCE_SUBMITTED"] } });
    expect((await filtered.next()).value).toMatchObject({ evidence: { id: mock.id("Evidence", 1) } });
    await Promise.all([events.return(), filtered.return()]);
    expect(() => mock.emit({ type: "PERSON_ENROLLED", personId: "none" })).toThrow("no person none");
  });

  it("says between events that it is there", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const body = JSON.stringify({ query: "subscription { events { cursor } }" });
    const answer = await start().mock.fetch(url, { method: "POST", body });
    const reader = answer.body?.getReader();
    const next = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await next()).toBe(":\n\n");
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await next()).toBe(":\n\n");
    await reader?.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has certificates verified by number", async () => {
    const { client } = start();
    const [certificate] = (await client.certificates.mine()).nodes;
    const { number = "", standing, url: address = "" } = certificate ?? {};
    expect(await client.certificates.verify(number.toLowerCase())).toMatchObject({
      number,
      standing: { word: standing },
    });
    expect(await client.certificates.verify("none")).toBeNull();
    expect(await client.certificates.fetchCredential(address)).toMatchObject({ type: expect.any(Array) });
  });

  it("does the jobs of approvers, holders and administrators", async () => {
    const { client, mock } = start();
    const [enrolment] = (await client.awards.waiting({ programId: mock.id("Program", 2) })).nodes;
    const decision = { enrolmentId: enrolment?.id ?? "", reason: "All is shown." };
    expect(unwrap(await client.awards.approve(decision)).reason).toBe("All is shown.");
    mock.refuse("declineAward", { __typename: "DeciderConflict", conflict: "REVIEWED" });
    expect(await client.awards.decline(decision)).toMatchObject({ code: "DECIDER_CONFLICT", conflict: "REVIEWED" });
    const chosen = await client.certifications.chooseRenewalPath({
      enrolmentId: decision.enrolmentId,
      pathKey: "delta",
    });
    expect(unwrap(chosen).id).toBe(enrolment?.id);
    const endpoint = {
      url: "https://hooks.example.org/",
      description: "Payroll",
      types: ["CERTIFICATE_AWARDED" as const],
    };
    const issued = unwrap(await client.webhookEndpoints.create(endpoint));
    expect(unwrap(await client.webhookEndpoints.rotateSecret(issued.endpoint.id)).endpoint.id).toBe(issued.endpoint.id);
    expect((await client.webhookEndpoints.list({ first: 2 })).nodes).toHaveLength(2);
    const kinds = (await client.notifications.preferences()).map(({ kind }) => kind);
    const choice = { preferences: kinds.slice(0, 1).map((kind) => ({ kind, frequency: "NEVER" as const })) };
    expect(unwrap(await client.notifications.choose(choice)).notificationPreferences).toHaveLength(kinds.length);
  });

  it("ends as the signal says, before it answers and while the answer takes its time", async () => {
    const body = JSON.stringify({ query: "{ viewer { id } }" });
    const ask = (signal: AbortSignal, delay = 0) => start({ delay }).mock.fetch(url, { method: "POST", body, signal });
    await expect(ask(AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    const leaving = new AbortController();
    const answer = ask(leaving.signal, 60_000);
    leaving.abort(new Error("left"));
    await expect(answer).rejects.toThrow("left");
  });

  it("says what is wrong with an operation as Kunna does", async () => {
    const { ask } = start();
    expect((await ask("{ nothing }")).errors?.[0]?.extensions?.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect((await ask("{")).errors?.[0]?.extensions?.code).toBe("GRAPHQL_PARSE_FAILED");
  });
});

describe("the mock's server", () => {
  it("answers over HTTP, from any page, and streams", async () => {
    const { url: address, mock, close } = await startMockServer({ now });
    try {
      const client = createKunnaClient({ url: address, token: "any" });
      expect((await client.viewer()).organisation.name).toBe("Nordvik");
      const preflight = await fetch(address, { method: "OPTIONS" });
      const { number } = (await client.certificates.mine()).nodes[0] ?? { number: "" };
      expect((await client.certificates.verify(number))?.number).toBe(number);
      expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
      const events = client.events({ after: "" });
      mock.emit({ type: "PERSON_ENROLLED" });
      expect((await events.next()).value?.type).toBe("PERSON_ENROLLED");
      await events.return();
    } finally {
      await close();
    }
  });

  it("lets a page send what it asks to: a wildcard would not cover the token", async () => {
    const { url: address, close } = await startMockServer({ now });
    onTestFinished(close);
    const asked = "authorization,content-type,x-kunna-upload";
    const headers = { "access-control-request-headers": asked };
    const preflight = await fetch(address, { method: "OPTIONS", headers });
    expect(preflight.headers.get("access-control-allow-headers")).toBe(asked);
  });

  it("outlives uploads that are malformed or cut off, and addresses that can't be read", async () => {
    const { url: address, close } = await startMockServer({ now });
    onTestFinished(close);
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const malformed = await fetch(address, { method: "POST", headers, body: "no form" });
    const part = '--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{\r\n--b--\r\n';
    const unread = await fetch(address, { method: "POST", headers, body: part });
    const nowhere = await fetch(new URL("/certificates/%E0", address));
    expect([malformed.status, unread.status, nowhere.status]).toEqual([400, 400, 400]);
    const cut = request(address, { method: "POST", headers: { ...headers, "content-length": "1000" } });
    cut.on("error", () => {});
    await new Promise((resolve) => cut.write(part, resolve));
    cut.destroy();
    const client = createKunnaClient({ url: address, token: "any" });
    expect((await client.viewer()).organisation.name).toBe("Nordvik");
  });
});
