import type { Problem } from "@kunna/domain";

/** What a text cell may be. Lengths are in UTF-16 units. */
interface TextRule {
  readonly max: number;
  /** What is said when it is empty; left out: it may be. */
  readonly required?: { readonly code: string; readonly message: string; readonly fix: string };
}

/** Reads the cells of one row and gathers what is wrong with them. An empty cell and one that is left out are the same. */
export class CellReader {
  readonly #cells: Readonly<Record<string, unknown>>;
  readonly problems: Problem[] = [];

  constructor(cells: Readonly<Record<string, unknown>>) {
    this.#cells = cells;
  }

  /** Tells that a column can't be taken. */
  refuse(path: string, code: string, message: string, fix: string): void {
    this.problems.push({ code, path, message, fix });
  }

  /** A cell as one line: spaces and line breaks between words are one space. Empty: "". */
  line(column: string, rule: TextRule): string {
    return this.#text(column, rule, (text) => text.replace(/\s+/gu, " ").trim());
  }

  /** A cell as it stands, with its line breaks. Empty: "". */
  text(column: string, rule: TextRule): string {
    return this.#text(column, rule, (text) => text.trim());
  }

  /** The parts of a cell of several: an array, or a text with commas, semicolons or bars between. */
  list(column: string, rule: TextRule): string[] {
    const cell = this.#cell(column);
    const parts = Array.isArray(cell) ? cell : String(this.#plain(column, cell)).split(/[,;|]/);
    const lines = parts.map((part) => this.#checked(column, String(this.#plain(column, part)), rule));
    return lines.map((one) => one.replace(/\s+/gu, " ").trim()).filter((one) => one !== "");
  }

  #text(column: string, rule: TextRule, tidy: (text: string) => string): string {
    const text = this.#checked(column, tidy(this.#plain(column, this.#cell(column))), rule);
    if (text === "" && rule.required) {
      const { code, message, fix } = rule.required;
      this.refuse(column, code, message, fix);
    }
    return text;
  }

  #cell(column: string): unknown {
    return Object.hasOwn(this.#cells, column) ? this.#cells[column] : undefined;
  }

  #plain(column: string, value: unknown): string {
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    this.refuse(column, "VALUE_NOT_TEXT", "This is not a text.", "Send a text, or a list of texts where one is taken.");
    return "";
  }

  /** What the database can't keep would take its whole batch with it. */
  #checked(column: string, text: string, { max }: TextRule): string {
    if (text.includes("\u0000") || /\p{Surrogate}/u.test(text)) {
      this.refuse(
        column,
        "TEXT_UNKEEPABLE",
        "The text holds a character that can't be kept.",
        "Take it out: U+0000, or half of a surrogate pair.",
      );
      return "";
    }
    if (text.length > max) {
      this.refuse(
        column,
        "TEXT_TOO_LONG",
        `The text has ${text.length} characters, and at most ${max} are kept.`,
        "Shorten it.",
      );
      return "";
    }
    return text;
  }
}
