import fc from "fast-check";
import { type Model, modelNamed, models, type Relation, type Scalar } from "./model.ts";
import type { ReadCall } from "./testing-differential.ts";

/** Values that are in the database, by model and field; reads that find nothing prove little. */
export type ValuePool = ReadonlyMap<string, readonly unknown[]>;

export const poolKey = (model: Model, field: string): string => `${model.name}.${field}`;
export const propertyOf = ({ name }: Model): string => name.charAt(0).toLowerCase() + name.slice(1);

type Args = Record<string, unknown>;

/** Any read of any model. Each list is in an order that leaves nothing open, or is cut out by `take`, which brings one. */
export function anyRead(pool: ValuePool): fc.Arbitrary<ReadCall> {
  return fc.constantFrom(...models().values()).chain((model) => {
    const property = propertyOf(model);
    const key = [...model.uniqueFields][0];
    return fc.oneof(
      { weight: 6, arbitrary: listArgs(model, pool, 2).map((args) => ({ property, method: "findMany", args })) },
      {
        weight: 1,
        arbitrary: whereArg(model, pool, 2).map((where) => ({ property, method: "count", args: { where } })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(listArgs(model, pool, 2), fc.constantFrom("findFirst", "findFirstOrThrow"))
          .map(([{ take: _, ...args }, method]) => ({
            property,
            method,
            args: { ...args, orderBy: args.orderBy ?? keyOrder(model) },
          })),
      },
      ...(key === undefined
        ? []
        : [
            {
              weight: 3,
              arbitrary: fc
                .tuple(
                  fc.constantFrom(...values(model, key, pool)),
                  shape(model, pool, 2),
                  whereArg(model, pool, 1),
                  fc.boolean(),
                )
                .map(([value, select, where, orThrow]) => ({
                  property,
                  method: orThrow ? "findUniqueOrThrow" : "findUnique",
                  args: { ...select, where: orThrow ? { [key]: value } : { ...where, [key]: value } },
                })),
            },
          ]),
    );
  });
}

function listArgs(model: Model, pool: ValuePool, depth: number): fc.Arbitrary<Args> {
  const key = [...model.uniqueFields][0];
  return fc
    .record({
      shape: shape(model, pool, depth),
      where: fc.option(whereArg(model, pool, depth), { nil: undefined, freq: 3 }),
      order: fc.option(orderArg(model), { nil: undefined, freq: 3 }),
      take: fc.option(fc.constantFrom(1, 2, 3, 5, 50, -1, -2, -4), { nil: undefined }),
      skip: fc.constantFrom(undefined, undefined, 0, 1, 2),
      cursor:
        key === undefined
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...values(model, key, pool)), { nil: undefined, freq: 1 }),
      withCursor: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ shape, where, order, take, skip, cursor, withCursor }) => ({
      ...shape,
      ...(where ? { where } : {}),
      // Prisma brings an order of its own with `take` alone.
      ...(order || take === undefined ? { orderBy: order ?? keyOrder(model) } : {}),
      ...(take === undefined ? {} : { take }),
      ...(skip === undefined ? {} : { skip }),
      ...(cursor !== undefined && key !== undefined && withCursor === 0 ? { cursor: { [key]: cursor } } : {}),
    }));
}

function shape(model: Model, pool: ValuePool, depth: number): fc.Arbitrary<Args> {
  const scalars = fc
    .subarray([...model.scalars.keys()], { minLength: 1, maxLength: Math.min(4, model.scalars.size) })
    .map((names) => Object.fromEntries(names.map((name) => [name, true])));
  if (depth === 0 || model.relations.size === 0)
    return fc.option(
      scalars.map((select) => ({ select })),
      { nil: {} },
    );
  const relations = fc
    .subarray([...model.relations], { maxLength: Math.min(2, model.relations.size) })
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map(([name, relation]) =>
          relationArg(relation, pool, depth - 1).map((args) => [name, args] as const),
        ),
      ),
    )
    .map((entries): Args => Object.fromEntries(entries));
  const counts = countArg(model, pool);
  return fc
    .tuple(scalars, relations, counts, fc.integer({ min: 0, max: 3 }))
    .map(([columns, related, count, kind]) =>
      kind === 0 && Object.keys(related).length > 0
        ? { include: related }
        : { select: { ...columns, ...related, ...(kind === 1 ? count : {}) } },
    );
}

function relationArg(relation: Relation, pool: ValuePool, depth: number): fc.Arbitrary<unknown> {
  const target = modelNamed(relation.target);
  return relation.isList ? listArgs(target, pool, depth) : fc.oneof(shape(target, pool, depth), fc.constant(true));
}

function countArg(model: Model, pool: ValuePool): fc.Arbitrary<Args> {
  const lists = [...model.relations].filter(([, { isList }]) => isList);
  if (lists.length === 0) return fc.constant({});
  return fc.constantFrom(...lists).chain(([name, { target }]) =>
    fc
      .oneof(
        fc.constant(true),
        whereArg(modelNamed(target), pool, 1).map((where) => ({ where })),
      )
      .map((value) => ({ _count: { select: { [name]: value } } })),
  );
}

