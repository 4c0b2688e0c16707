import {
  Sesv2ConfigurationSet,
  type Sesv2ConfigurationSetSuppressionOptions,
} from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { Sesv2ConfigurationSetEventDestination } from "@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination";
import { Construct } from "constructs";
import { SENDING_DIMENSION, SENDING_FAULTS } from "./metrics";

export interface ReportingConfigurationSetProps {
  readonly name: string;
  /** @default - that of the account, by which SES sends nothing more to an address that bounced or complained once */
  readonly suppressionOptions?: Sesv2ConfigurationSetSuppressionOptions;
}

/**
 * A configuration set that sends over TLS only. SES accepts mail before it knows whether it can be delivered; what became
 * of it afterwards is counted by CloudWatch.
 */
export class ReportingConfigurationSet extends Construct {
  readonly set: Sesv2ConfigurationSet;

  constructor(scope: Construct, id: string, { name, suppressionOptions }: ReportingConfigurationSetProps) {
    super(scope, id);
    this.set = new Sesv2ConfigurationSet(this, "Default", {
      configurationSetName: name,
      // A server without TLS gets nothing: what is sent is about patients.
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions,
    });
    new Sesv2ConfigurationSetEventDestination(this, "faults", {
      configurationSetName: this.set.configurationSetName,
      eventDestinationName: "faults",
      eventDestination: {
        enabled: true,
        matchingEventTypes: Object.keys(SENDING_FAULTS),
        cloudWatchDestination: {
          // No message has a tag of this name, so that the default is the value of all.
          dimensionConfiguration: [
            {
              dimensionName: SENDING_DIMENSION,
              dimensionValueSource: "MESSAGE_TAG",
              defaultDimensionValue: name,
            },
          ],
        },
      },
    });
  }
}
