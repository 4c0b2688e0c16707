import { look } from "./look";
import { report } from "./report";
import { readSettings } from "./settings";

/** Less than the function's own limit, so that the log says what was slow. */
const MILLISECONDS = 20_000;

/** Looks at the public address once. It fails where nobody can sign in. It takes no notice of its event. */
export const handler = async (): Promise<void> => {
  const { address, namespace } = readSettings(process.env);
  const finding = await look(address, { milliseconds: MILLISECONDS });
  console.log(JSON.stringify(report(finding, namespace, Date.now())));
};
