import { InvalidInput } from "@kunna/domain";
import { MalformedId } from "./errors.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ofRow = new RegExp(`^${uuid}$`);
/** The types that have no row: each is a person's, in a program. */
const ofPair: Readonly<Record<string, RegExp>> = { Certification: new RegExp(`^${uuid}[.]${uuid}$`) };

/** The opaque id of a node, from its type and its row's id. */
export function encodeId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString("base64url");
}

/** @throws MalformedId on anything that encodeId can't have made */
export function decodeId(globalId: string): { typename: string; id: string } {
  const [typename, id, ...rest] = Buffer.from(globalId, "base64url").toString("utf8").split(":");
  if (!typename || !id || rest.length > 0 || !/^[A-Za-z]+$/.test(typename)) throw new MalformedId(globalId);
  const form = Object.hasOwn(ofPair, typename) ? ofPair[typename] : ofRow;
  if (!form?.test(id)) throw new MalformedId(globalId);
  return { typename, id };
}

/**
 * The row id in an input's id field.
 * @param path the field, for the refusal
 * @throws InvalidInput when it is malformed or of another type
 */
export function rowId(typename: string, globalId: string, path: string): string {
  const refuse = () =>
    new InvalidInput([
      {
        code: "WRONG_ID",
        path,
        message: `This is not the id of a ${typename}.`,
        fix: `Pass the id of a ${typename} as this API gave it.`,
      },
    ]);
  try {
    const decoded = decodeId(globalId);
    if (decoded.typename === typename) return decoded.id;
  } catch {
    throw refuse();
  }
  throw refuse();
}
