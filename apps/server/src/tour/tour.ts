import type { FrameworkInput } from "@kunna/api";
import { createKunnaClient, isRefusal, type KunnaClient, type KunnaEvent, unwrap } from "@kunna/client";
import type { DemoFile } from "../demo.ts";
import type { People, Tell } from "./people.ts";
import { safetyProgram } from "./program.ts";
import { tourThroughTime } from "./through-time.ts";
import { verifyAsStranger } from "./verify.ts";

/** Plays the main job, and then what time brings, through the public API and the SDK alone. Gives the number of the certificate. */
export async function tour(demo: DemoFile, framework: FrameworkInput, tell: Tell): Promise<string> {
  const people = Object.fromEntries(
    Object.entries(demo.tokens).map(([name, token]) => [name, createKunnaClient({ url: demo.graphql, token })]),
  ) as unknown as People;
  const watching = await watch(people.reviewer);
  try {
    await importFramework(people, framework, tell);
    const programKey = await publishProgram(people, tell);
    const enrolmentId = await enrol(people, programKey, tell);
    await showEvidence(people, enrolmentId, tell);
    const number = await showCertificate(people, enrolmentId, demo.url, tell);
    const seen = await watching.until((event) => event.certificate?.number === number);
    const programId = seen.at(-1)?.program?.id;
    const events = seen.filter(({ program }) => program?.id === programId);
    tell(
      "The subscription, open all along, has shown",
      ...events.map(({ type, actor }) => `${type} by ${actor?.name}`),
    );
    await tourThroughTime(people, tell);
    return number;
  } finally {
    watching.stop();
  }
}

async function importFramework({ admin }: People, framework: FrameworkInput, tell: Tell): Promise<void> {
  const done = unwrap(await admin.frameworks.import(mutable(framework)));
  const types = ["area", "competence", "statement", "outcome"];
  const counts = await Promise.all(
    types.map(async (type) => `${await admin.frameworks.count(framework.key, type)} ${type}s`),
  );
  tell(
    "The admin imports the framework (again: nothing is there twice)",
    `${done.framework.title}: ${done.created} created, ${done.changed} changed, ${done.unchanged} unchanged`,
    counts.join(", "),
  );
}

/** The SDK's input types have mutable lists inside. */
function mutable(framework: FrameworkInput): Parameters<KunnaClient["frameworks"]["import"]>[0] {
  return JSON.parse(JSON.stringify(framework));
}

async function publishProgram({ programOwner }: People, tell: Tell): Promise<string> {
  const key = `personal-data-${Date.now().toString(36)}`;
  const created = unwrap(await programOwner.programs.create({ key, version: safetyProgram({ isWhole: false }) }));
  const [draft] = created.versions.nodes;
  if (!draft) throw new Error("The new program has no draft.");
  tell(
    `The program owner drafts ${key}, and checks it`,
    ...draft.problems.map(({ code, message, fix }) => `${code}: ${message} ${fix}`),
  );
  const tooEarly = await programOwner.programs.publish({ versionId: draft.id });
  tell("Publishing it as it is", isRefusal(tooEarly) ? `${tooEarly.code}: ${tooEarly.message}` : "published?!");
  unwrap(await programOwner.programs.change({ versionId: draft.id, version: safetyProgram({}) }));
  const published = unwrap(await programOwner.programs.publish({ versionId: draft.id }));
  tell("With applied work and a reflection it is published", `version ${published.number}, ${published.status}`);
  return key;
}

async function enrol({ learner }: People, programKey: string, tell: Tell): Promise<string> {
  const { viewer } = await learner.viewer();
  const found = await learner.programs.find({ search: "personal data", first: 50 });
  const program = found.nodes.find(({ key }) => key === programKey);
  if (!program) throw new Error("The program is not in the catalogue.");
  tell(`${viewer.name} finds it among ${found.totalCount}`, program.title);
  const enrolled = await learner.enrolments.enrol({ programId: program.id });
  const { id } = unwrap(enrolled);
  tell("and enrols", ...(await journeyLines(learner, id)));
  return id;
}

async function journeyLines(learner: KunnaClient, enrolmentId: string): Promise<string[]> {
  const journey = await learner.enrolments.journey(enrolmentId);
  if (!journey) throw new Error("The enrolment is gone.");
  const { share, modules, nextSteps } = journey.progress;
  return [
    `path: ${modules.map(({ moduleKey, state }) => `${moduleKey} ${state}`).join(", ")}`,
    `progress: ${Math.round(share * 100)} %`,
    `next: ${nextSteps.map(({ kind, requirementKey }) => `${kind} ${requirementKey}`).join(", ") || "nothing, it is done"}`,
  ];
}

