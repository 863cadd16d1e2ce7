#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: one database and one role for each service.
set -eu
for service in identity structures habilitations rates lending notifications; do
  psql --username postgres --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" <<SQL
CREATE ROLE $service LOGIN PASSWORD :'password';
CREATE DATABASE $service OWNER $service;
REVOKE CONNECT ON DATABASE $service FROM PUBLIC;
SQL
done
