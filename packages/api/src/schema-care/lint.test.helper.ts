import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { type Part, partsOf, promisedUntil } from "./parts.test.helper.ts";

/** How each kind of part is spelled. */
const spelling: Record<Part["kind"], RegExp> = {
  type: /^[A-Z][A-Za-z0-9]*$/,
  field: /^[a-z][A-Za-z0-9]*$/,
  argument: /^[a-z][A-Za-z0-9]*$/,
  "input field": /^[a-z][A-Za-z0-9]*$/,
  value: /^[A-Z][A-Z0-9_]*$/,
};

/** What of a schema is against the ways of this API: each a sentence that names the part. */
export function lint(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  return [...misspelled(schema), ...types.flatMap(misnamed), ...types.flatMap(nullable), ...badlyDeprecated(schema)];
}

function misspelled(schema: GraphQLSchema): string[] {
  return partsOf(schema)
    .filter(({ kind, name }) => !spelling[kind].test(name))
    .map(({ path, kind }) => `${path}: not how this kind of name (${kind}) is spelled: ${spelling[kind]}.`);
}

/** The end of a type's name tells what it is for, and ends that do are kept for it. */
function misnamed(type: GraphQLNamedType): string[] {
  const problems =
    isInputObjectType(type) && !type.name.endsWith("Input") ? [`${type.name}: an input type ends in Input.`] : [];
  if (isEnumType(type) && type.name.endsWith("Enum"))
    problems.push(`${type.name}: that it is an enum need not be in its name.`);
  if (!isObjectType(type) && !isInterfaceType(type)) return problems;
  for (const { name, type: of } of Object.values(type.getFields())) {
    const unwrapped = isNonNullType(of) ? of.ofType : of;
    const path = `${type.name}.${name}`;
    if (/At$/.test(name) && String(unwrapped) !== "DateTime") problems.push(`${path}: what ends in At is a DateTime.`);
    if (/On$/.test(name) && String(unwrapped) !== "Date") problems.push(`${path}: what ends in On is a Date.`);
    if (name === "id" && isObjectType(type) && !type.getInterfaces().some(({ name }) => name === "Node"))
      problems.push(`${path}: a cache takes it for the thing's own id, and what has one is a Node.`);
    if (/^(get|list|fetch|find)[A-Z]/.test(name)) problems.push(`${path}: a field is named for what it gives.`);
    if (isConnection(of) && !isNonNullType(of)) problems.push(`${path}: a connection may be empty, and is never null.`);
  }
  return problems;
}

/** Null says something; where it could only say nothing, there is none. */
function nullable(type: GraphQLNamedType): string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const path = `${type.name}.${name}`;
    if (isNonNullType(of)) {
      const item = isListType(of.ofType) ? of.ofType.ofType : null;
      const isFound = path === "Query.nodes";
      return item && !isNonNullType(item) && !isFound ? [`${path}: an item of a list is never null.`] : [];
    }
    if (isListType(of)) return [`${path}: a list may be empty, and is never null.`];
    if (String(of) === "Boolean") return [`${path}: null would be a third answer to a yes or no.`];
    if (name === "totalCount") return [`${path}: it is never null.`];
    return [];
  });
}

function isConnection(type: GraphQLOutputType): boolean {
  const { name } = getNamedType(type);
  return name.endsWith("Connection") && !/^Lms(Session)?Connection$/.test(name);
}

function badlyDeprecated(schema: GraphQLSchema): string[] {
  return partsOf(schema)
    .filter(({ deprecationReason }) => deprecationReason != null && promisedUntil(deprecationReason) === null)
    .map(
      ({ path, deprecationReason }) =>
        `${path}: ${JSON.stringify(deprecationReason)} does not say what to use, and until when it stays: "Use \`other\`. Removed after 2027-06-01."`,
    );
}
