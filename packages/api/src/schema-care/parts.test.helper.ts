import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

/** What of a schema can be named, documented and deprecated. `kind` says what it is part of. */
export interface Part {
  /** As `Type`, `Type.field`, `Type.field.argument` or `Enum.VALUE`: how a schema diff names it. */
  readonly path: string;
  readonly name: string;
  readonly kind: "type" | "field" | "argument" | "input field" | "value";
  readonly deprecationReason?: string | null | undefined;
}

/** All parts of a schema but those that GraphQL itself brings. */
export function partsOf(schema: GraphQLSchema): Part[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap((type): Part[] => {
      const own: Part = { path: type.name, name: type.name, kind: "type" };
      const part = (kind: Part["kind"], under: string) => (of: { name: string; deprecationReason?: unknown }) =>
        ({ path: `${under}.${of.name}`, kind, name: of.name, deprecationReason: of.deprecationReason }) as Part;
      if (isEnumType(type)) return [own, ...type.getValues().map(part("value", type.name))];
      if (isInputObjectType(type)) return [own, ...Object.values(type.getFields()).map(part("input field", type.name))];
      if (!isObjectType(type) && !isInterfaceType(type)) return [own];
      const fields = Object.values(type.getFields());
      return [
        own,
        ...fields.map(part("field", type.name)),
        ...fields.flatMap(({ name, args }) => args.map(part("argument", `${type.name}.${name}`))),
      ];
    });
}

/** Until when (a day, YYYY-MM-DD) a deprecated part is promised to stay, or null when its reason does not say so. */
export function promisedUntil(reason: string): string | null {
  return /^\S.* Removed after (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\.$/s.exec(reason)?.[1] ?? null;
}
