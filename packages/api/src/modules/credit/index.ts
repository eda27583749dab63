export { insertSpends, type LedgerEntry, loadLedger } from "./ledger.ts";
