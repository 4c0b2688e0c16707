#!/usr/bin/env bash
# Opens a port on this machine that leads to an environment's database, through one of its tasks.
# It keeps to bash 3.2, which is what macOS has, and to what BSD's and GNU's tools share.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/port-forward-to-database.sh <environment> [options]
       scripts/port-forward-to-database.sh --cluster <name> --service <name> --host <name> [options]

Opens a port on this machine that leads to the database, through a running task of OpenEMR and AWS Systems
Manager, and says how to connect. Nothing is opened to the internet; Ctrl-C closes it again.

It needs the AWS CLI, its Session Manager plugin, enable_ecs_exec = true in the environment, and the permissions
ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks and ssm:StartSession.

  --local-port port   port on this machine (default: 3306)
  --region region     region of the installation (default: the environment's, then the AWS CLI's)
  --profile profile   profile of the AWS CLI, for the state as well (default: the AWS CLI's)
  --cluster name      ECS cluster          \
  --service name      ECS service           | instead of the environment's outputs ecs_cluster_name,
  --host name         the database's host   | ecs_service_name, database_endpoint, database_secret_arn;
  --secret arn        the master user's    /  --host takes a reader as well
  --help, -h          shows this text

The exit code is 0 after Ctrl-C, 2 for arguments that are not understood, and 1 for everything else.
END
}

readonly CONTAINER=openemr
readonly DATABASE_PORT=3306
readonly CERTIFICATES=https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

refuse() {
  printf '%s\n' "$@" 'scripts/port-forward-to-database.sh --help shows what is understood.' >&2
  exit 2
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment='' local_port=3306 region='' profile='' cluster='' service='' host='' secret=''

read_arguments() {
  local option value
  while (($#)); do
    option=$1
    shift
    case $option in
      -h | --help)
        usage
        exit 0
        ;;
      --*=*)
        value=${option#*=}
        option=${option%%=*}
        ;;
      --*)
        (($#)) || refuse "$option needs a value."
        value=$1
        shift
        ;;
      -*) refuse "$option is no option." ;;
      *)
        [[ -z $environment ]] || refuse "One environment at a time, but $environment and $option were given."
        environment=$option
        continue
        ;;
    esac
    [[ -n $value ]] || refuse "$option needs a value."
    case $option in
      --local-port) local_port=$value ;;
      --region) region=$value ;;
      --profile) profile=$value ;;
      --cluster) cluster=${value##*/} ;;
      --service) service=${value##*/} ;;
      --host) host=$value ;;
      --secret) secret=$value ;;
      *) refuse "$option is no option." ;;
    esac
  done
}

check_arguments() {
  if ! [[ $local_port =~ ^[1-9][0-9]{3,4}$ ]] || ((local_port < 1024 || local_port > 65535)); then
    refuse "--local-port is \"$local_port\", but must be a number from 1024 to 65535."
  fi
  check_form --cluster "$cluster" '^[A-Za-z0-9_-]*$' 'a name of letters, digits, hyphens and underscores'
  check_form --service "$service" '^[A-Za-z0-9_-]*$' 'a name of letters, digits, hyphens and underscores'
  check_form --host "$host" '^[A-Za-z0-9.-]*$' 'a host name without a port'
  if [[ -z $environment && (-z $cluster || -z $service || -z $host) ]]; then
    refuse 'Which environment? Name it, or give --cluster, --service and --host.'
  fi
}

check_form() {
  [[ $2 =~ $3 ]] || refuse "$1 is \"$2\", but must be $4."
}

check_programs() {
  command -v aws >/dev/null || fail 'The AWS CLI is needed, but no "aws" is on the PATH.' \
    'Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  command -v session-manager-plugin >/dev/null || fail \
    'The Session Manager plugin of the AWS CLI is needed, but no "session-manager-plugin" is on the PATH.' \
    'Install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html'
}

check_local_port() {
  local other=$local_port
  is_in_use "$local_port" || return 0
  while is_in_use "$other"; do other=$((other == 65535 ? 1024 : other + 1)); done
  fail "Port $local_port of this machine is in use. Choose another: --local-port $other"
}

