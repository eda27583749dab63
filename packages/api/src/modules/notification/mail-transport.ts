/** A mail as the API gives it away: addressed, written, and named once for all. */
export interface OutgoingMail {
  /** Without brackets; the same each time that the mail is tried. */
  readonly messageId: string;
  /** The name that it comes from: the organisation's. The address is the installation's. */
  readonly fromName: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47 tag of its language. */
  readonly language: string;
  readonly date: Date;
  /** Where it is called off with one click (RFC 8058); null: it can't be. */
  readonly unsubscribeUrl: string | null;
}

/**
 * What became of a mail. LATER: it was not taken, and may be another time. REFUSED: it never will be. UNKNOWN: the connection
 * broke when it had been given away, and before it was said to be taken.
 */
export type MailOutcome =
  | { readonly kind: "SENT" }
  | { readonly kind: "LATER"; readonly problem: string; readonly unreachable: boolean }
  | { readonly kind: "REFUSED"; readonly problem: string }
  | { readonly kind: "UNKNOWN"; readonly problem: string };

/** Carries mails out. Never asked while a transaction is open. */
export interface MailTransport {
  /** Whether a mail that is given twice arrives once. */
  readonly isIdempotent: boolean;
  /** Ends within two minutes, whatever happens; it does not throw. */
  send(mail: OutgoingMail): Promise<MailOutcome>;
}
