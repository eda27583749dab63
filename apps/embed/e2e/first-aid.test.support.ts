import { createKunnaClient, unwrap } from "@kunna/client";
import type { KunnaServer } from "../../../e2e.shared.ts";

const levels = [
  { key: "weak", title: "Not yet", description: "Steps are left out, or in the wrong order.", passes: false, rank: 0 },
  { key: "good", title: "Good", description: "All steps, in order, and calm.", passes: true, rank: 1 },
  { key: "leads", title: "Leads others", description: "Tells those around what to do.", passes: true, rank: 2 },
];

const task = {
  key: "task",
  kind: "APPLIED_TASK" as const,
  title: "Give first aid, or practise it with your team",
  instructions: "At work or in a drill. Tell what happened, what you did first, and why.",
  rubric: {
    criteria: [
      { key: "order", title: "The order of the steps", levels },
      { key: "calm", title: "Calm and clear", levels },
    ],
  },
};

const reflection = {
  key: "reflection",
  kind: "REFLECTION" as const,
  title: "What I would do again",
  instructions: "Look back at it after some days.",
  prompts: ["What worked?", "What would you do in another way?"],
};

/** A program with a rubric, which the demo has none of. @returns its id */
export async function publishFirstAid({ demo }: KunnaServer): Promise<string> {
  const kunna = createKunnaClient({ url: demo.graphql, token: demo.tokens.programOwner });
  const module = { summary: "", effortMinutes: 60 };
  const program = unwrap(
    await kunna.programs.create({
      key: "first-aid",
      version: {
        title: "First aid at work",
        summary: "Shows first aid in the daily work.",
        path: { all: [{ moduleKey: "act" }, { moduleKey: "look-back" }] },
        modules: [
          { ...module, key: "act", title: "Act when it happens", requirements: [task] },
          { ...module, key: "look-back", title: "Look back", prerequisiteKeys: ["act"], requirements: [reflection] },
        ],
        policy: { validity: { duration: "P2Y" } },
      },
    }),
  );
  const [draft] = program.versions.nodes;
  if (!draft) throw new Error("The program has no draft.");
  unwrap(await kunna.programs.publish({ versionId: draft.id, learnersUnderWay: "STAY" }));
  return program.id;
}
