import type { Role } from "./vocabulary.ts";

/** A person in the LMS. */
export interface LmsUser {
  /** The `sub` of tokens, and the `user_id` of rosters. */
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Null: the platform does not tell it. */
  readonly email: string | null;
  /** BCP 47. */
  readonly locale: string;
}

/** A person in a course. */
export interface Membership {
  readonly user: LmsUser;
  readonly roles: readonly Role[];
  readonly status: "Active" | "Inactive" | "Deleted";
  /** Rises with each change of the course's roster: what `rel=differences` counts by. */
  readonly revision: number;
}

/** A link to a tool in a course. */
export interface ResourceLink {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** Null: what the tool's registration says. */
  readonly url: string | null;
  readonly custom: Readonly<Record<string, string>>;
  readonly clientId: string | null;
}

/** A result as it stands in the gradebook: the last score that was taken. */
export interface Score {
  readonly userId: string;
  readonly scoreGiven: number | null;
  readonly scoreMaximum: number | null;
  readonly activityProgress: string;
  readonly gradingProgress: string;
  readonly timestamp: string;
  readonly comment: string | null;
  readonly submission: { readonly startedAt: string | null; readonly submittedAt: string | null } | null;
}

/** How a tool shows a submission to who reviews it (AGS 2.0 "submissionReview", Submission Review 1.0). */
export interface SubmissionReview {
  readonly reviewableStatus: readonly string[];
  readonly label?: string | undefined;
  /** What a submission review request opens. */
  readonly url?: string | undefined;
  readonly custom?: Readonly<Record<string, string>> | undefined;
}

/** A column of the gradebook. */
export interface LineItem {
  readonly id: string;
  label: string;
  scoreMaximum: number;
  resourceLinkId: string | null;
  resourceId: string | null;
  tag: string | null;
  startDateTime: string | null;
  endDateTime: string | null;
  gradesReleased: boolean | null;
  submissionReview: SubmissionReview | null;
  /** Which tool it is of: no other sees it. Null: the LMS's own. */
  readonly clientId: string | null;
  /** By the user's id: the newest. */
  readonly scores: Map<string, Score>;
}

/** A group of people in a course (Course Groups 1.0). */
export interface CourseGroup {
  readonly id: string;
  readonly name: string;
  readonly setId: string | null;
  readonly setName: string | null;
  readonly userIds: readonly string[];
}

export interface ResourceLinkInput {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  /** The link's own target_link_uri. */
  readonly url?: string;
  readonly custom?: Readonly<Record<string, string>>;
  /** Of which tool. Left out: of any. */
  readonly clientId?: string;
}

export interface LineItemInput {
  readonly label?: string;
  /** Left out: 100. */
  readonly scoreMaximum?: number;
  readonly resourceLink?: ResourceLink;
  readonly resourceId?: string;
  readonly tag?: string;
  /** Of which tool. Left out: of any. */
  readonly clientId?: string;
}

export interface CourseInput {
  readonly id?: string;
  readonly label?: string;
  readonly title?: string;
  /** How many learners there are beside those who are enrolled by name; they are made up as they are listed. */
  readonly crowd?: number;
}

/** A course of the LMS. */
export interface Course {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  readonly crowd: number;
  readonly members: readonly Membership[];
  /** Who was enrolled under this id, also when they have left; null: nobody. */
  membership(userId: string): Membership | null;
  readonly lineItems: readonly LineItem[];
  readonly resourceLinks: readonly ResourceLink[];
  readonly groups: readonly CourseGroup[];
  /** How often the roster changed. */
  readonly revision: number;
  /** Enrols a person, or changes their roles. Roles left out: Learner. */
  enrol(user: LmsUser, roles?: readonly Role[]): LmsUser;
  /** Takes a person out; `rel=differences` tells them once more, as Deleted. */
  remove(user: LmsUser): void;
  resourceLink(input?: ResourceLinkInput): ResourceLink;
  lineItem(input?: LineItemInput): LineItem;
  removeLineItem(id: string): void;
  group(input: { readonly name: string; readonly setName?: string; readonly users: readonly LmsUser[] }): CourseGroup;
  /** What stands in the gradebook for a person. */
  score(lineItem: LineItem, user: LmsUser): Score | null;
}

/** A new course. `nextId` numbers what is in it. */
export function newCourse(input: CourseInput, nextId: (kind: string) => string): Course {
  const members = new Map<string, Membership>();
  const lineItems = new Map<string, LineItem>();
  const links = new Map<string, ResourceLink>();
  const groups: CourseGroup[] = [];
  let revision = 0;
  const id = input.id ?? nextId("course");

  function place(user: LmsUser, roles: readonly Role[], status: Membership["status"]): void {
    revision += 1;
    members.set(user.id, { user, roles, status, revision });
  }

  return {
    id,
    label: input.label ?? id,
    title: input.title ?? `Course ${id}`,
    crowd: input.crowd ?? 0,
    get members() {
      return [...members.values()];
    },
    membership: (userId) => members.get(userId) ?? null,
    get lineItems() {
      return [...lineItems.values()];
    },
    get resourceLinks() {
      return [...links.values()];
    },
    get groups() {
      return groups;
    },
    get revision() {
      return revision;
    },
    enrol(user, roles = ["Learner"]) {
      place(user, roles, "Active");
      return user;
    },
    remove(user) {
      const membership = members.get(user.id);
      if (membership !== undefined) place(user, membership.roles, "Deleted");
    },
    resourceLink(link = {}) {
      const made: ResourceLink = {
        id: link.id ?? nextId("link"),
        title: link.title ?? "A link",
        description: link.description ?? null,
        url: link.url ?? null,
        custom: link.custom ?? {},
        clientId: link.clientId ?? null,
      };
      links.set(made.id, made);
      return made;
    },
    lineItem(item = {}) {
      const made: LineItem = {
        id: nextId("line-item"),
        label: item.label ?? item.resourceLink?.title ?? "A result",
        scoreMaximum: item.scoreMaximum ?? 100,
        resourceLinkId: item.resourceLink?.id ?? null,
        resourceId: item.resourceId ?? null,
        tag: item.tag ?? null,
        startDateTime: null,
        endDateTime: null,
        gradesReleased: null,
        submissionReview: null,
        clientId: item.clientId ?? null,
        scores: new Map(),
      };
      lineItems.set(made.id, made);
      return made;
    },
    removeLineItem(itemId) {
      lineItems.delete(itemId);
    },
    group({ name, setName, users }) {
      const made: CourseGroup = {
        id: nextId("group"),
        name,
        setId: setName === undefined ? null : (groups.find((g) => g.setName === setName)?.setId ?? nextId("group-set")),
        setName: setName ?? null,
        userIds: users.map((user) => user.id),
      };
      groups.push(made);
      return made;
    },
    score: (lineItem, user) => lineItem.scores.get(user.id) ?? null,
  };
}
