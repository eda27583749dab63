import type { MailOutcome, OutgoingMail } from "@kunna/api";
import MailComposer from "nodemailer/lib/mail-composer";

/** The mail as it goes over the wire (RFC 5322): plain text with HTML beside it. */
async function composeMail(mail: OutgoingMail, from: string): Promise<Buffer> {
  const { messageId, fromName, to, subject, text, html, language, date, unsubscribeUrl } = mail;
  const composer = new MailComposer({
    from: { name: fromName, address: from },
    to: { name: to.name, address: to.address },
    messageId: `<${messageId}>`,
    subject,
    text,
    html,
    date,
    headers: {
      "Content-Language": language,
      // RFC 3834: nobody's absence is answered to us.
      "Auto-Submitted": "auto-generated",
      ...(unsubscribeUrl && {
        "List-Unsubscribe": { prepared: true, value: `<${unsubscribeUrl}>` },
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Composes the mail and gives it on; one that can't be composed never will be, and is refused. */
export async function whenComposed(
  mail: OutgoingMail,
  from: string,
  give: (content: Buffer) => Promise<MailOutcome>,
): Promise<MailOutcome> {
  let content: Buffer;
  try {
    content = await composeMail(mail, from);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { kind: "REFUSED", problem: `It could not be composed: ${cause}` };
  }
  return give(content);
}
