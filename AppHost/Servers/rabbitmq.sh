#!/bin/bash
# rabbitmq.sh FOLDER DIST_PORT EPMD_PORT : RabbitMQ in the foreground, on loopback alone, by FOLDER/rabbitmq.conf.
set -euo pipefail
folder=$1

# The lock goes to the node with its open file: it is free when an earlier one is gone.
exec 8>"$folder/lock"
flock -w 20 8 || { echo "another RabbitMQ still runs on $folder"; exit 1; }

export HOME=$folder
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$3
# The name is part of where the node keeps its data; with an epmd of its own it meets no other club's.
export RABBITMQ_NODENAME=crmclub@localhost RABBITMQ_DIST_PORT=$2
export RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
export RABBITMQ_MNESIA_BASE=$folder/mnesia RABBITMQ_LOG_BASE=$folder/log RABBITMQ_LOGS=-
export RABBITMQ_GENERATED_CONFIG_DIR=$folder/config
# No busy waiting: the cores are shared with the services.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none
  -kernel inet_dist_use_interface {127,0,0,1}"
# Makes Debian's script become the node instead of staying its parent, so that signals reach the node itself.
export detached=1

# A daemon started by the node would outlive it.
setpriv --pdeathsig KILL epmd -address 127.0.0.1 -port "$3" 8>&- &
epmd=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$3") 2>/dev/null; do kill -0 $epmd; sleep 0.02; done

trap 'kill -TERM "$node" 2>/dev/null' TERM INT
setpriv --pdeathsig TERM /usr/lib/rabbitmq/bin/rabbitmq-server 2>&1 &
node=$!
while kill -0 "$node" 2>/dev/null; do wait "$node" && code=0 || code=$?; done
kill "$epmd"
exit "$code"
