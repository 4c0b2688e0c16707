import path from "node:path";
import { apiEndpointTest } from "./api-endpoint-test/command";
import { runCommand } from "./lib/user-error";

runCommand((args) => apiEndpointTest(path.join(__dirname, ".."), args));
