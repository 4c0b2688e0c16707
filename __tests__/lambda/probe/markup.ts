/**
 * Pages as OpenEMR and its tasks show them, compared on 2026-11-30 with the templates in templates/login and with
 * library/sql.inc.php of 7.0.3, 7.0.4, 8.0.0, 8.1.0, 8.2.0 and 8.4.1: form, action and names of fields are the same in all
 * layouts, what is around them is not.
 */
const fields = (password: string) => `
  <div id="standard-auth-username" class="form-group row">
    <label for="authUser" class="col-form-label col-sm-4">Username</label>
    <div class="col"><input type="text" class="form-control" id="authUser" name="authUser" placeholder="Username"></div>
  </div>
  <div id="standard-auth-password" class="form-group row">${password}</div>
  <button id="login-button" class="btn btn-primary" type="submit">Login</button>`;

const form = (inside: string) => `<!DOCTYPE html>
<html lang="en">
<head><title>OpenEMR Login</title></head>
<body class="login">
<form method="POST" id="login_form" autocomplete="off" action="../main/main_screen.php?auth=login&site=default" target="_top" name="login_form">
<input type="hidden" name="new_login_session_management" value="1">${inside}
</form>
</body>
</html>`;

const PASSWORD =
  '<input type="password" class="form-control" id="clearPass" name="clearPass" placeholder="Password">';

/** The sign-in page by what differs between versions. */
export const SIGN_IN_PAGES = {
  "7.0.3 to 8.4": form(fields(PASSWORD)),
  "one whose password can be shown": form(
    fields(
      `<div class="input-group">${PASSWORD}<span class="input-group-text"><i id="password-icon"></i></span></div>`,
    ),
  ),
  "one of a clinic, in German": form(fields(PASSWORD))
    .replace("OpenEMR Login", "Praxis am Markt Anmelden")
    .replaceAll("Username", "Benutzername"),
  "one whose attributes stand in another order": form(
    fields(PASSWORD).replace(
      'type="text" class="form-control" id="authUser" name="authUser"',
      "name='authUser'",
    ),
  ),
} as const;

export const [SIGN_IN] = Object.values(SIGN_IN_PAGES) as [string];

/** library/sql.inc.php without a connection, in 7.0.3, 8.2.0 and 8.4.1; PHP sends it with status 200. */
export const DATABASE_AWAY =
  "Check that you can ping the server db.internal.<p><h2><font color='red'>Query Error</font></h2>" +
  "<p><font color='red'>ERROR:</font> Could not connect to server!</p>";
