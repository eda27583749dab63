import {
  type ConnectorContext,
  ConnectorError,
  type ConnectorField,
  type ConnectorHealth,
  defineConnector,
  type LmsFact,
} from "@kunna/lms-kit";
import { statementsIn } from "./inbound.ts";
import { statementById, statementsAfter, tryStatements } from "./lrs.ts";
import { factsOf, undone, voidingOf } from "./statement.ts";

/** xAPI 1.0.3 and 2.0: statements of a Learning Record Store (LRS), and statements that are posted. */
export const connector = defineConnector({
  key: "xapi",
  title: "xAPI",
  contract: "1.0.0",
  capabilities: ["FACTS", "INBOUND"],
  fields: [
    field("endpoint", "Address of the LRS", "Adress till LRS:en", { help: endsBeforeStatements() }),
    field("lrsKey", "Key of the LRS", "LRS:ens nyckel"),
    field("lrsSecret", "Secret of the LRS", "LRS:ens hemlighet", { secret: true }),
    field("homePage", "Home page of the accounts", "Kontonas hemsida (homePage)", {
      help: {
        en: "account.homePage in the statements: the system whose people these are. Statements about others are left out.",
        sv: "account.homePage i satserna: det system vars personer det gäller. Satser om andra utelämnas.",
      },
    }),
    field("version", "Version of xAPI (1.0.3 or 2.0.0)", "Version av xAPI (1.0.3 eller 2.0.0)", { required: false }),
    field("inboundUser", "User who posts statements", "Användare som skickar satser", { required: false }),
    field("inboundPassword", "Password of that user", "Användarens lösenord", { required: false, secret: true }),
    field(
      "inboundSecret",
      "Secret that posted statements are signed with",
      "Hemlighet som skickade satser signeras med",
      {
        required: false,
        secret: true,
      },
    ),
  ],

  async check(context): Promise<ConnectorHealth> {
    const name = "The LRS gives statements";
    try {
      await tryStatements(context);
      return { ok: true, checks: [{ name, ok: true, detail: "It does, with this key." }] };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const steps = "Check the address, the key with its secret, and that the key may read all statements.";
      return { ok: false, checks: [{ name, ok: false, detail: `${error.message} ${steps}` }] };
    }
  },

  async facts(context, cursor) {
    const { statements, more } = await statementsAfter(context, cursor);
    const facts: LmsFact[] = [];
    for (const { statement } of statements) facts.push(...(await factsIn(context, statement)));
    return { facts, cursor: statements.at(-1)?.place ?? cursor ?? beginning, more };
  },

  async receive(context, message) {
    const facts: LmsFact[] = [];
    for (const statement of statementsIn(context, message)) facts.push(...(await factsIn(context, statement)));
    return facts;
  },
});

/** The place before all statements: xAPI is of 2013. */
const beginning = "2000-01-01T00:00:00Z none";

/** A statement that makes another void names it and no more: what it said is asked of the LRS. */
async function factsIn(context: ConnectorContext, statement: unknown): Promise<readonly LmsFact[]> {
  const homePage = context.settings.homePage ?? "";
  const voiding = voidingOf(statement);
  if (!voiding) return factsOf(statement, homePage);
  return undone(factsOf(await statementById(context, voiding.id), homePage), voiding.at);
}

function field(key: string, en: string, sv: string, more: Partial<ConnectorField> = {}): ConnectorField {
  return { key, label: { en, sv }, secret: false, required: true, ...more };
}

function endsBeforeStatements() {
  return { en: "It ends before /statements.", sv: "Den slutar före /statements." };
}
