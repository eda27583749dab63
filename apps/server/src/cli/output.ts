/** Tells a person what is being done. */
export function progress(step: string): void {
  console.log(`${step} …`);
}

/** Errors of ours are meant for people: they carry a literal code, and their message is all that is shown. */
export function isForPeople(error: unknown): error is Error & { readonly code: string; readonly help?: string } {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.name !== "PrismaClientKnownRequestError" &&
    /^[A-Z_]+$/.test(error.code) &&
    !("syscall" in error)
  );
}