function whereArg(model: Model, pool: ValuePool, depth: number): fc.Arbitrary<Args> {
  const scalars = [...model.scalars.values()].filter(
    ({ isList, type }) => !isList && type !== "Json" && type !== "Bytes",
  );
  const scalar = fc
    .constantFrom(...scalars)
    .chain((field) => filter(model, field, pool).map((value): Args => ({ [field.name]: value })));
  if (depth === 0) return scalar;
  const nested = whereArg(model, pool, depth - 1);
  const relations = [...model.relations];
  return fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.array(nested, { maxLength: 3 }).map((AND) => ({ AND })) },
    { weight: 2, arbitrary: fc.array(nested, { minLength: 1, maxLength: 3 }).map((OR) => ({ OR })) },
    { weight: 2, arbitrary: fc.oneof(nested, fc.array(nested, { maxLength: 2 })).map((NOT) => ({ NOT })) },
    ...(relations.length === 0
      ? []
      : [
          {
            weight: 4,
            arbitrary: fc.constantFrom(...relations).chain(([name, relation]) => {
              const inner = whereArg(modelNamed(relation.target), pool, depth - 1);
              const quantifiers = relation.isList ? ["some", "none", "every"] : ["is"];
              return fc.tuple(fc.constantFrom(...quantifiers), inner, fc.boolean()).map(
                ([quantifier, where, plain]): Args => ({
                  [name]: plain && !relation.isList ? where : { [quantifier]: where },
                }),
              );
            }),
          },
        ]),
  );
}

function filter(model: Model, scalar: Scalar, pool: ValuePool): fc.Arbitrary<unknown> {
  const value = fc.constantFrom(...values(model, scalar.name, pool));
  const list = fc.array(value, { maxLength: 4 });
  const nothing = scalar.isRequired ? [] : [fc.constant(null), fc.constant({ not: null })];
  const ordered = ["String", "Int", "BigInt", "DateTime"].includes(scalar.type)
    ? [fc.tuple(fc.constantFrom("lt", "lte", "gt", "gte"), value).map(([operator, bound]) => ({ [operator]: bound }))]
    : [];
  // Ids are UUIDs, in which no text can be looked for.
  const text =
    scalar.type === "String" && !/^id$|Id$/.test(scalar.name)
      ? [
          fc
            .tuple(
              fc.constantFrom("contains", "startsWith", "endsWith"),
              fc.constantFrom("a", "A", "%", "_", "\\", "'", "", "é", "1"),
              fc.boolean(),
            )
            // A pattern that ends in a backslash is an error, but only when there is a row to match it with.
            .filter(([operator, part]) => !(operator === "endsWith" && part === "\\"))
            .map(([operator, part, insensitive]) => ({
              [operator]: part,
              ...(insensitive ? { mode: "insensitive" } : {}),
            })),
        ]
      : [];
  const equal = [value, value.map((equals) => ({ equals })), value.map((not) => ({ not }))];
  return fc.oneof(
    ...equal,
    list.map((items) => ({ in: items })),
    list.map((items) => ({ notIn: items })),
    ...ordered,
    ...text,
    ...nothing,
  );
}

function orderArg(model: Model): fc.Arbitrary<unknown> {
  const direction = fc.constantFrom("asc", "desc");
  const scalars = [...model.scalars.values()].filter(
    ({ isList, type }) => !isList && type !== "Json" && type !== "Bytes",
  );
  const own = fc.tuple(fc.constantFrom(...scalars), direction).map(([{ name }, way]): Args => ({ [name]: way }));
  const single = [...model.relations].filter(([, { isList }]) => !isList);
  const other = single.map(([name, { target }]) => {
    const fields = [...modelNamed(target).scalars.values()].filter(({ type, isList }) => type === "String" && !isList);
    return fc
      .tuple(fc.constantFrom(...fields), direction)
      .map(([field, way]): Args => ({ [name]: { [field.name]: way } }));
  });
  const term = other.length === 0 ? own : fc.oneof({ weight: 2, arbitrary: own }, ...other);
  return fc
    .tuple(fc.array(term, { maxLength: 2 }), direction)
    .map(([terms, way]) => [...terms, ...keyOrder(model, way)]);
}

function keyOrder(model: Model, direction = "asc"): Args[] {
  return model.primaryKey.map((name) => ({ [name]: direction }));
}

function values(model: Model, field: string, pool: ValuePool): readonly unknown[] {
  const found = pool.get(poolKey(model, field)) ?? [];
  return found.length > 0 ? found : [fallback(model.scalars.get(field))];
}

function fallback(scalar: Scalar | undefined): unknown {
  switch (scalar?.type) {
    case "Int":
      return 1;
    case "BigInt":
      return 1n;
    case "Boolean":
      return true;
    case "DateTime":
      return new Date(0);
    case "Enum":
      return [...(scalar.values ?? [])][0];
    default:
      return "00000000-0000-7000-8000-000000000000";
  }
}
