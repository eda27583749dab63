import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType, isUnionType } from "graphql";
import { type Given, type MockObject, objectOf } from "./world.ts";
import { isRefusal, type WorldResolver } from "./world-resolver.ts";

/** A refusal that a mutation is told to answer: its type, and those of its facts that matter. */
export interface MockRefusal {
  readonly __typename: string;
  readonly [fact: string]: unknown;
}

/** What a mutation does to the status of what it is about; the rest is the server's to know. */
const statuses: Readonly<Record<string, string>> = {
  enrol: "ACTIVE",
  withdrawEnrolment: "WITHDRAWN",
  saveEvidenceDraft: "DRAFT",
  submitEvidence: "SUBMITTED",
  publishProgramVersion: "PUBLISHED",
  retireProgramVersion: "RETIRED",
};

/** Mutations of the mock: what they are given is in what they make, and is kept. No rule is applied. */
export class Mutations {
  readonly #schema: GraphQLSchema;
  readonly #world: WorldResolver;
  readonly #refusals = new Map<string, MockRefusal>();

  constructor(schema: GraphQLSchema, world: WorldResolver) {
    this.#schema = schema;
    this.#world = world;
  }

  /** @throws Error when the mutation can't be refused so */
  refuse(mutation: string, refusal: MockRefusal): void {
    const possible = this.#resultsOf(mutation).filter(isRefusal);
    if (!possible.some(({ name }) => name === refusal.__typename)) {
      throw new Error(`${mutation} is refused with one of: ${possible.map(({ name }) => name).join(", ")}.`);
    }
    this.#refusals.set(mutation, refusal);
  }

  accept(mutation: string): void {
    this.#refusals.delete(mutation);
  }

  answer(mutation: string, args: Readonly<Record<string, unknown>>): MockObject {
    const refusal = this.#refusals.get(mutation);
    if (refusal) return this.#refused(refusal);
    const made = this.#resultsOf(mutation).find((type) => !isRefusal(type));
    if (!made) throw new Error(`${mutation} makes nothing.`);
    const { input, idempotencyKey: _, ...rest } = args;
    const given: Readonly<Record<string, unknown>> = { ...rest, ...(input as object | undefined) };
    const status = given.verdict ?? statuses[mutation];
    const facts = {
      ...this.#world.factsIn(made.name, given),
      ...(status && "status" in made.getFields() ? { status } : {}),
    };
    const id = given[`${made.name.charAt(0).toLowerCase()}${made.name.slice(1)}Id`] ?? given.id;
    if (id == null) return this.#world.make(made.name, { ...this.#ofViewer(made, given), ...facts });
    const known = this.#world.find(id);
    if (known?.__typename === made.name) return this.#world.give(known, facts);
    return this.#refused({ __typename: "NotFound" });
  }

  /** Whose it is: of whom the enrolment is, or of the viewer. */
  #ofViewer(made: GraphQLObjectType, given: Readonly<Record<string, unknown>>): Given {
    if (!("person" in made.getFields())) return {};
    const enrolment = typeof given.enrolmentId === "string" ? objectOf(given.enrolmentId) : null;
    return { person: (enrolment && this.#world.read(enrolment, "person")) ?? this.#world.viewer };
  }

  #refused({ __typename, ...facts }: MockRefusal): MockObject {
    const type = this.#schema.getType(__typename);
    const code = __typename.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    const message = type?.description ?? "It was refused.";
    return this.#world.make(__typename, {
      code,
      message,
      help: "It was refused because the mock was told to.",
      ...facts,
    });
  }

  #resultsOf(mutation: string): readonly GraphQLObjectType[] {
    const field = this.#schema.getMutationType()?.getFields()[mutation];
    if (!field) throw new Error(`The schema has no mutation ${mutation}.`);
    const result = getNamedType(field.type);
    if (isUnionType(result)) {
      // As the schema lists them, and it does so by name: what is made is what is no refusal.
      return result.getTypes();
    }
    return isObjectType(result) ? [result] : [];
  }
}
