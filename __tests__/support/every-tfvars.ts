/** All that a file of values may have, in Terraform's language. */
export const EVERYTHING = `
# hash = 1
// slashes = 1
/* block = 1
   over = 2 */ region = "eu-west-1" # after = 1
"quoted" = 1
  indented="x"
text = "a = \\"b\\" { [ \${ { x = "}" }["x"] } %{ if true }y = 1%{ endif } $\${ # no"
list = [
  "a = 1", # in = 1
  { nested = 1 },
]
map = {
  inside = 1
  "b" = { c = [1] }
}
document = <<EOT
heredoc = 1
{ [ "
  EOTX
EOT
indented_document = <<-EOT
    also = 1
    EOT
one_line = { a = 1 }
commented /* = 1 */ /**/ = 2
dashed-name = -1.5e3
last = true`;
