import { UserError } from "../../../src/user-error";
import { PUBLIC_KEY } from "./signing-key";

/**
 * Refuses content that HashiCorp did not sign.
 *
 * @param signature as `gpg --detach-sign` writes it
 * @param name of the content, for the error
 * @param publicKey of whoever must have signed it
 */
export async function requireSignature(
  content: Uint8Array,
  signature: Uint8Array,
  name: string,
  publicKey = PUBLIC_KEY,
): Promise<void> {
  // It takes 0.2 s to load, and is needed once on a machine.
  const { createMessage, readKey, readSignature, verify } = await import("openpgp");
  const problem = await (async () => {
    const { signatures } = await verify({
      message: await createMessage({ binary: content }),
      signature: await readSignature({ binarySignature: signature }),
      verificationKeys: await readKey({ armoredKey: publicKey }),
      expectSigned: true,
      // HashiCorp renewed its key after it had signed: the key that is published says so only from then on.
      config: { allowInsecureVerificationWithReformattedKeys: true },
    });
    await signatures[0]!.verified;
    return undefined;
  })().catch((error: Error) => error.message);
  if (problem === undefined) return;
  throw new UserError(
    `${name} is not signed by HashiCorp's key: ${problem}. It is not what was released: nothing was installed.`,
  );
}
