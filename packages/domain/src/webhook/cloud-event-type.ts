const prefix = "org.kunna.";

/** The CloudEvents type of an event type: CERTIFICATE_AWARDED is org.kunna.certificate_awarded. */
export function cloudEventType(type: string): string {
  return prefix + type.toLowerCase();
}
