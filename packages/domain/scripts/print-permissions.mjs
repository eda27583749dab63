// Prints the permission table into the docs, so that what people read is what is asserted.
import { writeFileSync } from "node:fs";
import { permissions, roles } from "../dist/index.js";

const row = (cells) => `| ${cells.join(" | ")} |`;
const lines = [
  "# Permissions",
  "",
  "Who may do what: action x role x relation. Printed from packages/domain/src/organisation/permission.ts, which every command asserts and",
  "every readable type is scoped by.",
  "",
  "ANY: to all in the organisation. OTHERS: to all but oneself. TEAM: to the members of the teams that one manages. OWN: to oneself.",
  "A person with several roles has the sum of them. Nothing crosses from one organisation to another.",
  "",
  row(["action", ...roles]),
  row(["---", ...roles.map(() => "---")]),
  ...Object.entries(permissions).map(([action, byRole]) => row([action, ...roles.map((role) => byRole[role] ?? "")])),
];

writeFileSync(new URL("../../../apps/docs/permissions.md", import.meta.url), `${lines.join("\n")}\n`);
