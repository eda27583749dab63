import { getDatamodel } from "../generated/pothos.ts";
import * as enums from "../generated/prisma/enums.ts";

/** What can be read of a table. The names are those of the Prisma schema, which has no @map: the database has the same. */
export interface Model {
  readonly name: string;
  readonly scalars: ReadonlyMap<string, Scalar>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly primaryKey: readonly string[];
  /** Fields that are unique by themselves. */
  readonly uniqueFields: ReadonlySet<string>;
  /** By the name that Prisma's `where` has for them, such as organisationId_key. */
  readonly compoundKeys: ReadonlyMap<string, readonly string[]>;
}

export interface Scalar {
  readonly name: string;
  readonly type: ScalarType;
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** What an enum may be; null for every other type. */
  readonly values: ReadonlySet<string> | null;
}

const scalarTypes = ["String", "Int", "Float", "Boolean", "DateTime", "BigInt", "Json", "Bytes"] as const;
export type ScalarType = (typeof scalarTypes)[number] | "Enum";

export interface Relation {
  readonly target: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** The columns that hold it together: ours, and the target's. */
  readonly on: ReadonlyArray<readonly [ours: string, theirs: string]>;
}

type Datamodel = ReturnType<typeof getDatamodel>["datamodel"];
type DatamodelModel = Datamodel["models"][string];
type DatamodelField = DatamodelModel["fields"][number];

let loaded: ReadonlyMap<string, Model> | null = null;

/** Every model, by its name; made once a process. */
export function models(): ReadonlyMap<string, Model> {
  if (!loaded) {
    const { datamodel } = getDatamodel();
    loaded = new Map(Object.entries(datamodel.models).map(([name, model]) => [name, build(name, model, datamodel)]));
  }
  return loaded;
}

export function modelNamed(name: string): Model {
  const model = models().get(name);
  if (!model) throw new Error(`The datamodel has no model ${name}.`);
  return model;
}

/** The model of a Prisma client's property, such as programVersion. */
export function modelOfProperty(property: string): Model | null {
  return models().get(property.charAt(0).toUpperCase() + property.slice(1)) ?? null;
}

function build(name: string, model: DatamodelModel, datamodel: Datamodel): Model {
  const scalars = new Map<string, Scalar>();
  const relations = new Map<string, Relation>();
  for (const field of model.fields) {
    if (field.kind === "object") {
      const relation = relationOf(name, field, datamodel);
      if (relation) relations.set(field.name, relation);
    } else {
      const scalar = scalarOf(field);
      if (scalar) scalars.set(field.name, scalar);
    }
  }
  const id = model.fields.filter(({ isId }) => isId).map((field) => field.name);
  const compound = [...(model.primaryKey ? [model.primaryKey] : []), ...model.uniqueIndexes];
  return {
    name,
    scalars,
    relations,
    primaryKey: id.length > 0 ? id : (model.primaryKey?.fields ?? []),
    uniqueFields: new Set(model.fields.filter(({ isId, isUnique }) => isId || isUnique).map((field) => field.name)),
    compoundKeys: new Map(compound.map((key) => [key.name ?? key.fields.join("_"), key.fields])),
  };
}

/** Null for a type that we don't know how to read: whoever asks for the field is answered by Prisma. */
function scalarOf({ name, kind, type, isList, isRequired }: DatamodelField): Scalar | null {
  if (kind === "enum") {
    const values = (enums as Record<string, Record<string, string>>)[type];
    return values ? { name, type: "Enum", isList, isRequired, values: new Set(Object.values(values)) } : null;
  }
  const known = scalarTypes.find((scalarType) => scalarType === type);
  return known ? { name, type: known, isList, isRequired, values: null } : null;
}

function relationOf(owner: string, field: DatamodelField, datamodel: Datamodel): Relation | null {
  const { type: target, isList, isRequired } = field;
  const own = columnsOf(field, target, datamodel);
  if (own) return { target, isList, isRequired, on: own };
  const opposite = datamodel.models[target]?.fields.find(
    (other) =>
      other.relationName === field.relationName &&
      other.type === owner &&
      (other.relationFromFields?.length ?? 0) > 0 &&
      !(target === owner && other.name === field.name),
  );
  const theirs = opposite && columnsOf(opposite, owner, datamodel);
  return theirs ? { target, isList, isRequired, on: theirs.map(([a, b]) => [b, a] as const) } : null;
}

/**
 * The datamodel tells which columns refer, but not to which. In this schema a reference is to the target's id, alone or
 * after the organisation's (prisma/schema/main.prisma); a test holds this against the database's foreign keys.
 */
function columnsOf(field: DatamodelField, target: string, datamodel: Datamodel): Relation["on"] | null {
  const from = field.relationFromFields ?? [];
  const id = datamodel.models[target]?.fields.find(({ isId }) => isId)?.name;
  const [first, second] = from;
  if (id === undefined || first === undefined || from.length > 2) return null;
  if (second === undefined) return [[first, id]];
  return first === "organisationId"
    ? [
        [first, first],
        [second, id],
      ]
    : null;
}
