#!/bin/sh
# Make the files of compose.yaml's secrets, once: sh deploy/secrets.sh 123456789:AA…
# The folder is closed to other accounts. The files in it are readable, since the container's account is not yours.
set -eu
token=${1:?"usage: sh deploy/secrets.sh TOKEN_OF_THE_BOT"}
cd "$(dirname "$0")/.."
mkdir -m 0700 secrets
umask 022
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
password=$(random)
printf '%s' "$token" > secrets/khaosat_telegram_token
random > secrets/khaosat_telegram_webhook_secret
printf '%s' "$password" > secrets/postgres_password
printf 'postgresql://khaosat:%s@postgres/khaosat' "$password" > secrets/khaosat_database_url
echo "secrets/ is made. Keep it out of backups that others can read."
