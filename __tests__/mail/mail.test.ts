import { AppliedMail } from "./applied-mail";
import { testCredentials } from "./parts/credentials";
import { testFunctions } from "./parts/functions";
import { testIdentity } from "./parts/identity";
import { testOpenEmr } from "./parts/openemr";
import { testWhatOthersHave } from "./parts/others";
import { testReceivedMail } from "./parts/received";

// One plan and apply for all: they take longer than the tests.
const mail = new AppliedMail();

testIdentity(mail);
testCredentials(mail);
testOpenEmr(mail);
testFunctions(mail);
testReceivedMail(mail);
testWhatOthersHave(mail);
