import { watchedEvents } from "../../../src/monitoring/watched-events";
import { markdownTable } from "./markdown-table";

/** Every event that people are told of: what happened, and what to do. */
export function eventTable(): string {
  const events = watchedEvents({
    service: "",
    clusterArn: "",
    serviceArn: "",
    clusterIdentifier: "",
    databaseArn: "",
    fileSystemArn: "",
    restoreRoleArn: "",
    vaultArn: "",
    copiesElsewhere: true,
    exports: true,
    sendsMail: true,
    fileExportDefinition: "",
  });
  const rows = events.flatMap(({ name, description, told }) =>
    told ? [[`\`${name}\``, description, nextOf(told.text)]] : [],
  );
  return markdownTable(["Event", "Says", "Next"], rows);
}

/** The end of a message, without the identifier that may stand after it. */
function nextOf(text: string): string {
  return text
    .split("Next: ")[1]!
    .replaceAll("{environment}", "<environment>")
    .replace(/[,.]?(?: of the job| Finding)? <(?:task|job|finding)>$/, "");
}
