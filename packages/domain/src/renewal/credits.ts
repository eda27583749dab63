import type { RenewalRule } from "../program/renewal-policy.ts";
import { isEarnedSince, type RenewalFacts } from "./facts.ts";

export type CreditsRule = Extract<RenewalRule, { method: "CREDITS" }>;

/** What a renewal takes from an entry. */
export interface CreditSpend {
  readonly creditId: string;
  readonly hundredths: number;
}

export interface CategoryProgress {
  readonly key: string;
  readonly minimum: number;
  /** Null: no limit. */
  readonly maximum: number | null;
  /** How many there are, within the maximum. */
  readonly counted: number;
  /** How many the minimum still needs. */
  readonly missing: number;
}

/** How far the credits of a rule are, in credits. */
export interface CreditsProgress {
  readonly unit: string;
  readonly asked: number;
  /** How many count, at most as many as are asked. */
  readonly counted: number;
  readonly missing: number;
  /** How many of the cycle before count here, within their cap. */
  readonly carried: number;
  /** How many of this cycle would be left for the next one, within their cap, were it completed now. */
  readonly carries: number;
  readonly categories: readonly CategoryProgress[];
  readonly complete: boolean;
  /** What completing would spend, oldest first; empty until it is complete. */
  readonly spends: readonly CreditSpend[];
}

/** Hundredths of a credit, exactly. */
export function toHundredths(credits: number): number {
  return Math.round(credits * 100);
}

interface Lot {
  readonly id: string;
  readonly category: string;
  readonly left: number;
  readonly isCarried: boolean;
}

/** What is asked of a category, and what there is of it: of this cycle, and carried from the one before. */
interface Pot {
  readonly minimum: number;
  readonly maximum: number;
  readonly fresh: number;
  readonly carried: number;
}

/** What is asked, and what there is, while credits are taken one after the other. */
interface Account {
  readonly asked: number;
  /** How many of the carried ones count. */
  readonly cap: number;
  readonly pots: ReadonlyMap<string, Pot>;
}

/**
 * R8: credits of the unit earned since validFrom, with those that carry from the cycle before within their cap. Where the
 * rule names categories, only theirs count. Spent oldest first: of each entry as much as still leaves a way to what is
 * asked, so that an old credit is never left to end while a newer one is spent in its place.
 */
export function creditsProgress(rule: CreditsRule, facts: RenewalFacts): CreditsProgress {
  const lots = lotsOf(rule, facts);
  const account = accountOf(rule, lots, facts.carryOver?.cap(rule.unit) ?? 0);
  const shortfall = shortfallOf(account);
  const complete = shortfall === 0;
  const spends = complete ? spend(lots, account) : [];
  const spent = new Map(spends.map(({ creditId, hundredths }) => [creditId, hundredths]));
  const left = lots.filter(({ isCarried }) => !isCarried).map(({ id, left }) => left - (spent.get(id) ?? 0));
  return {
    unit: rule.unit,
    asked: rule.credits,
    counted: (account.asked - shortfall) / 100,
    missing: shortfall / 100,
    carried: carriedIn(account) / 100,
    carries: complete ? Math.min(toHundredths(rule.carryOver), sum(left)) / 100 : 0,
    categories: rule.categories.map(({ key, minimum, maximum }) => {
      const pot = account.pots.get(key);
      const counted = pot ? freshIn(pot) + Math.min(roomIn(pot), account.cap) : 0;
      const missing = Math.max(0, toHundredths(minimum) - counted);
      return { key, minimum, maximum, counted: counted / 100, missing: missing / 100 };
    }),
    complete,
    spends,
  };
}

/** What there is to spend, oldest first. */
function lotsOf({ unit, categories }: CreditsRule, { credits, since, carryOver, timeZone }: RenewalFacts): Lot[] {
  const oldest = carryOver?.since ?? since;
  const named = new Set(categories.map(({ key }) => key));
  return credits
    .filter((credit) => credit.unit === unit && credit.spentHundredths < credit.hundredths)
    .filter(({ category }) => named.size === 0 || named.has(category ?? ""))
    .filter((credit) => isEarnedSince(credit, oldest, timeZone))
    .toSorted((a, b) => compare(a.earnedOn, b.earnedOn) || compare(a.id, b.id))
    .map((credit) => ({
      id: credit.id,
      category: named.size === 0 ? "" : (credit.category ?? ""),
      left: credit.hundredths - credit.spentHundredths,
      isCarried: !isEarnedSince(credit, since, timeZone),
    }));
}

