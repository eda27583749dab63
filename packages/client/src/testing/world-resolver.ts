import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { connectionOf } from "./connection.ts";
import { instantOf, type MockSettings, mostlyNull, saidOf, slug } from "./values.ts";
import { drawn, type Given, idOf, linked, type MockObject, members, objectOf, phaseOf, sizeOf } from "./world.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What each field of the mock's world is: what was given, else what follows from its object's number. */
export class WorldResolver {
  readonly #schema: GraphQLSchema;
  readonly #settings: MockSettings;
  readonly #given = new Map<string, Given>();
  /** Objects that mutations made, by their type, newest first. */
  readonly #made = new Map<string, MockObject[]>();

  constructor(schema: GraphQLSchema, settings: MockSettings) {
    this.#schema = schema;
    this.#settings = settings;
  }

  /** Says something of an object, before all that follows from its number. */
  give(object: MockObject, given: Given): MockObject {
    this.#given.set(keyOf(object), { ...this.#given.get(keyOf(object)), ...given });
    return object;
  }

  /** A new object, found from now on wherever its type is listed. */
  make(__typename: string, given: Given): MockObject {
    const made = this.#made.get(__typename) ?? [];
    const object = { __typename, n: sizeOf(__typename) + made.length };
    this.#made.set(__typename, [object, ...made]);
    return this.give(object, given);
  }

  /** The fields of a type that are named as what was given, or as what an id of which was given. */
  factsIn(type: string, given: Given): Given {
    const fields = this.#typeOf(type).getFields();
    const facts = Object.entries(given).flatMap(([name, value]) => {
      const field = fields[name];
      if (field && value !== undefined && isLeafType(getNamedType(field.type))) return [[name, value]];
      const link = name.replace(/Id$/, "");
      const target = fields[link] && link !== name ? this.find(value) : null;
      return target ? [[link, target]] : [];
    });
    return Object.fromEntries(facts);
  }

  find(id: unknown): MockObject | null {
    const object = typeof id === "string" ? objectOf(id) : null;
    if (!object) return null;
    return this.#all(object.__typename).some(({ n }) => n === object.n) ? object : null;
  }

  findBy(type: string, field: string, value: unknown): MockObject | null {
    return this.#all(type).find((object) => this.read(object, field) === value) ?? null;
  }

  /** What a field of an object is, with objects where its type says so. */
  read(object: MockObject, field: string, args: Arguments = {}): unknown {
    const definition = this.#typeOf(object.__typename).getFields()[field];
    if (!definition) return undefined;
    const given = this.#given.get(keyOf(object))?.[field];
    if (given !== undefined) return given;
    if (field === "id") return idOf(object);
    return this.#follows(object, field, definition.type, args);
  }

  /** Of a root field of Query. */
  query(field: string, type: GraphQLOutputType, args: Arguments): unknown {
    const named = getNamedType(type);
    if (field === "node") return this.find(args.id);
    if (field === "nodes") return (args.ids as unknown[]).map((id) => this.find(id));
    if (field === "viewer") return this.viewer;
    if (isConnection(named)) {
      const all = this.#all(itemOf(named)).filter(
        (object) => this.#isWanted(object, args) && this.#waits(object, field),
      );
      return connectionOf(all, args);
    }
    const all = this.#all(this.#concrete(named));
    if (isListType(getNullableType(type))) return all.slice(0, 3);
    // One's own where no person is named.
    const isOfPerson = "personId" in this.#argumentsOf(field) && args.personId == null;
    const wanted = isOfPerson ? { ...args, personId: idOf(this.viewer) } : args;
    return all.find((object) => this.#isWanted(object, wanted)) ?? null;
  }

  readonly viewer: MockObject = { __typename: "Person", n: 0 };

  #follows(object: MockObject, field: string, type: GraphQLOutputType, args: Arguments): unknown {
    const named = getNamedType(type);
    const isNullable = !isNonNullType(type);
    if (isLeafType(named)) return this.#leaf(object, field, type);
    const said = saidOf(this.#settings, object, field);
    if (said !== undefined) return said;
    if (isNullable && mostlyNull.test(field)) return null;
    if (isConnection(named))
      return connectionOf(
        this.#belonging(object, itemOf(named)).filter((one) => this.#isWanted(one, args)),
        args,
      );
    const target = this.#concrete(named);
    if (isListType(getNullableType(type))) return members(object, target).map((n) => ({ __typename: target, n }));
    const one = { __typename: target, n: linked(object, target) };
    return isNullable && !exists(one) ? null : one;
  }

  #leaf(object: MockObject, field: string, type: GraphQLOutputType): unknown {
    const said = saidOf(this.#settings, object, field);
    if (said !== undefined) return said;
    const nullable = getNullableType(type);
    if (type === nullable && mostlyNull.test(field)) return null;
    const value = this.#scalar(object, field, getNamedType(type));
    return isListType(nullable) ? [value] : value;
  }

