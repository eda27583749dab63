/** Which events an endpoint is sent. */
export interface WebhookFilter {
  /** None: all types. */
  readonly types: readonly string[];
  /** Null: of any program, and of none. */
  readonly programId: string | null;
}

/** Whether an event is sent to an endpoint that asks for this. */
export function isWanted(
  { types, programId }: WebhookFilter,
  event: { readonly type: string; readonly programId: string | null },
): boolean {
  return (types.length === 0 || types.includes(event.type)) && (programId === null || programId === event.programId);
}
