/** The host of organizations that name none. */
export const TERRAFORM_CLOUD_HOST = "app.terraform.io";
