import type { Problem } from "../refusal.ts";
import { durationSchema } from "./duration.ts";
import { type ModulesByKey, modulesByKey, withPrerequisites } from "./prerequisites.ts";
import type { VersionContent } from "./version.ts";

/** A module's validity is that of its micro-credential: it needs one, and lets it be fresh for some time. */
export function checkModuleValidity({ modules }: VersionContent): Problem[] {
  return modules.flatMap(({ key, validity, awardsCertificate }, m): Problem[] => {
    if (validity === null) return [];
    const at = { path: `modules.${m}.validity`, keys: [key] };
    if (!awardsCertificate) {
      return [
        {
          code: "MODULE_VALIDITY_WITHOUT_CERTIFICATE",
          ...at,
          message: `The module ${key} has a validity of its own and awards no certificate that could carry it.`,
          fix: "Let the module award a certificate, or take its validity away.",
        },
      ];
    }
    if (durationSchema.safeParse(validity).success && /[1-9]/.test(validity)) return [];
    return [
      {
        code: "MODULE_VALIDITY_OUT_OF_RANGE",
        ...at,
        message: `With the validity ${validity} the micro-credential of ${key} would be stale at once.`,
        fix: "Use an ISO 8601 duration of more than zero and at most a hundred years, such as P1Y.",
      },
    ];
  });
}

/**
 * R2 of a micro-credential: it is a certificate too, so completing its module, with all that the module waits for, takes
 * an APPLIED_TASK or OBSERVATION and a REFLECTION. As of the program's, a written reason waives it.
 */
export function checkNoSymbolicMicroCredential({ modules }: VersionContent): Problem[] {
  const byKey = modulesByKey(modules);
  return modules.flatMap(({ key, awardsCertificate }, m): Problem[] => {
    if (!awardsCertificate || !isSymbolic(key, byKey)) return [];
    return [
      {
        code: "SYMBOLIC_MICRO_CREDENTIAL",
        path: `modules.${m}.awardsCertificate`,
        message: `The module ${key} awards a certificate without an applied task or observation and a reflection (R2).`,
        fix: "Ask for both in the module or in what it waits for, award no certificate, or publish with a written waiver.",
        keys: [key],
      },
    ];
  });
}

function isSymbolic(key: string, byKey: ModulesByKey): boolean {
  const asked = withPrerequisites([key], byKey).flatMap((one) => byKey.get(one)?.requirements ?? []);
  const work = asked.some(({ kind }) => kind === "APPLIED_TASK" || kind === "OBSERVATION");
  return !work || !asked.some(({ kind }) => kind === "REFLECTION");
}
