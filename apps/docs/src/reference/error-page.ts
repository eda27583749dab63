import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isInterfaceType, isUnionType } from "graphql";
import { type CodeSource, clientCodesOf, graphqlCodesOf, httpCodesOf, problemsOf } from "./codes.ts";
import { heading, page, table, text } from "./markdown.ts";
import { type RefusalSource, refusalsOf } from "./refusals.ts";
import { inWords } from "./schema-links.ts";
import { sourcesOf } from "./sources.ts";

/** Every code that one may be answered with, out of the code that answers. @throws Error where a refusal has no source */
export function errorPage(schema: GraphQLSchema): string {
  const rules = ["packages/domain/src", "packages/api/src"].flatMap(sourcesOf);
  const http = sourcesOf("apps/server/src/http");
  const sources = new Map(refusalsOf(rules).map((source) => [source.name, source]));
  return page(
    "Error codes, and what to do",
    "A code is stable: act on it, not on the message beside it. Where a text depends on facts, “…” stands for them.",
    `| where | what it is |
| --- | --- |
| [Refusals](#refusals) | a rule said no: a member of the mutation's result, with \`code\`, \`message\`, \`help\` and facts |
| [Problems](#problems) | what is wrong with an input or a version, in \`problems\` of \`InvalidInput\` and of \`ProgramVersion\` |
| [Errors of GraphQL](#errors) | the operation, or a part of it, failed: in \`errors[].extensions.code\` |
| [Errors of HTTP](#http) | no GraphQL was reached, or none was asked for: in \`errors[].extensions.code\`, with the status |
| [Errors of the SDK](#sdk) | nothing came from Kunna that could be read: thrown as \`KunnaError\`, or as \`WebhookError\` where webhooks are received |`,
    heading(2, "Refusals", "refusals"),
    ...refusalTypes(schema).map((type) => refusal(type, sources.get(type.name), answeredBy(schema, type.name))),
    heading(2, "Problems", "problems"),
    codes(problemsOf(rules), "what to do"),
    heading(2, "Errors of GraphQL", "errors"),
    codes(graphqlCodesOf([...rules, ...http])),
    "For `INTERNAL_SERVER_ERROR` tell the operator the `errorId` beside it, or the header `x-request-id` of the answer.",
    heading(2, "Errors of HTTP", "http"),
    table(
      ["code", "status", "what it says"],
      httpCodesOf(http).map(({ code, status, messages }) => [`\`${code}\``, status, lines(messages)]),
    ),
    heading(2, "Errors of the SDK", "sdk"),
    codes(clientCodesOf(sourcesOf("packages/client/src")).filter(({ messages }) => messages.length > 0)),
    "Its other codes are those above.",
  );
}

function refusalTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const type = schema.getType("Refusal");
  return isInterfaceType(type) ? [...schema.getPossibleTypes(type)] : [];
}

/** The mutations that may answer with a refusal; null where all do. */
function answeredBy(schema: GraphQLSchema, name: string): string[] | null {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const answering = mutations.filter(({ type }) => {
    const result = getNamedType(type);
    return isUnionType(result) && result.getTypes().some((member) => member.name === name);
  });
  return answering.length === mutations.length ? null : answering.map((mutation) => mutation.name);
}

function refusal(type: GraphQLObjectType, source: RefusalSource | undefined, mutations: string[] | null): string {
  if (!source) throw new Error(`${type.name}: no class of this name extends Refusal.`);
  const facts = Object.values(type.getFields()).filter(({ name }) => !["code", "message", "help"].includes(name));
  const links = mutations?.map((name) => `[\`${name}\`](mutations.md#${name})`).join(", ");
  const helps = source.helps.length > 0 ? source.helps : ["Each of its `problems` has a `fix`."];
  return [
    heading(3, source.code, type.name),
    `\`${type.name}\`: ${text(type.description ?? "")}`,
    `**What to do.** ${helps.map(text).join(" / ")}`,
    facts
      .map(({ name, type: of, description }) => `- \`${name}\` (${inWords(of)}): ${text(description ?? "")}`)
      .join("\n"),
    links === undefined ? "Every mutation may refuse so." : `From ${links}.`,
  ]
    .filter((block) => block !== "")
    .join("\n\n");
}

function codes(sources: readonly CodeSource[], advice?: string): string {
  return table(
    ["code", "what it says", ...(advice ? [advice] : [])],
    sources.map(({ code, messages, fixes }) => [`\`${code}\``, lines(messages), ...(advice ? [lines(fixes)] : [])]),
  );
}

function lines(texts: readonly string[]): string {
  return texts.map(text).join("<br>");
}
