import { GONE, isNew, type Kind, replaces } from "./kind";

const HTTPS = "aws_lb_listener.edge_https[0]";

export const edge: readonly Kind[] = [
  [
    "the load balancer becomes another one",
    "warning",
    /REPLACED/,
    "aws_lb.edge",
    replaces({ internal: true }),
  ],
  [
    "the load balancer can be deleted",
    "warning",
    /deletion/,
    "aws_lb.edge",
    { enable_deletion_protection: false },
  ],
  [
    "the load balancer gets another group",
    "warning",
    /security groups/,
    "aws_lb.edge",
    { security_groups: ["sg-other"] },
  ],
  [
    "the load balancer keeps no logs",
    "warning",
    /access logs/,
    "aws_lb.edge",
    { "access_logs.0.enabled": false },
  ],
  [
    "the load balancer adds the client's address to what clients say",
    "warning",
    /client|xff|changes in a way/,
    "aws_lb.edge",
    { xff_header_processing_mode: "preserve" },
  ],
  [
    "logins cross the internet in plain text",
    "danger",
    /no longer encrypts/,
    HTTPS,
    { protocol: "HTTP", certificate_arn: null, ssl_policy: null },
  ],
  ["old TLS is taken", "danger", /TLS 1\.0/, HTTPS, { ssl_policy: "ELBSecurityPolicy-2016-08" }],
  [
    "another certificate is shown",
    "warning",
    /certificate/,
    HTTPS,
    { certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/other" },
  ],
  [
    "everybody gets a fixed answer",
    "warning",
    /redirects|answer|sends/,
    HTTPS,
    {
      default_action: [
        {
          type: "fixed-response",
          fixed_response: [{ content_type: "text/plain", message_body: "no", status_code: "503" }],
        },
      ],
    },
  ],
  [
    "people are sent to another host",
    "danger",
    /another host/,
    "aws_lb_listener.edge_http",
    { "default_action.0.redirect.0.host": "evil.example" },
  ],
  [
    "plain HTTP is served",
    "warning",
    /no longer redirects/,
    "aws_lb_listener.edge_http",
    {
      "default_action.0.type": "forward",
      "default_action.0.redirect": [],
      "default_action.0.target_group_arn":
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/openemr-production-web/0810e072f39ac40b",
    },
  ],
  [
    "browsers of other sites may read answers",
    "danger",
    /other sites|origin/,
    HTTPS,
    { routing_http_response_access_control_allow_origin_header_value: "*" },
  ],
  [
    "some requests go elsewhere",
    "warning",
    /requests/,
    "aws_lb_listener_rule.edge_some",
    isNew({ priority: 1, action: [{ type: "forward" }] }),
  ],
  [
    "one more certificate for other names",
    "warning",
    /is new|certificate/,
    "aws_lb_listener_certificate.edge_more",
    isNew({ certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/other" }),
  ],
  [
    "another machine answers requests",
    "danger",
    /requests/,
    "aws_lb_target_group_attachment.edge_other",
    isNew({ target_id: "10.0.0.99" }),
  ],
  [
    "tasks are reached in plain text",
    "danger",
    /no longer encrypts to the tasks/,
    "aws_lb_target_group.edge_targets",
    replaces({ protocol: "HTTP", port: 80 }),
  ],
  [
    "the load balancer asks for health elsewhere",
    "warning",
    /health/,
    "aws_lb_target_group.edge_targets",
    { "health_check.0.path": "/" },
  ],
  [
    "every answer counts as healthy",
    "warning",
    /health/,
    "aws_lb_target_group.edge_targets",
    { "health_check.0.matcher": "200-499" },
  ],
  [
    "the accelerator leads elsewhere",
    "danger",
    /leads|elsewhere|sends/,
    "aws_globalaccelerator_endpoint_group.accelerator_endpoints[0]",
    {
      "endpoint_configuration.0.endpoint_id":
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/other/1",
    },
  ],
  [
    "the accelerator hides who asks",
    "warning",
    /who asks|address/,
    "aws_globalaccelerator_endpoint_group.accelerator_endpoints[0]",
    { "endpoint_configuration.0.client_ip_preservation_enabled": false },
  ],
  [
    "the accelerator serves nobody",
    "danger",
    /off|nobody/,
    "aws_globalaccelerator_accelerator.accelerator[0]",
    { enabled: false },
  ],
  [
    "the accelerator opens a port more",
    "warning",
    /port/,
    "aws_globalaccelerator_listener.accelerator_listener[0]",
    {
      port_range: [{ from_port: 1, to_port: 65535 }],
    },
  ],
  [
    "the accelerator is deleted with its addresses",
    "danger",
    /DELETED/,
    "aws_globalaccelerator_accelerator.accelerator[0]",
    GONE,
  ],
  [
    "the accelerator sends nobody to the load balancer",
    "danger",
    /sends nobody to the application/,
    "aws_globalaccelerator_endpoint_group.accelerator_endpoints[0]",
    { "endpoint_configuration.0.weight": 0 },
  ],
];
