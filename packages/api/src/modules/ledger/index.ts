export {
  insertDecision,
  insertEntry,
  insertSpends,
  type LedgerEntry,
  loadEntry,
  loadLedger,
} from "./ledger.ts";
