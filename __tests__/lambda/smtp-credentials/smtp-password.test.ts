import { smtpPassword } from "../../../lambda/smtp-credentials/smtp-password";

// Known answers of the Terraform provider for AWS, which derives the password as well (iam/access_key_test.go).
it.each([
  ["eu-central-1", "some+secret+key", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"],
  ["eu-central-1", "another+secret+key", "BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh"],
  ["us-west-1", "some+secret+key", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"],
  ["us-west-1", "another+secret+key", "BKVmjjMDFk/qqw8EROW99bjCS65PF8WKvK5bSr4Y6EqF"],
])("in %s, %s has a known password", (region, secret, password) => {
  expect(smtpPassword(secret, region)).toBe(password);
});
