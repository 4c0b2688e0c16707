import { each, type Rules } from "../rule";

/** NAT, addresses, endpoints and what leaves for the internet. */
export const networkRules: Rules = {
  aws_nat_gateway: {
    charges: [each("NAT gateways", "nat_gateway_hour")],
    usage: [
      { what: "Traffic through NAT gateways", price: "nat_gb", usage: "nat_gb" },
      { what: "Traffic to the internet", price: "internet_gb", usage: "internet_gb" },
    ],
  },
  // In use or not, an address costs the same.
  aws_eip: { charges: [each("Public IPv4 addresses", "public_ipv4_hour")] },
  aws_vpc_endpoint: {
    charges: [
      each("Interface endpoints, in each zone", "interface_endpoint_hour", {
        // One of the type Gateway, which is the default, is free.
        count: (endpoint, stack) => {
          const type = endpoint.get("vpc_endpoint_type");
          if (type === undefined || type === "Gateway") return 0;
          return type === "Interface" ? stack.length(endpoint, "subnet_ids") : undefined;
        },
      }),
    ],
    usage: [
      {
        what: "Traffic through interface endpoints",
        price: "endpoint_gb",
        usage: "endpoint_gb",
        when: (endpoint) => endpoint.get("vpc_endpoint_type") === "Interface",
      },
    ],
  },
};
