import { type Connector, capabilities, capabilityMethods } from "./connector.ts";
import { contractVersion, isCompatible } from "./contract-version.ts";

/** What may be wrong with a connector's shape. */
export type ConnectorShapeCode =
  | "KEY_INVALID"
  | "TITLE_MISSING"
  | "CONTRACT_INCOMPATIBLE"
  | "CAPABILITY_UNKNOWN"
  | "CAPABILITY_WITHOUT_METHOD"
  | "METHOD_WITHOUT_CAPABILITY"
  | "FIELD_KEY_INVALID"
  | "FIELD_KEY_TWICE"
  | "FIELD_LABEL_MISSING";

/** One thing that is wrong, and what to do. */
export interface ConnectorShapeProblem {
  readonly code: ConnectorShapeCode;
  readonly message: string;
}

/** A connector's shape is wrong: nothing was asked of an LMS. `problems` are all that were found. */
export class ConnectorShapeInvalid extends Error {
  readonly code = "CONNECTOR_SHAPE_INVALID";
  readonly problems: readonly ConnectorShapeProblem[];
  constructor(key: string, problems: readonly ConnectorShapeProblem[]) {
    super(`The connector ${JSON.stringify(key)} can't be used. ${problems.map(({ message }) => message).join(" ")}`);
    this.name = "ConnectorShapeInvalid";
    this.problems = problems;
  }
}

/**
 * A connector as given, once its shape is right: `export const moodle = defineConnector({ … })`. A server calls it too,
 * since a plugin may have been written without it.
 * @throws ConnectorShapeInvalid
 */
export function defineConnector<const C extends Connector>(connector: C): C {
  const problems = shapeProblems(connector);
  if (problems.length > 0) throw new ConnectorShapeInvalid(connector.key, problems);
  return connector;
}

/** What is wrong with a connector's shape, for a server of `serverContract`. */
export function shapeProblems(connector: Connector, serverContract = contractVersion): ConnectorShapeProblem[] {
  return [
    ...nameProblems(connector),
    ...contractProblems(connector, serverContract),
    ...capabilityProblems(connector),
    ...fieldProblems(connector),
  ];
}

function nameProblems({ key, title }: Connector): ConnectorShapeProblem[] {
  const problems: ConnectorShapeProblem[] = [];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key) || key.length > 40) {
    problems.push({
      code: "KEY_INVALID",
      message: `key: begin with a lower-case letter, go on with lower-case letters, digits and single hyphens, at most 40; it is ${JSON.stringify(key)}.`,
    });
  }
  if (isBlank(title)) problems.push({ code: "TITLE_MISSING", message: "title: say what the LMS is called." });
  return problems;
}

function contractProblems({ contract }: Connector, serverContract: string): ConnectorShapeProblem[] {
  if (isCompatible(contract, serverContract)) return [];
  return [
    {
      code: "CONTRACT_INCOMPATIBLE",
      message: `contract: it is written for ${JSON.stringify(contract)}, and this is ${serverContract}. Use versions of the server and of the connector that go together.`,
    },
  ];
}

function capabilityProblems(connector: Connector): ConnectorShapeProblem[] {
  const problems: ConnectorShapeProblem[] = [];
  for (const capability of connector.capabilities) {
    if (!capabilities.includes(capability)) {
      problems.push({
        code: "CAPABILITY_UNKNOWN",
        message: `capabilities: there is none called ${JSON.stringify(capability)}, only ${capabilities.join(", ")}.`,
      });
    }
  }
  for (const capability of capabilities) {
    const method = capabilityMethods[capability];
    const named = connector.capabilities.includes(capability);
    const there = typeof connector[method] === "function";
    if (named && !there) {
      problems.push({
        code: "CAPABILITY_WITHOUT_METHOD",
        message: `capabilities: ${capability} is named, and there is no method ${method}.`,
      });
    }
    if (there && !named) {
      problems.push({
        code: "METHOD_WITHOUT_CAPABILITY",
        message: `capabilities: there is a method ${method}, which is never called until ${capability} is named.`,
      });
    }
  }
  return problems;
}

function fieldProblems({ fields }: Connector): ConnectorShapeProblem[] {
  return fields.flatMap(({ key, label, help }, index) => {
    const problems: ConnectorShapeProblem[] = [];
    const name = `fields: ${JSON.stringify(key)}`;
    if (!/^[a-zA-Z][a-zA-Z0-9]{0,39}$/.test(key)) {
      problems.push({
        code: "FIELD_KEY_INVALID",
        message: `${name} is no key: begin with a letter, go on with letters and digits, at most 40.`,
      });
    }
    if (fields.findIndex((field) => field.key === key) < index) {
      problems.push({ code: "FIELD_KEY_TWICE", message: `${name} is there twice.` });
    }
    if ([label, ...(help ? [help] : [])].some(({ en, sv }) => isBlank(en) || isBlank(sv))) {
      problems.push({ code: "FIELD_LABEL_MISSING", message: `${name} needs its texts in English and in Swedish.` });
    }
    return problems;
  });
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
