import type { AttributeRule } from "../attribute-rule";
import {
  changes,
  gainsItems,
  goesDown,
  goesOff,
  isAnother,
  isKeptShorter,
  losesItems,
  weakerWhere,
} from "../weaker";
import { isRarer } from "./backup-schedule";

/** Rules about what a backup plan makes, when, and of what. */
export const backupPlan: readonly AttributeRule[] = [
  {
    types: ["aws_backup_plan"],
    path: "rule.*.lifecycle.0.delete_after",
    weakens: isKeptShorter,
    severity: "danger",
    harm: "loss",
    says: "keeps recovery points for fewer days",
    why: "Records have to be kept for years, and a shorter retention cannot be made up for.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.copy_action.*.lifecycle.0.delete_after",
    newItemsAreNew: true,
    weakens: isKeptShorter,
    severity: "danger",
    harm: "loss",
    says: "keeps copies of backups for fewer days",
    why: "When the account or the region is lost, there is nothing older than that to restore.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule",
    partly: true,
    weakens: weakerWhere(({ before, after, isNew }) => !isNew && size(after) < size(before)),
    severity: "danger",
    says: "has fewer rules",
    why: "Backups of that rule are no longer made.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.schedule",
    weakens: ({ before, after }) => (isRarer(before, after) ? "weaker" : "unknown"),
    severity: "danger",
    says: "makes backups more rarely",
    why: "Whatever was written since the last one is lost with the files.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.schedule",
    weakens: ({ before, after, isNew }) =>
      isRarer(before, after) ? "unknown" : changes({ before, after, isNew }),
    severity: "notice",
    says: "makes backups at another time",
    why: "Between two backups of the files there is nothing to go back to.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.target_vault_name",
    weakens: isAnother,
    severity: "danger",
    says: "puts backups into another vault",
    why: "The lock, the key and the policy of that vault decide who can delete and read them.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.enable_continuous_backup",
    weakens: goesOff,
    severity: "danger",
    whenNew: "notice",
    says: "no longer backs up continuously",
    why: "Nobody can go back to a moment of one's choice any more.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.lifecycle.0.cold_storage_after",
    weakens: changes,
    severity: "notice",
    says: "moves recovery points to cold storage at another time",
    why: "A restore from there takes hours longer.",
  },
  {
    types: ["aws_backup_selection"],
    path: "not_resources",
    weakens: gainsItems,
    severity: "danger",
    says: "leaves resources out",
    why: "What it leaves out is in no new backup, and nothing tells of it.",
  },
  {
    types: ["aws_backup_selection"],
    path: "condition",
    weakens: changes,
    severity: "danger",
    says: "selects by a condition",
    why: "What does not meet it is in no new backup, and nothing tells of it.",
  },
  {
    types: ["aws_backup_selection"],
    path: "selection_tag",
    weakens: changes,
    severity: "danger",
    says: "selects by a tag",
    why: "What does not have it is in no new backup, and nothing tells of it.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.completion_window",
    weakens: goesDown,
    severity: "warning",
    says: "gives backups less time",
    why: "A backup that is not done by then is given up.",
  },
  {
    types: ["aws_backup_plan"],
    path: "rule.*.start_window",
    weakens: changes,
    severity: "notice",
    says: "begins backups within another time",
    why: "Between two backups of the files there is nothing to go back to.",
  },
  {
    types: ["aws_backup_selection"],
    path: "resources",
    weakens: losesItems,
    severity: "danger",
    says: "backs fewer resources up",
    why: "What is not selected is not in any backup, and nothing tells of it.",
  },
];

function size(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
