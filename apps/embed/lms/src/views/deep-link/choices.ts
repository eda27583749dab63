import type { LmsTarget } from "../../session.ts";
import type { Texts } from "../../texts/en.ts";
import type { PickedProgram } from "./deep-link.tsx";

/** Something that an activity can open. */
export interface Choice {
  readonly id: string;
  readonly target: LmsTarget;
  /** What kind of thing it is. */
  readonly kind: string;
  /** What it is called, and what the activity is called if nothing else is said. */
  readonly title: string;
  readonly text: string;
}

/** All that can be opened of a program, the whole first. */
export function choicesOf(program: PickedProgram, t: Texts): readonly Choice[] {
  const programId = program.id;
  const whole = (["PROGRAM", "LEARNING_PATH", "CERTIFICATE_WALL"] as const).map((kind) => {
    const { title, text } = t.pickKinds[kind];
    const target = kind === "CERTIFICATE_WALL" ? { kind } : { kind, programId };
    return { id: kind, target, kind: title, title: kind === "CERTIFICATE_WALL" ? title : program.title, text };
  });
  const parts = (program.publishedVersion?.modules ?? []).flatMap((module): readonly Choice[] => [
    {
      id: module.key,
      target: { kind: "MODULE", programId, moduleKey: module.key },
      kind: t.pickKinds.MODULE.title,
      title: module.title,
      text: t.effort(module.effortMinutes),
    },
    ...module.requirements.map(({ key, title, kind }) => ({
      id: `${module.key} ${key}`,
      target: { kind: "EVIDENCE_TASK", programId, moduleKey: module.key, requirementKey: key } as const,
      kind: t.pickKinds.EVIDENCE_TASK.title,
      title,
      text: t.requirementKinds[kind],
    })),
  ]);
  return [...whole, ...parts];
}
