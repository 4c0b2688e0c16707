import { findingOf } from "../finding";
import type { Area } from "../rule";

const TITLE = "Terraform itself";

/** The command of a guard, which runs when it is destroyed: it says a sentence, and refuses or lets pass. */
const REFUSAL = /^\$\{self\.input \? "echo [^"$`&|;<>\\]* && exit 1" : "exit 0"\}$/;

/** Finds what Terraform does besides what resources say: commands that it runs, and resources that it takes over. */
export const terraformItself: Area = {
  title: TITLE,
  find: ({ resources }) =>
    resources.flatMap((resource) => {
      const { change, configured, source } = resource;
      const isMade = change === "create" || change === "replace";
      const provisioner = configured?.provisioners?.find(
        ({ expressions }) => !REFUSAL.test(String(expressions?.command?.constant_value)),
      );
      return [
        ...(isMade && provisioner
          ? [
              findingOf(TITLE, resource, {
                severity: "danger",
                harm: "exposure",
                says: `runs a command where Terraform runs (${provisioner.type})`,
                why: "It may do whatever the deployment may, and no plan shows what it does.",
                isWhole: true,
              }),
            ]
          : []),
        ...(source.change.importing
          ? [
              findingOf(TITLE, resource, {
                severity: "warning",
                says: "is there already, and is taken over",
                why: "From now on a deployment changes it and a destroy takes it away, whoever made it: make sure that nobody else manages it.",
              }),
            ]
          : []),
      ];
    }),
};
