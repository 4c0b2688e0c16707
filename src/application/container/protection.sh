# Keeps ECS from ending the task that installs or upgrades: for fewer tasks (autoscaling sees that nobody works), for
# another balance of zones, or for a further deployment. ECS calls it the scale-in protection of a task.
#
#   protect_task      when the work begins
#   renew_protection  with each sign of life; asks ECS again after PROTECTION_SECONDS
#   unprotect_task    when the work is done
#
# It ends by itself after PROTECTION_MINUTES, so a task that hangs is not protected for ever. Without it the work goes
# on: if ECS ends the task, the next one continues. Outside of ECS there is nobody to ask.
#
# Environment, optional:
#   ECS_AGENT_URI          where ECS listens to this task; ECS sets it
#   PROTECTION_MINUTES     30
#   PROTECTION_SECONDS     300, between two requests

# protected: no (not asked for), asked, refused or yes.
protected=no protection_of=0

protect_task() {
  if [ -z "${ECS_AGENT_URI:-}" ] || ! command -v curl >/dev/null 2>&1; then return 0; fi
  protected=asked
  request_protection
}

renew_protection() {
  if [ "$protected" = no ] || [ $(($(now) - protection_of)) -lt "${PROTECTION_SECONDS:-300}" ]; then return 0; fi
  request_protection
}

request_protection() {
  protection_of=$(now)
  if put_protection true ",\"ExpiresInMinutes\":${PROTECTION_MINUTES:-30}"; then
    if [ "$protected" != yes ]; then log "ECS does not end this task while it works"; fi
    protected=yes
    return 0
  fi
  # Once, and not each time.
  if [ "$protected" != refused ]; then
    log "warning: ECS does not protect this task ($protection_answer). The work goes on. If ECS ends the task for a" \
      "further deployment or for fewer tasks, the next task continues."
  fi
  protected=refused
}

unprotect_task() {
  if [ "$protected" = no ]; then return 0; fi
  # Also after a refusal: an answer that did not arrive may have been a yes.
  if ! put_protection false && [ "$protected" = yes ]; then
    log "warning: the protection of this task could not be taken away ($protection_answer). It ends by itself within" \
      "${PROTECTION_MINUTES:-30} min, and until then ECS does not end this task for a deployment."
  fi
  protected=no
}

# put_protection <true or false> [further fields]: whether ECS says that it is so. A refusal may have status 200.
put_protection() {
  curl --silent --show-error --noproxy '*' --connect-timeout 5 --max-time 10 --request PUT \
    --header 'Content-Type: application/json' --data "{\"ProtectionEnabled\":$1${2:-}}" \
    "$ECS_AGENT_URI/task-protection/v1/state" >"$state/protection" 2>&1 &
  await || :
  protection_answer=$(tr -cd ' -~' <"$state/protection" | cut -c 1-400)
  case $(printf %s "$protection_answer" | tr -d ' ') in
    '{"protection":{'*"\"ProtectionEnabled\":$1"*) return 0 ;;
    *) return 1 ;;
  esac
}
