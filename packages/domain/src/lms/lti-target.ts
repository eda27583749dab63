/** What a link in a course opens, and which facts say which one it is. */
export const ltiTargets = {
  PROGRAM: { program: true, moduleKey: false, requirementKey: false },
  LEARNING_PATH: { program: true, moduleKey: false, requirementKey: false },
  MODULE: { program: true, moduleKey: true, requirementKey: false },
  EVIDENCE_TASK: { program: true, moduleKey: false, requirementKey: true },
  CERTIFICATE_WALL: { program: false, moduleKey: false, requirementKey: false },
} as const;
export type LtiTargetKind = keyof typeof ltiTargets;

/** What a link opens: a target's kind with the facts that it needs, and no others. */
export interface LtiTarget {
  readonly target: LtiTargetKind;
  readonly programKey: string | null;
  readonly moduleKey: string | null;
  readonly requirementKey: string | null;
}

/** Why a link can't open what it is said to. */
export const ltiTargetProblems = {
  FACTS_MISSING: "It does not say which program, module or task.",
  PROGRAM_UNKNOWN: "There is no such program, or nothing of it is published.",
  MODULE_UNKNOWN: "The program's published version has no such module.",
  REQUIREMENT_UNKNOWN: "The program's published version has no such task.",
  MULTIPLE_NOT_TAKEN: "The LMS takes one link at a time.",
} as const;
export type LtiTargetProblem = keyof typeof ltiTargetProblems;

/** The custom parameters of a link, by which a launch says what it opens. Each is a text. */
export const ltiCustomNames = {
  target: "kunna_target",
  programKey: "kunna_program",
  moduleKey: "kunna_module",
  requirementKey: "kunna_requirement",
} as const;

/** The custom parameters of a link to a target. */
export function customOfTarget(target: LtiTarget): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ltiCustomNames).flatMap(([fact, name]) => {
      const value = target[fact as keyof LtiTarget];
      return value === null ? [] : [[name, value]];
    }),
  );
}

/**
 * What a launch's custom parameters say that its link opens; null: nothing, or nothing that is whole. A platform's
 * instructor may have written them by hand: nothing in them is believed to be there.
 */
export function targetOfCustom(custom: Readonly<Record<string, string>>): LtiTarget | null {
  const kind = custom[ltiCustomNames.target]?.trim().toUpperCase() ?? "";
  if (!isTargetKind(kind)) return null;
  const fact = (name: Exclude<keyof typeof ltiCustomNames, "target">) => custom[ltiCustomNames[name]]?.trim() || null;
  return wholeTarget({
    target: kind,
    programKey: fact("programKey"),
    moduleKey: fact("moduleKey"),
    requirementKey: fact("requirementKey"),
  });
}

/** The target with the facts that its kind needs alone; null: one is missing. */
export function wholeTarget({ target, ...given }: LtiTarget): LtiTarget | null {
  const needs = ltiTargets[target];
  const whole = {
    programKey: needs.program ? given.programKey : null,
    moduleKey: needs.moduleKey ? given.moduleKey : null,
    requirementKey: needs.requirementKey ? given.requirementKey : null,
  };
  const isMissing =
    (needs.program && !whole.programKey) ||
    (needs.moduleKey && !whole.moduleKey) ||
    (needs.requirementKey && !whole.requirementKey);
  return isMissing ? null : { target, ...whole };
}

function isTargetKind(text: string): text is LtiTargetKind {
  return Object.hasOwn(ltiTargets, text);
}