is_in_use() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# What was not given is in the environment's outputs.
complete_by_outputs() {
  local outputs cluster_arn found_cluster found_service found_host found_secret
  [[ -n $environment && (-z $cluster || -z $service || -z $host) ]] || return 0
  outputs=$(read_outputs) || fail '' \
    'Where the outputs cannot be read, --cluster, --service, --host and --region do instead of the environment.'
  {
    read -r cluster_arn
    read -r found_cluster
    read -r found_service
    read -r found_host
    read -r found_secret
  } <<<"$outputs"
  cluster=${cluster:-$found_cluster} service=${service:-$found_service}
  host=${host:-$found_host} secret=${secret:-$found_secret}
  # arn:aws:rds:<region>:<account>:cluster:<name>
  cluster_arn=${cluster_arn#arn:*:rds:}
  region=${region:-${cluster_arn%%:*}}
}

read_outputs() {
  cd "$project"
  command -v node >/dev/null || fail "The outputs of $environment are read with Node.js, but no \"node\" is on the PATH."
  [[ -d node_modules ]] || fail "The outputs of $environment cannot be read before: npm ci"
  if [[ -n $profile ]]; then
    export AWS_PROFILE=$profile
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  fi
  node --import tsx scripts/commands/outputs/command.ts "$environment" \
    database_cluster_arn ecs_cluster_name ecs_service_name database_endpoint database_secret_arn
}

# One call of the AWS CLI, which says itself why it failed.
ask() {
  "${aws[@]}" "$@" --output text ||
    fail '' "The AWS CLI could not find out about the service $service of the cluster $cluster${region:+ in $region}." \
      '"aws sts get-caller-identity" must answer, with the account and the region of the installation: see --profile and --region.'
}

check_service() {
  local answer status exec_enabled
  answer=$(ask ecs describe-services --cluster "$cluster" --services "$service" \
    --query 'services[0].[status, enableExecuteCommand]')
  read -r status exec_enabled <<<"$answer"
  [[ $status == ACTIVE ]] ||
    fail "There is no service $service in the cluster $cluster${region:+ in $region} (status: $status)."
  [[ $exec_enabled == True ]] || fail \
    "ECS Exec is off for the service $service, so nothing leads into its tasks. Switch it on:" \
    "set enable_ecs_exec = true in environments/${environment:-<environment>}.tfvars, then: npm run deploy -- ${environment:-<environment>}"
}

# Sets task and runtime: of a task of the service, in which the agent of ECS Exec answers; a healthy one if possible.
choose_task() {
  local arns answer tasks arn enabled found agent health chosen_health='' count=0 without_exec=0 agents=''
  arns=$(ask ecs list-tasks --cluster "$cluster" --service-name "$service" --desired-status RUNNING --query taskArns)
  read -r -d '' -a tasks <<<"$arns" || true
  task='' runtime=''
  if [[ ${#tasks[@]} -gt 0 && ${tasks[0]} != None ]]; then
    # The group keeps out whatever else may run in the cluster.
    local running="tasks[?lastStatus=='RUNNING' && group=='service:$service']"
    local container="containers[?name=='$CONTAINER']"
    local agent_status="$container.managedAgents[] | [?name=='ExecuteCommandAgent'].lastStatus | [0]"
    # A call describes up to 100 tasks.
    answer=$(ask ecs describe-tasks --cluster "$cluster" --tasks "${tasks[@]:0:100}" --query \
      "$running.[taskArn, enableExecuteCommand, $container.runtimeId | [0], $agent_status, healthStatus]")
    while read -r arn enabled found agent health; do
      [[ -n $arn && $arn != None ]] || continue
      count=$((count + 1))
      if [[ $enabled != True ]]; then
        without_exec=$((without_exec + 1))
      elif [[ $agent != RUNNING || $found == None ]]; then
        agents="$agents $agent"
      elif [[ -z $task || ($health == HEALTHY && $chosen_health != HEALTHY) ]]; then
        task=${arn##*/} runtime=$found chosen_health=$health
      fi
    done <<<"$answer"
  fi
  [[ -z $task ]] || return 0
  ((count)) || fail "The service $service has no running task at the moment. Its events say why:" \
    "  aws ecs describe-services${region:+ --region $region} --cluster $cluster --services $service --query 'services[0].events[:5].message'"
  if ((without_exec == count)); then
    fail "The running tasks ($count) were started before ECS Exec was switched on. Replace them, and repeat:" \
      "  aws ecs update-service${region:+ --region $region} --cluster $cluster --service $service --force-new-deployment"
  fi
  fail "The agent of ECS Exec runs in none of the running tasks ($count); ExecuteCommandAgent is:$agents." \
    'In a task that has just started it takes a minute. If it stays so, the role of the task or its way to' \
    'AWS Systems Manager lacks something; after that is mended, replace the tasks, and repeat:' \
    "  aws ecs update-service${region:+ --region $region} --cluster $cluster --service $service --force-new-deployment"
}

explain() {
  local read_secret="aws secretsmanager get-secret-value${profile:+ --profile $profile}${region:+ --region $region} --secret-id ${secret:-<secret>}"
  cat <<END
Port $local_port of this machine leads to $host, through the task $task.

Connect to   host 127.0.0.1, port $local_port, database openemr
As           $read_secret --query SecretString --output text
             shows the master user's name and password. Make users with fewer rights for other people.
With TLS     which is required. Certificates: $CERTIFICATES
             The server's certificate is for its own name, not for localhost: have the authority verified, not the name.
For example  mysql --host=127.0.0.1 --port=$local_port --user=<user> --password --ssl-mode=VERIFY_CA --ssl-ca=global-bundle.pem openemr

Ctrl-C ends it.
END
}

# The AWS CLI and the plugin get a process group of their own, so that a signal to this script alone closes the
# port as well. The plugin ends its session on SIGINT, and on no other signal.
forward() {
  local status=0 session='' stopping='' signal=INT
  stop() {
    stopping=yes
    [[ -n $session ]] || return 0
    kill -s "$signal" -- "-$session" 2>/dev/null || true
    signal=TERM
  }
  trap stop INT TERM HUP
  set -m
  "${aws[@]}" ssm start-session --target "ecs:${cluster}_${task}_$runtime" \
    --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters \
    "{\"host\":[\"$host\"],\"portNumber\":[\"$DATABASE_PORT\"],\"localPortNumber\":[\"$local_port\"]}" </dev/null &
  session=$!
  set +m
  if [[ -n $stopping ]]; then stop; fi
  while kill -0 "$session" 2>/dev/null; do
    status=0
    wait "$session" || status=$?
  done
  if [[ -n $stopping ]]; then
    echo 'The port is closed.'
    exit 0
  fi
  fail '' "The port is closed: the session ended by itself (exit code $status). Unless the reason is above, it was idle for" \
    'too long (20 minutes, where the account does not set it otherwise), or the task ended. Run the same command again.'
}

read_arguments "$@"
check_arguments
check_programs
check_local_port
complete_by_outputs
aws=(aws)
[[ -z $region ]] || aws+=(--region "$region")
[[ -z $profile ]] || aws+=(--profile "$profile")
check_service
choose_task
explain
forward
