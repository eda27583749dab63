import type { LaunchIntent } from "./launch-intent.ts";
import type { World } from "./world.ts";

type Source = (intent: LaunchIntent, world: World) => string | null | undefined;

/** The substitution variables that the platform knows: LTI Core 1.3 appendix B, by their names there. */
const variables: Readonly<Record<string, Source>> = {
  "User.id": ({ user }) => user.id,
  "Person.name.full": ({ user }) => user.name,
  "Person.name.given": ({ user }) => user.givenName,
  "Person.name.family": ({ user }) => user.familyName,
  "Person.email.primary": ({ user }) => user.email,
  "Context.id": ({ course }) => course?.id,
  "Context.label": ({ course }) => course?.label,
  "Context.title": ({ course }) => course?.title,
  "ResourceLink.id": ({ resourceLink }) => resourceLink?.id,
  "ResourceLink.title": ({ resourceLink }) => resourceLink?.title,
  "ResourceLink.description": ({ resourceLink }) => resourceLink?.description,
  "Message.locale": ({ locale }) => locale,
  "ToolPlatformInstance.name": (_intent, world) => world.name,
};
export const variableNames = Object.keys(variables);

/** Custom parameters with their variables filled in. One that is not known, or has no value, stays as it is (section 5.4.6). */
export function customParameters(world: World, intent: LaunchIntent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(intent.custom).map(([name, value]) => {
      const known = value.startsWith("$") ? variables[value.slice(1)] : undefined;
      return [name, known?.(intent, world) ?? value];
    }),
  );
}
