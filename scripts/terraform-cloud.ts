import path from "node:path";
import { runCommand } from "./lib/user-error";
import { terraformCloud } from "./terraform-cloud/command";

/** `npm run terraform-cloud`: looks after the workspace of an environment in Terraform Cloud. */
runCommand((args) => terraformCloud(path.join(__dirname, ".."), args, process.env));