async function showEvidence(people: People, enrolmentId: string, tell: Tell): Promise<void> {
  const { learner, manager, reviewer } = people;
  const today = new Date().toISOString().slice(0, 10);
  const about = { enrolmentId, performedOn: today };
  const test = unwrap(await learner.evidence.submit({ ...about, requirementKeys: ["know-test"], score: 85 }));
  await accept(reviewer, test.id, "Passed.");
  tell("A test with 85 points is accepted", ...(await journeyLines(learner, enrolmentId)));

  const file = new Blob(["Before: 14 columns. After: 3 columns.\n"], { type: "text/plain" });
  const uploaded = unwrap(await learner.evidence.upload(file, "before-and-after.txt"));
  const task = unwrap(
    await learner.evidence.submit({
      ...about,
      requirementKeys: ["apply-task"],
      text: "I changed our sign-up list so that it asks for three things instead of fourteen.",
      links: ["https://intranet.example.org/routines/sign-up"],
      fileIds: [uploaded.id],
    }),
  );
  tell(
    "The applied task: a text, a link and a file",
    `${uploaded.name}, ${uploaded.size} bytes, sha256 ${uploaded.sha256}`,
  );

  const missing = ["Say who decided that eleven columns may go."];
  const returned = unwrap(
    await reviewer.evidence.review({
      evidenceId: task.id,
      verdict: "RETURNED",
      comment: "Good work. One thing is missing.",
      missing,
    }),
  );
  tell(`The reviewer returns it: ${returned.status}`, ...missing, ...(await journeyLines(learner, enrolmentId)));
  const again = unwrap(
    await learner.evidence.submit({
      ...about,
      evidenceId: task.id,
      requirementKeys: ["apply-task"],
      text: "I changed our sign-up list so that it asks for three things instead of fourteen. Our data protection officer agreed.",
      fileIds: [uploaded.id],
    }),
  );
  await accept(reviewer, task.id, "Now it is clear.");
  tell(`Submitted again as revision ${again.latestRevision?.number}, it is accepted`);

  const seen = unwrap(
    await manager.evidence.submit({
      ...about,
      requirementKeys: ["apply-observation"],
      text: "I saw Elin explain the new list to two colleagues, and answer their questions.",
    }),
  );
  await accept(reviewer, seen.id, "Thank you.");
  tell("The manager tells what they saw, and it is accepted", ...(await journeyLines(learner, enrolmentId)));

  const reflection = unwrap(
    await learner.evidence.submit({
      ...about,
      requirementKeys: ["apply-reflection"],
      text: "I did less than I feared and it helped more than I hoped. Next time I ask what a question is for before I ask it.",
    }),
  );
  const queue = await reviewer.evidence.reviewQueue({ first: 100 });
  tell(
    "The reflection is in the review queue",
    `${queue.nodes.filter(({ id }) => id === reflection.id).length} of ${queue.totalCount}`,
  );
  await accept(reviewer, reflection.id, "Well thought.");
}

async function accept(reviewer: KunnaClient, evidenceId: string, comment: string): Promise<void> {
  unwrap(await reviewer.evidence.review({ evidenceId, verdict: "ACCEPTED", comment }));
}

async function showCertificate({ learner }: People, enrolmentId: string, url: string, tell: Tell): Promise<string> {
  const journey = await learner.enrolments.journey(enrolmentId);
  const number = journey?.certificate?.number;
  const certificate = number ? await learner.certificates.byNumber(number) : null;
  if (!certificate) throw new Error("The last requirement is met and there is no certificate.");
  tell(
    "The last requirement is met, and the certificate is awarded in the same transaction",
    `${certificate.number}: ${certificate.title}, to ${certificate.recipientName}`,
    `${certificate.standing}, from ${certificate.validFrom} to ${certificate.expiresAt}, renewal opens ${certificate.opensAt}`,
  );
  const page = await fetch(certificate.url, { headers: { accept: "text/html" } });
  const title = /<title>([^<]*)<\/title>/.exec(await page.text())?.[1];
  const credential = await learner.certificates.fetchCredential(certificate.url);
  const problems = await verifyAsStranger(credential, new URL(url).origin);
  if (problems.length > 0) throw new Error(`The credential does not verify: ${problems.join(" ")}`);
  tell(
    "Anyone can check it",
    certificate.url,
    `page: ${page.status}, "${title}"`,
    "credential: Open Badges 3.0, its signature verifies",
  );
  return certificate.number;
}

/** Follows the feed from now on. */
async function watch(client: KunnaClient) {
  const stopped = new AbortController();
  const seen: KunnaEvent[] = [];
  let wake = () => {};
  const opened = new Promise<void>((resolve) => {
    void (async () => {
      const events = client.events({ signal: stopped.signal, onState: (state) => state === "open" && resolve() });
      for await (const event of events) {
        seen.push(event);
        wake();
      }
    })();
  });
  await opened;
  return {
    async until(isLast: (event: KunnaEvent) => boolean): Promise<readonly KunnaEvent[]> {
      const deadline = Date.now() + 10_000;
      while (!seen.some(isLast)) {
        if (Date.now() > deadline)
          throw new Error(`The subscription has shown only ${seen.map(({ type }) => type).join(", ")}.`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 200);
        });
      }
      return seen;
    },
    stop: () => stopped.abort(),
  };
}
