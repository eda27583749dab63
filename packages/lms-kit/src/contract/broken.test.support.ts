import { type Connector, type ConnectorContext, ConnectorError, type LmsFact } from "@kunna/lms-kit";
import { brokenFacts } from "./broken-facts.test.support.ts";

export interface Broken {
  readonly how: string;
  /** The one check that finds it. */
  readonly fails: string;
  readonly connector: Connector;
}

type Whole = Required<Connector>;

/** For each check, a connector that is right but for what this check finds. */
export function broken(right: Whole): Broken[] {
  const { fields } = right;
  return [
    { how: "a key with spaces", fails: "its key, title and contract are right", ...but({ key: "my lms" }) },
    { how: "a contract of the future", fails: "its key, title and contract are right", ...but({ contract: "9.0.0" }) },
    {
      how: "a method that it does not name",
      fails: "its capabilities are its methods",
      ...but({ capabilities: right.capabilities.filter((capability) => capability !== "IDENTIFY") }),
    },
    {
      how: "a field without Swedish",
      fails: "its fields have keys of their own, and texts in English and Swedish",
      ...but({ fields: fields.map((field) => ({ ...field, label: { en: "Field", sv: "" } })) }),
    },
    {
      how: "a secret that is kept as a setting",
      fails: "its fields are what an admin has to give, secrets as secrets",
      ...but({ fields: fields.map((field) => ({ ...field, secret: field.key === "token" })) }),
    },
    {
      how: "no field for what it needs",
      fails: "its fields are what an admin has to give, secrets as secrets",
      ...but({ fields: fields.slice(1) }),
    },
    {
      how: "a check that asks nothing",
      fails: "check() asks the LMS, and is ok where all is well",
      ...but({ check: async () => ({ ok: true, checks: [{ name: "All", ok: true, detail: "Fine." }] }) }),
    },
    {
      how: "a check that pushes",
      fails: "check() changes nothing",
      ...but({
        async check(context) {
          const result = { subject: "u2", target: "result-1", share: 0, completed: false, at: context.now() };
          await right.push(context, result).catch(() => {});
          return right.check(context);
        },
      }),
    },
    {
      how: "a check that throws",
      fails: "check() says what fails, and what to do, and does not throw it",
      ...but({
        async check(context) {
          const health = await right.check(context);
          if (!health.ok) throw new ConnectorError("UNREACHABLE", "It failed.");
          return health;
        },
      }),
    },
    {
      how: "a person without a name",
      fails: "identify() knows a person by their id",
      ...but({
        async identify(context, subject) {
          const person = await right.identify(context, subject);
          return person && { issuer: person.issuer, subject: person.subject };
        },
      }),
    },
    {
      how: "an error for a person who is not there",
      fails: "identify() gives null for a person that the LMS does not know",
      ...but({
        async identify(context, subject) {
          const person = await right.identify(context, subject);
          if (!person) throw new ConnectorError("NOT_FOUND", "Nobody.");
          return person;
        },
      }),
    },
    ...brokenRoster(),
    ...brokenFacts(right),
    ...brokenInbound(),
    ...brokenPush(),
    ...brokenFailures(),
  ];

  function but(change: Partial<Whole>) {
    return { connector: { ...right, ...change } };
  }

  function brokenRoster(): Broken[] {
    return [
      {
        how: "a last page that leads to the first",
        fails: "roster() comes to an end, page by page",
        ...but({
          roster: async (context, courseId, page) => ({ next: "1", ...(await right.roster(context, courseId, page)) }),
        }),
      },
      {
        how: "a person on two pages",
        fails: "roster() gives nobody twice",
        ...but({
          async roster(context, courseId, page) {
            const answer = await right.roster(context, courseId, page);
            return page ? answer : { ...answer, items: [...answer.items, ...answer.items.slice(0, 1)] };
          },
        }),
      },
      {
        how: "only the first page",
        fails: "roster() gives all who are in the course, in their roles",
        ...but({ roster: async (...call) => ({ items: (await right.roster(...call)).items }) }),
      },
      {
        how: "everybody active",
        fails: "roster() says who is active, and who has left",
        ...but({
          async roster(...call) {
            const answer = await right.roster(...call);
            return { ...answer, items: answer.items.map((member) => ({ ...member, active: true })) };
          },
        }),
      },
      {
        how: "an empty course for one that is not there",
        fails: "roster() says NOT_FOUND of a course that there is none of",
        ...but({
          roster: (...call) =>
            right.roster(...call).catch((error) => {
              if (error.code === "NOT_FOUND") return { items: [] };
              throw error;
            }),
        }),
      },
    ];
  }

  function brokenInbound(): Broken[] {
    const orAgain = (change: (context: ConnectorContext, body: string) => [ConnectorContext, string]) =>
      but({
        receive: (context, message) =>
          right.receive(context, message).catch(() => {
            const [other, body] = change(context, message.body);
            return right.receive(other, { ...message, body });
          }),
      });
    let told = 0;
    return [
      {
        how: "a record with a new id each time",
        fails: "receive() gives the facts of a message, and the same ones when it comes again",
        ...but({
          receive: async (...call) =>
            (await right.receive(...call)).map((fact) => {
              told += 1;
              return { ...fact, provenance: { ...fact.provenance, recordId: `${told}` } };
            }),
        }),
      },
      {
        how: "a second secret that everybody knows",
        fails: "receive() refuses a message by somebody else",
        ...orAgain((context, body) => [
          { ...context, secrets: { ...context.secrets, webhookSecret: "the secret of somebody else" } },
          body,
        ]),
      },
      {
        how: "trust in what is not signed",
        fails: "receive() refuses a message without any proof",
        ...but({
          receive: async (context, message) =>
            Object.keys(message.headers).length === 0 ? [] : right.receive(context, message),
        }),
      },
      {
        how: "a signature of something else than the body",
        fails: "receive() refuses a message that was changed",
        ...orAgain((context, body) => [context, body.trim()]),
      },
      {
        how: "no look at the date",
        fails: "receive() refuses a message of yesterday",
        ...orAgain((context, body) => [{ ...context, now: () => new Date() }, body]),
      },
    ];
  }

  function brokenPush(): Broken[] {
    return [
      {
        how: "a result of 100 that is pushed as 1",
        fails: "push() shows a result in the LMS",
        ...but({ push: (context, result) => right.push(context, { ...result, share: result.share / 100 }) }),
      },
      {
        how: "a second line in the gradebook",
        fails: "push() told twice shows it once",
        ...but({
          push(context, result) {
            const fetch = (request: Request) => context.fetch(new Request(request, { method: "POST" }));
            return right.push({ ...context, fetch }, result);
          },
        }),
      },
      {
        how: "an older result that is said to be taken",
        fails: "push() of an older result is SUPERSEDED, and the newer one stays",
        ...but({
          push: async (...call) => {
            await right.push(...call);
            return "TAKEN";
          },
        }),
      },
      {
        how: "silence about a target that is not there",
        fails: "push() to a target that there is none of says NOT_FOUND",
        ...but({
          push: (...call) =>
            right.push(...call).catch((error) => {
              if (error.code === "NOT_FOUND") return "TAKEN";
              throw error;
            }),
        }),
      },
    ];
  }

  function brokenFailures(): Broken[] {
    const facts = (change: (error: ConnectorError) => unknown) =>
      but({
        facts: (...call) =>
          right.facts(...call).catch((error) => {
            throw change(error);
          }),
      });
    const only = (code: string, change: (error: ConnectorError) => unknown) =>
      facts((error) => (error.code === code ? change(error) : error));
    return [
      {
        how: "an LMS that is away taken for one that refuses",
        fails: "an LMS that can't be reached is UNREACHABLE",
        ...only("UNREACHABLE", () => new ConnectorError("REFUSED", "It does not answer.")),
      },
      {
        how: "a 401 that is tried again",
        fails: "credentials that are not accepted are NOT_AUTHORISED",
        ...only("NOT_AUTHORISED", () => new ConnectorError("UNREACHABLE", "It does not let me in.")),
      },
      {
        how: "no wait where the LMS asks for one",
        fails: "an LMS that asks for fewer requests is RATE_LIMITED, and left alone for as long as it asks",
        ...only("RATE_LIMITED", () => new ConnectorError("RATE_LIMITED", "Too many requests.")),
      },
      {
        how: "a parser's own error",
        fails: "an answer that can't be read is an UNEXPECTED_ANSWER",
        ...only("UNEXPECTED_ANSWER", () => new SyntaxError("Unexpected token <")),
      },
      {
        how: "a signal that nobody listens to",
        fails: "a signal that ends stops what is under way",
        ...but({
          facts: (context, cursor) => right.facts({ ...context, signal: new AbortController().signal }, cursor),
        }),
      },
      {
        how: "a stop that is taken for an LMS that is away",
        fails: "a signal that ends stops what is under way",
        ...facts((error) => (error.name === "AbortError" ? new ConnectorError("UNREACHABLE", "It stopped.") : error)),
      },
      {
        how: "a rule with the token in it",
        fails: "no secret is in what it hands over",
        ...but({
          async facts(context, cursor) {
            const page = await right.facts(context, cursor);
            const told = (fact: LmsFact) => ({
              ...fact,
              provenance: { ...fact.provenance, rule: `asked with ${context.secrets.token}` },
            });
            return { ...page, facts: page.facts.map(told) };
          },
        }),
      },
      {
        how: "an error that quotes the LMS",
        fails: "no secret is in its errors, whatever the LMS says back",
        ...but({
          async facts(context, cursor) {
            let said = "";
            const fetch = async (request: Request) => {
              const response = await context.fetch(request);
              said = await response.clone().text();
              return response;
            };
            return right.facts({ ...context, fetch }, cursor).catch((error) => {
              throw error instanceof ConnectorError
                ? new ConnectorError(error.code, `${error.message} It said: ${said}`, {
                    retryAfter: error.retryAfter ?? 0,
                  })
                : error;
            });
          },
        }),
      },
      {
        how: "a request of its own",
        fails: "it reaches the network by context.fetch alone",
        ...but({
          async facts(context, cursor) {
            await globalThis.fetch("data:text/plain,hello");
            return right.facts(context, cursor);
          },
        }),
      },
    ];
  }
}
