import type { z } from "zod";
import { strictClaims, strictMembers } from "./claims.ts";
import { LtiRefusal } from "./problems.ts";

/**
 * Claims by their shape. What a launch works without is left out where it is not as it should be, member by member, and told of: an odd
 * return address keeps nobody out of a course. @throws LtiRefusal MESSAGE_MALFORMED for what it does not work without
 */
export function parseClaims<T extends z.ZodType>(
  shape: T,
  claims: Readonly<Record<string, unknown>>,
  onLeftOut?: (what: string) => void,
): z.output<T> {
  let rest = claims;
  for (;;) {
    const { data, error } = shape.safeParse(rest);
    if (error === undefined) return data;
    for (const { path, message } of error.issues) {
      const [name = "", member] = path.map(String);
      const what = `${path.map(String).join(" ")}: ${message}`;
      const without = isStrict(name, member) ? null : withoutPart(rest, name, member);
      if (without === null) throw new LtiRefusal("MESSAGE_MALFORMED", what);
      if (without !== rest) onLeftOut?.(what);
      rest = without;
    }
  }
}

function isStrict(name: string, member: string | undefined): boolean {
  const members = strictMembers[name];
  return members && member !== undefined ? members.has(member) : strictClaims.has(name) || members !== undefined;
}

/** Without the member, or without the claim where it is the lack of the member that is wrong; null: there is nothing to leave out. */
function withoutPart(
  claims: Readonly<Record<string, unknown>>,
  name: string,
  member: string | undefined,
): Readonly<Record<string, unknown>> | null {
  const value = claims[name];
  if (typeof value === "object" && value !== null && !Array.isArray(value) && member !== undefined) {
    const { [member]: left, ...kept } = value as Record<string, unknown>;
    if (left !== undefined) return { ...claims, [name]: kept };
  }
  if (!(name in claims)) return null;
  const { [name]: _left, ...others } = claims;
  return others;
}
