/** An instant as the dateTimeStamp of VC 2.0 (section 4.9 "Validity Period"): UTC, without empty milliseconds. */
export function dateTimeStamp(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}
