import { Refusal } from "../refusal.ts";

/** The version's policy counts nothing from outside of its program (R12). */
export class RecognitionNotOffered extends Refusal {
  readonly code = "RECOGNITION_NOT_OFFERED";
  constructor() {
    super(
      "This version counts nothing that was shown outside of its program.",
      "Show it here, or ask the program's owner to recognise it in the next version.",
    );
  }
}