function accountOf({ credits, categories }: CreditsRule, lots: readonly Lot[], cap: number): Account {
  const asked = toHundredths(credits);
  const limits =
    categories.length > 0
      ? categories.map(({ key, minimum, maximum }) => ({
          key,
          minimum: toHundredths(minimum),
          maximum: maximum === null ? Number.POSITIVE_INFINITY : toHundredths(maximum),
        }))
      : [{ key: "", minimum: 0, maximum: Number.POSITIVE_INFINITY }];
  const amount = (key: string, isCarried: boolean) =>
    sum(lots.filter((lot) => lot.category === key && lot.isCarried === isCarried).map(({ left }) => left));
  const pots = limits.map(({ key, minimum, maximum }): [string, Pot] => [
    key,
    { minimum, maximum, fresh: amount(key, false), carried: amount(key, true) },
  ]);
  return { asked, cap, pots: new Map(pots) };
}

/** How many of this cycle's count of a category. */
function freshIn({ fresh, maximum }: Pot): number {
  return Math.min(fresh, maximum);
}

/** How many carried ones the category's maximum still has room for. */
function roomIn(pot: Pot): number {
  return Math.min(pot.carried, pot.maximum - freshIn(pot));
}

function carriedIn({ cap, pots }: Account): number {
  return Math.min(cap, sum([...pots.values()].map(roomIn)));
}

/** How many credits are missing; zero exactly when what is asked can be given. */
function shortfallOf(account: Account): number {
  const pots = [...account.pots.values()];
  const total = sum(pots.map(freshIn)) + carriedIn(account);
  // What the minima need beyond this cycle's must be carried: as far as there is, and all of it within the cap.
  const needed = pots.map((pot) => Math.max(0, pot.minimum - freshIn(pot)));
  const given = pots.map((pot, p) => Math.min(needed[p] ?? 0, roomIn(pot)));
  const ofMinima = sum(needed) - Math.min(account.cap, sum(given));
  return Math.min(account.asked, Math.max(0, account.asked - total, ofMinima));
}

/** Takes what is asked, oldest first. Half-intervals find how much of an entry can go without closing every way. */
function spend(lots: readonly Lot[], first: Account): CreditSpend[] {
  let account = first;
  const spends: CreditSpend[] = [];
  for (const lot of lots) {
    let least = 0;
    let most = Math.min(lot.left, account.asked);
    while (least < most) {
      const middle = Math.ceil((least + most) / 2);
      if (isPossible(take(account, lot, middle))) least = middle;
      else most = middle - 1;
    }
    if (least > 0) spends.push({ creditId: lot.id, hundredths: least });
    // What is left of it is not needed: were it, more of it could have been taken.
    account = drop(take(account, lot, least), lot, lot.left - least);
  }
  return spends;
}

/** Whether exactly what is asked can still be taken. */
function isPossible(account: Account): boolean {
  const pots = [...account.pots.values()];
  if (account.asked < 0 || account.cap < 0 || pots.some(({ maximum }) => maximum < 0)) return false;
  return sum(pots.map(({ minimum }) => minimum)) <= account.asked && shortfallOf(account) === 0;
}

/** What is asked and what there is, after an amount of a lot was taken. */
function take(account: Account, lot: Lot, amount: number): Account {
  const ofCap = lot.isCarried ? amount : 0;
  const change = ({ minimum, maximum }: Pot) => ({ minimum: Math.max(0, minimum - amount), maximum: maximum - amount });
  return { ...drop(account, lot, amount, change), asked: account.asked - amount, cap: account.cap - ofCap };
}

/** What there is, without an amount of a lot. */
function drop(account: Account, lot: Lot, amount: number, change: (pot: Pot) => Partial<Pot> = () => ({})): Account {
  const pot = account.pots.get(lot.category);
  if (!pot) return account;
  const without = lot.isCarried ? { carried: pot.carried - amount } : { fresh: pot.fresh - amount };
  return { ...account, pots: new Map(account.pots).set(lot.category, { ...pot, ...without, ...change(pot) }) };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
