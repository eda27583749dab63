import { expect, test } from "vitest";
import type { Connector } from "./connector.ts";
import { contractVersion } from "./contract-version.ts";
import { ConnectorShapeInvalid, defineConnector, shapeProblems } from "./define-connector.ts";

const text = { en: "Address", sv: "Adress" };
const field = { key: "baseUrl", label: text, secret: false, required: true };
const right: Connector = {
  key: "my-lms2",
  title: "My LMS",
  contract: contractVersion,
  capabilities: ["IDENTIFY"],
  fields: [field],
  check: async () => ({ ok: true, checks: [] }),
  identify: async () => null,
};

test("a connector whose shape is right is given back as it is", () => {
  expect(defineConnector(right)).toBe(right);
});

const facts = async () => ({ facts: [], cursor: "0", more: false });

test.each<[string, Partial<Connector>, string[]]>([
  ["a key with upper case", { key: "Moodle" }, ["KEY_INVALID"]],
  ["a key that ends with a hyphen", { key: "moodle-" }, ["KEY_INVALID"]],
  ["a key that is too long", { key: "m".repeat(41) }, ["KEY_INVALID"]],
  ["no title", { title: " " }, ["TITLE_MISSING"]],
  ["a contract of another major version", { contract: "2.0.0" }, ["CONTRACT_INCOMPATIBLE"]],
  ["a contract that is no version", { contract: "latest" }, ["CONTRACT_INCOMPATIBLE"]],
  ["an unknown capability", { capabilities: ["IDENTIFY", "FLY" as "PUSH"] }, ["CAPABILITY_UNKNOWN"]],
  ["a capability without its method", { capabilities: ["IDENTIFY", "PUSH"] }, ["CAPABILITY_WITHOUT_METHOD"]],
  ["a method without its capability", { facts }, ["METHOD_WITHOUT_CAPABILITY"]],
  ["a field that can be no key", { fields: [{ ...field, key: "base url" }] }, ["FIELD_KEY_INVALID"]],
  ["a field that is there twice", { fields: [field, field] }, ["FIELD_KEY_TWICE"]],
  ["a label in one language", { fields: [{ ...field, label: { en: "a", sv: "" } }] }, ["FIELD_LABEL_MISSING"]],
  ["a help in one language", { fields: [{ ...field, help: { en: "", sv: "a" } }] }, ["FIELD_LABEL_MISSING"]],
])("%s is refused", (_, change, codes) => {
  expect(shapeProblems({ ...right, ...change }).map(({ code }) => code)).toEqual(codes);
});

test("all that is wrong is said at once, with what to do", () => {
  const define = () => defineConnector({ ...right, key: "", title: "", facts });
  expect(define).toThrow(ConnectorShapeInvalid);
  expect(define).toThrow(/CONNECTOR_SHAPE_INVALID|key: begin .* title: say .* until FACTS is named/s);
});

test("a server says for which contract it asks", () => {
  expect(shapeProblems(right, "2.0.0").map(({ code }) => code)).toEqual(["CONTRACT_INCOMPATIBLE"]);
});
