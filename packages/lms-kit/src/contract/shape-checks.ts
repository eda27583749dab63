import { type ConnectorShapeCode, shapeProblems } from "@kunna/lms-kit";
import { type CheckDraft, must, type Trial } from "./check.ts";

export const shapeChecks: readonly CheckDraft[] = [
  {
    name: "its key, title and contract are right",
    run: hasNone("KEY_INVALID", "TITLE_MISSING", "CONTRACT_INCOMPATIBLE"),
  },
  {
    name: "its capabilities are its methods",
    run: hasNone("CAPABILITY_UNKNOWN", "CAPABILITY_WITHOUT_METHOD", "METHOD_WITHOUT_CAPABILITY"),
  },
  {
    name: "its fields have keys of their own, and texts in English and Swedish",
    run: hasNone("FIELD_KEY_INVALID", "FIELD_KEY_TWICE", "FIELD_LABEL_MISSING"),
  },
  { name: "its fields are what an admin has to give, secrets as secrets", run: fieldsAreGiven },
];

function hasNone(...codes: readonly ConnectorShapeCode[]) {
  return async ({ connector }: Trial): Promise<void> => {
    const problems = shapeProblems(connector).filter(({ code }) => codes.includes(code));
    must(problems.length === 0, problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  };
}

async function fieldsAreGiven({ connector: { fields }, world: { settings, secrets } }: Trial): Promise<void> {
  for (const { key, secret, required } of fields) {
    const [place, other] = secret ? [secrets, settings] : [settings, secrets];
    must(!required || Boolean(place[key]), `The field ${key} is required, and the fixture gives none.`);
    must(!(key in other), `The field ${key} is ${secret ? "" : "not "}secret, and the fixture gives it as if it were.`);
  }
  const keys = fields.map(({ key }) => key);
  const unknown = Object.keys({ ...settings, ...secrets }).filter((key) => !keys.includes(key));
  must(unknown.length === 0, `No field asks for ${unknown.join(", ")}, so an admin can't give it.`);
  for (const [key, value] of Object.entries(secrets)) {
    must(
      value.length >= 8,
      `The fixture's secret ${key} is too short to be found where it leaks: give it 8 characters.`,
    );
  }
}
