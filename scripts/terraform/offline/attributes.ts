import type { AttributeMaker } from "#offline-providers";

const cacheEndpoint =
  (port: number): AttributeMaker =>
  ({ name, region, seed }) => [
    { address: `${name}-${seed.letters(6)}.serverless.${region}.cache.amazonaws.com`, port },
  ];

/** Attributes of resources in this project's stacks that the package does not know itself. */
export const ATTRIBUTES: Readonly<Record<string, AttributeMaker>> = {
  "aws_chatbot_slack_channel_configuration.chat_configuration_arn": (chat) =>
    `arn:aws:chatbot::${chat.account}:chat-configuration/slack-channel/${chat.text("configuration_name")}`,
  "aws_chatbot_teams_channel_configuration.chat_configuration_arn": (chat) =>
    `arn:aws:chatbot::${chat.account}:chat-configuration/microsoft-teams-channel/${chat.text("configuration_name")}`,
  "aws_ecr_repository.repository_url": ({ account, region, name }) =>
    `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
  "aws_elasticache_serverless_cache.endpoint": cacheEndpoint(6379),
  "aws_elasticache_serverless_cache.reader_endpoint": cacheEndpoint(6380),
  "aws_globalaccelerator_accelerator.dns_name": ({ seed }) => `a${seed.hex(16)}.awsglobalaccelerator.com`,
  "aws_globalaccelerator_accelerator.dual_stack_dns_name": (accelerator) =>
    accelerator.text("ip_address_type") === "DUAL_STACK"
      ? `a${accelerator.seed.hex(16)}.dualstack.awsglobalaccelerator.com`
      : "",
  // All accelerators have this one.
  "aws_globalaccelerator_accelerator.hosted_zone_id": () => "Z2BJ6XQ5FK7U4H",
};
