#!/bin/sh
# Puts a line for the shell before a jar, which Java does not mind: JAR PROGRAM.
set -eu
{
  echo '#!/bin/sh'
  echo 'exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$0" "$@"'
  cat "$1"
} > "$2.new"
chmod +x "$2.new"
mv "$2.new" "$2"
