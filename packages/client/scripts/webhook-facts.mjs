const scalars = {
  ID: "string",
  String: "string",
  Int: "number",
  Float: "number",
  Boolean: "boolean",
  DateTime: "string",
  Date: "string",
  Duration: "string",
  JSON: "unknown",
};

/** The facts of each event as TypeScript, from how webhook-events.json writes them: in GraphQL's types. */
export function webhookFactsCode(events) {
  const members = Object.entries(events).map(
    ([type, { description, facts }]) => `  /** ${description} */\n  readonly ${type}: ${objectType(facts)};`,
  );
  return [
    "/** Which facts a webhook tells, by the type of the event. Instants are ISO 8601, dates YYYY-MM-DD. */",
    `export interface WebhookFacts {\n${members.join("\n")}\n}\n`,
  ].join("\n");
}

function objectType(facts) {
  const members = Object.entries(facts).map(([name, type]) => {
    const isSure = type.endsWith("!");
    const given = tsType(isSure ? type.slice(0, -1) : type);
    return isSure ? `readonly ${name}: ${given}` : `readonly ${name}?: ${given} | null`;
  });
  return members.length === 0 ? "Readonly<Record<never, never>>" : `{ ${members.join("; ")} }`;
}

function tsType(type) {
  if (type.startsWith("[")) return `readonly ${tsType(type.slice(1, -1).replace("!", ""))}[]`;
  const given = scalars[type];
  if (!given) throw new Error(`There is no ${type} among the types of facts.`);
  return given;
}
