#!/usr/bin/env bash
# Writes the Initial migration of both databases anew from the model. Until the first release there is one; afterwards this
# script goes and migrations are added (docs/decisions/0006-one-initial-migration.md).
set -euo pipefail
cd "$(dirname "$0")"
migrations=LiveDesk.Infrastructure/Database/Migrations
rm -f "$migrations"/*/*_Initial*.cs "$migrations"/*/*Snapshot.cs
dotnet tool restore >/dev/null
dotnet build LiveDesk.Web -v q --nologo
for kind in Sqlite Postgres; do
  folder="$migrations/$kind"
  dotnet ef migrations add Initial --no-build --project LiveDesk.Infrastructure --startup-project LiveDesk.Web \
    --context "${kind}DeskDb" --output-dir "Database/Migrations/$kind" --namespace "LiveDesk.Infrastructure.Database.Migrations.$kind"
  # The tool lays the snapshot by namespace; it belongs beside its migration.
  mv LiveDesk.Infrastructure/LiveDesk/Infrastructure/Database/Migrations/"$kind"/*Snapshot.cs "$folder"/
  # A fixed stamp, so that rewriting is not a different migration.
  for file in "$folder"/*_Initial*.cs; do
    fixed="$folder/20260101000000_${file##*_}"
    sed -i -E 's/\[Migration\("[0-9]+_Initial"\)\]/[Migration("20260101000000_Initial")]/' "$file"
    [ "$file" = "$fixed" ] || mv "$file" "$fixed"
  done
done
rm -r LiveDesk.Infrastructure/LiveDesk
dotnet build LiveDesk.Web -v q --nologo
