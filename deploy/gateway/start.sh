#!/bin/sh
# Start the gateway in a container: fill in the places of the services, and nothing that is nginx's own.
set -eu
names='${GATEWAY_PORT} ${GATEWAY_FOLDER} ${GATEWAY_CLIENT}'
for service in IDENTITY STRUCTURES HABILITATIONS RATES LENDING NOTIFICATIONS; do
  names="$names \${${service}_WEB} \${${service}_WORKER}"
done
envsubst "$names" < "$(dirname "$0")/nginx.conf.template" > "$GATEWAY_FOLDER/nginx.conf"
exec nginx -c "$GATEWAY_FOLDER/nginx.conf"
