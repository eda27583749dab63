import type { Course, LineItem, LmsUser, ResourceLink } from "./course.ts";
import type { LaunchOptions } from "./launch.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import type { MessageKind } from "./message-kind.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { Role } from "./vocabulary.ts";
import type { World } from "./world.ts";

/** What a launch is of. */
export interface MessageSubject extends MessageKind {
  readonly user: LmsUser;
  readonly course: Course | null;
}

const nowhereLink: ResourceLink = {
  id: "link-of-no-course",
  title: "A link",
  description: null,
  url: null,
  custom: {},
  clientId: null,
};

function toolOf(world: World, named: ToolRegistration | undefined): ToolRegistration {
  const [first, ...others] = world.tools.values();
  const tool = named ?? first;
  if (tool === undefined) throw new Error("No tool is registered: platform.tool(...) does that.");
  if (named === undefined && others.length > 0) throw new Error("Several tools are registered: name one as `tool`.");
  return tool;
}

/** Enrols who is not in the course. */
function enrolled(course: Course, user: LmsUser, roles?: readonly Role[]): readonly Role[] {
  const membership = course.membership(user.id);
  if (membership?.status === "Active") return membership.roles;
  course.enrol(user, roles);
  return roles ?? ["Learner"];
}

const isOf = (tool: ToolRegistration) => (one: { readonly clientId: string | null }) =>
  one.clientId === null || one.clientId === tool.clientId;

function linkOf(options: LaunchOptions, tool: ToolRegistration, course: Course | null): ResourceLink {
  if (options.resourceLink !== undefined) return options.resourceLink;
  return course?.resourceLinks.find(isOf(tool)) ?? course?.resourceLink() ?? nowhereLink;
}

/** The link's line item. A submission review is of one, so that it is made where there is none. */
function lineItemOf(tool: ToolRegistration, link: ResourceLink, { course, forUser }: MessageSubject): LineItem | null {
  if (course === null) return null;
  const item = course.lineItems.filter(isOf(tool)).find((other) => other.resourceLinkId === link.id);
  return item ?? (forUser === null ? null : course.lineItem({ resourceLink: link }));
}

/** Writes down what is to be sent, with all that is left out filled in. */
export function newIntent(world: World, options: LaunchOptions, subject: MessageSubject): LaunchIntent {
  const { user, course, forUser } = subject;
  const tool = toolOf(world, options.tool);
  const roles = course === null ? [] : enrolled(course, user, options.roles);
  if (course !== null && forUser !== null) enrolled(course, forUser);
  const link = subject.deepLinking === null ? linkOf(options, tool, course) : null;
  const lineItem = options.lineItem ?? (link === null ? null : lineItemOf(tool, link, subject));
  const review = forUser === null ? null : (lineItem?.submissionReview ?? null);
  const intent: LaunchIntent = {
    hint: world.nextId("message"),
    loginHint: `login-of-${user.id}`,
    tool,
    deploymentId: options.deploymentId ?? tool.deploymentIds[0] ?? "1",
    messageType: subject.messageType,
    user,
    roles: options.roles ?? roles,
    course,
    resourceLink: link,
    lineItem,
    forUser,
    targetLinkUri: options.targetLinkUri ?? review?.url ?? link?.url ?? tool.targetLinkUri,
    storageTarget: options.storageTarget ?? null,
    locale: options.locale ?? user.locale,
    returnUrl: options.returnUrl ?? `${world.url()}/courses/${encodeURIComponent(course?.id ?? "")}`,
    documentTarget: options.browser?.placement === "TAB" ? "window" : "iframe",
    custom: { ...tool.custom, ...link?.custom, ...review?.custom, ...options.custom },
    deepLinking: subject.deepLinking,
    misbehave: options.misbehave ?? {},
  };
  world.intents.set(intent.hint, intent);
  return intent;
}
