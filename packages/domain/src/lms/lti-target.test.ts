import fc from "fast-check";
import { expect, it } from "vitest";
import { customOfTarget, type LtiTarget, ltiTargets, targetOfCustom, wholeTarget } from "./lti-target.ts";

const kinds = Object.keys(ltiTargets) as Array<LtiTarget["target"]>;
const fact = fc.option(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { nil: null });

it("what a link was made for is what its launch says", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fact, fact, fact, (target, programKey, moduleKey, requirementKey) => {
      const whole = wholeTarget({ target, programKey, moduleKey, requirementKey });
      if (whole) expect(targetOfCustom(customOfTarget(whole))).toEqual(whole);
    }),
  );
});

it.each([
  [{}],
  [{ kunna_target: "" }],
  [{ kunna_target: "toString" }],
  [{ kunna_target: "ADMIN", kunna_program: "p" }],
  [{ kunna_target: "PROGRAM" }],
  [{ kunna_target: "MODULE", kunna_program: "p" }],
  [{ kunna_target: "MODULE", kunna_module: "m" }],
  [{ kunna_target: "EVIDENCE_TASK", kunna_program: "p", kunna_requirement: " " }],
])("a link that says %j opens nothing yet", (custom) => {
  expect(targetOfCustom(custom)).toBeNull();
});

it("a link says no more than its kind needs", () => {
  const custom = { kunna_target: " certificate_wall ", kunna_program: "p", kunna_module: "m" };
  expect(targetOfCustom(custom)).toEqual({
    target: "CERTIFICATE_WALL",
    programKey: null,
    moduleKey: null,
    requirementKey: null,
  });
});
