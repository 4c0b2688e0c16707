import { AppliedRoles } from "./applied-roles";
import { testCopies } from "./deploy-role/copies";
import { testLimits } from "./deploy-role/limits";
import { testOwnInstallation } from "./deploy-role/own";
import { testState } from "./deploy-role/state";

const roles = new AppliedRoles();

describe("the deploy role of production", () => {
  testOwnInstallation(roles);
  testCopies(roles);
  testState(roles);
  testLimits(roles);
});
