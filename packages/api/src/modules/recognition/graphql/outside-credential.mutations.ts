import { CredentialNotReadable, InvalidInput, OutsideDocumentUnavailable } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { authorize, runCommand, runCommandAs } from "../../../command.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { addOutsideCredential } from "../commands/add-outside-credential.ts";
import { loadForCheck, recheckOutsideCredential } from "../commands/recheck-outside-credential.ts";
import { readCredential, verifyNow } from "../read-outside.ts";

const AddOutsideCredentialInput = builder.inputType("AddOutsideCredentialInput", {
  description: "A credential from outside: exactly one of its content and its address.",
  fields: (t) => ({
    content: t.string({
      description:
        "The credential's JSON with its proof; an SVG image that it is baked into; or a PNG or SVG as a data URL in base64. At most 1,400,000 characters.",
      validate: z.string().min(1).max(1_400_000),
    }),
    url: t.string({
      description: "Where it is: a public https address that answers with one of these.",
      validate: z.string().min(1).max(2_048),
    }),
  }),
});

builder.mutationFields((t) => ({
  addOutsideCredential: t.prismaField({
    type: "OutsideCredential",
    description:
      "Adds your own Open Badges 3.0 credential from elsewhere (R12). It is verified at once, and counts as far as the mappings of your organisation say; its state tells why not. The same content again adds nothing. When it meets the last requirement, the certificate is awarded at once (R5).",
    errors: { types: [OutsideDocumentUnavailable, CredentialNotReadable] },
    args: {
      input: t.arg({ type: AddOutsideCredentialInput, required: true, description: "Its content or its address." }),
    },
    resolve: async (query, _root, { input }, context) => {
      const actor = actorOf(context);
      const given = givenOf(input);
      authorize(actor, "credential.add", { personId: actor.personId });
      // What is fetched from strangers takes its time: no transaction may be open meanwhile, not even for reading.
      await context.reader?.end();
      const read = await readCredential(context.services, given);
      const { credentialId } = await runCommand(context, addOutsideCredential, { read }, { sameness: given });
      return readerOf(context).outsideCredential.findUniqueOrThrow({ ...query, where: { id: credentialId } });
    },
  }),
  recheckOutsideCredential: t.prismaField({
    type: "OutsideCredential",
    description:
      "Verifies an outside credential once more, with its issuer's keys and its status as they are now (R12). When it no longer holds it counts for no award to come; certificates that were awarded stay.",
    errors: {},
    args: { credentialId: t.arg.id({ required: true, description: "The credential that is meant." }) },
    resolve: async (query, _root, args, context) => {
      const input = { credentialId: rowId("OutsideCredential", args.credentialId, "credentialId") };
      await context.reader?.end();
      const { document } = await runCommandAs(context.services, actorOf(context), loadForCheck, input);
      const verification = await verifyNow(context.services, document);
      const { credentialId } = await runCommand(
        context,
        recheckOutsideCredential,
        { ...input, document, verification },
        { sameness: input },
      );
      return readerOf(context).outsideCredential.findUniqueOrThrow({ ...query, where: { id: credentialId } });
    },
  }),
}));

function givenOf({ content, url }: typeof AddOutsideCredentialInput.$inferInput) {
  if (content && !url) return { content };
  if (url && !content) return { url };
  throw new InvalidInput([
    {
      code: "CONTENT_OR_URL",
      path: "input.content",
      message: "A credential is given by its content or by its address.",
      fix: "Give exactly one of them.",
    },
  ]);
}