  #scalar(object: MockObject, field: string, named: GraphQLNamedType): unknown {
    const { __typename, n } = object;
    const chance = drawn(this.#settings.seed, __typename, field, n);
    if (isEnumType(named)) return named.getValues()[chance % named.getValues().length]?.name;
    switch (named.name) {
      case "Int":
        return 1 + (chance % 9);
      case "Float":
        return (1 + (chance % 36)) / 2;
      case "Boolean":
        return chance % 2 === 0;
      case "DateTime":
        return instantOf(this.#settings, object, field).toISOString();
      case "Date":
        return instantOf(this.#settings, object, field).toISOString().slice(0, 10);
      case "Duration":
        return ["P1M", "P6M", "P1Y", "P2Y"][chance % 4];
      case "ID":
        return idOf({ __typename: this.#typeNamed(field), n });
      case "JSON":
        return {};
      default:
        return `${slug(__typename)}-${slug(field)}-${n + 1}`;
    }
  }

  /** What an id is of: of what its field is named after. */
  #typeNamed(field: string): string {
    const name = field.replace(/Id$/, "");
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  #all(type: string): MockObject[] {
    if (!isObjectType(this.#schema.getType(type))) return [];
    const first = Array.from({ length: sizeOf(type) }, (_, n) => ({ __typename: type, n }));
    return [...(this.#made.get(type) ?? []), ...first.filter(exists)];
  }

  /** The objects of a type that have this one. */
  #belonging(owner: MockObject, type: string): MockObject[] {
    const field = Object.values(this.#typeOf(type).getFields()).find(
      (one) => getNullableType(one.type) === this.#typeOf(owner.__typename) && one.name !== "parent",
    );
    const all = this.#all(type);
    if (!field) return all.slice(0, 3);
    return all.filter((one) => isSame(this.read(one, field.name), owner));
  }

  /** By the arguments that are named as the fields of what is looked for, or as its ids. */
  #isWanted(object: MockObject, args: Arguments): boolean {
    return Object.entries(args).every(([name, wanted]) => {
      if (wanted == null || ["first", "last", "after", "before"].includes(name)) return true;
      if (name === "search") {
        const texts = ["title", "name", "label", "key"].map((field) => String(this.read(object, field) ?? ""));
        return texts.some((text) => text.toLowerCase().includes(String(wanted).toLowerCase()));
      }
      const value = this.read(object, name.replace(/Id$/, ""));
      if (value === undefined) return true;
      if (name.endsWith("Id")) return isSame(value, objectOf(String(wanted)));
      return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
    });
  }

  /** A queue has what waits, and not what is one's own. */
  #waits(object: MockObject, field: string): boolean {
    if (field !== "reviewQueue") return true;
    return this.read(object, "status") === "SUBMITTED" && !isSame(this.read(object, "person"), this.viewer);
  }

  #argumentsOf(field: string): Readonly<Record<string, true>> {
    const args = this.#schema.getQueryType()?.getFields()[field]?.args ?? [];
    return Object.fromEntries(args.map(({ name }) => [name, true]));
  }

  #concrete(named: GraphQLNamedType): string {
    if (!isAbstractType(named)) return named.name;
    const possible = this.#schema.getPossibleTypes(named);
    // The last is the plainest: of a path's members, a module. Nothing is refused that a test does not refuse.
    return (possible.filter((type) => !isRefusal(type)).at(-1) ?? possible.at(-1))?.name ?? named.name;
  }

  #typeOf(name: string): GraphQLObjectType {
    const type = this.#schema.getType(name);
    if (!isObjectType(type)) throw new Error(`The schema has no type ${name}.`);
    return type;
  }
}

/** Certificates are of those alone who have come so far. */
function exists(object: MockObject): boolean {
  return object.__typename !== "Certificate" || phaseOf(object) >= 2;
}

function isSame(value: unknown, object: MockObject | null): boolean {
  const { __typename, n } = (value ?? {}) as Partial<MockObject>;
  return object !== null && __typename === object.__typename && n === object.n;
}

function keyOf({ __typename, n }: MockObject): string {
  return `${__typename}:${n}`;
}

/** Whether a type says that something was refused. */
export function isRefusal(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === "Refusal");
}

function isConnection(named: GraphQLNamedType): named is GraphQLObjectType {
  return isObjectType(named) && "pageInfo" in named.getFields();
}

function itemOf(connection: GraphQLObjectType): string {
  const { nodes } = connection.getFields();
  if (!nodes) throw new Error(`${connection.name} has no nodes.`);
  return getNamedType(nodes.type).name;
}
