# What both launchers do, that of a checkout and that of an archive: they find a JVM, and start it. Read by them, with
#
#   root        the folder of Parigot
#   command     how it is called from anywhere
#   program     the jar that runs, and class_path, those that it needs
#   main        the class that runs
#   example     the application whose classes are kept for quicker starts
#   pages       one that serves HTTP, whose classes are kept too, if it is there
#   classes     where they are kept, or nothing

say() { printf 'parigot: %s\n' "$1" >&2; }
die() { say "$1"; exit 193; }

case $root in *:*) die "$root: a folder with a colon in its name cannot stand in a class path." ;; esac

# --- Java -------------------------------------------------------------------------------------------------------------

# The Java in the folder $1, if there is one; else that of JAVA_HOME, or of the PATH.
find_java() {
  if [ -n "${1:-}" ] && [ -x "$1/bin/java" ]; then
    java=$1/bin/java
    java_home=$1
  elif [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it."
    java_home=$JAVA_HOME
  else
    java=$(command -v java) || die "there is no java: install a JDK of version 17 or later, or set JAVA_HOME."
    java_home=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")
  fi
  # A JDK says its version in a file, which is quicker to read than java is to ask.
  version=
  if [ -r "$java_home/release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" = JAVA_VERSION ] && version=$value
    done <"$java_home/release"
  fi
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/^.* version \("[^"]*"\).*$/\1/p')
  version=${version#\"}
  version=${version%\"}
  major=${version%%[!0-9]*}
  [ -n "$major" ] || die "the version of $java cannot be made out."
  [ "$major" -ge 17 ] || die "$java is Java $version, and Java 17 or later is needed."
}

# --- The run ----------------------------------------------------------------------------------------------------------

# The flags of this JVM, before those of $@. One that it does not know would keep it from starting.
flags() {
  cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || echo 2)
  parallelism=$((cores * 4))
  [ "$parallelism" -ge 8 ] || parallelism=8
  # Compiled modules have methods of any length, and HotSpot leaves long ones to its interpreter unless told not to.
  # It also stops inlining in them, unless told not to.
  # Guests recurse, and their memories lie in the heap. What the JVM has to say is not the application's output.
  quiet=cds*=off
  [ "$major" -lt 24 ] || quiet=$quiet,aot*=off
  set -- -XX:-DontCompileHugeMethods -XX:-ClipInlining -Xss4m -XX:MaxRAMPercentage=70 \
    -Xlog:disable "-Xlog:all=warning,$quiet:stderr" -cp "$program:$class_path" "$@"
  # With few processors the collector that needs no threads of its own starts and runs faster.
  [ "$cores" -gt 2 ] || set -- -XX:+UseSerialGC "$@"
  # A guest that computes holds the carrier of its virtual thread.
  [ "$major" -lt 21 ] || set -- "-Djdk.virtualThreadScheduler.parallelism=$parallelism" -Djdk.virtualThreadScheduler.maxPoolSize=32767 "$@"
  # Scala's lazy values use sun.misc.Unsafe, and sqlite loads a native library.
  [ "$major" -lt 24 ] || set -- --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED "$@"
  # shellcheck disable=SC2086 # several flags
  "$run" "$java" ${PARIGOT_JVM_FLAGS:-} "$@"
}

# A JVM listens for a debugger from its start, or not at all.
debugger() {
  export PARIGOT_DEBUG_PORT=
  suspend=n
  for argument in "$@"; do
    case $argument in
      --debug) PARIGOT_DEBUG_PORT=5005 ;;
      --debug=*) PARIGOT_DEBUG_PORT=${argument#--debug=} ;;
      --suspend) suspend=y ;;
    esac
  done
  case $PARIGOT_DEBUG_PORT in
    '' | *[!0-9]*) PARIGOT_DEBUG_PORT= ;;
    *)
      waits=
      [ "$suspend" = n ] || waits=', and nothing runs before it does'
      say "a debugger may attach to 127.0.0.1:$PARIGOT_DEBUG_PORT (jdb -attach 127.0.0.1:$PARIGOT_DEBUG_PORT)$waits"
      ;;
  esac
}

replace() { exec "$@"; }
run_here() { "$@"; }

# Loading the classes is most of a start, and much of a first request. A JVM can keep them as they are once loaded, and does
# so at the end of a run of the example; the file serves this version of Java and this build.
prepare_start() {
  if [ "$major" -ge 25 ]; then
    keep=-XX:AOTCacheOutput=
    use=-XX:AOTCache=
  else
    keep=-XX:ArchiveClassesAtExit=
    use=-XX:SharedArchiveFile=
  fi
  [ ! -e "$classes.tried" ] || return
  # Tried once for each build, with or without success: it is needed for speed alone.
  { : >"$classes.tried"; } 2>/dev/null || return
  if [ -f "$example" ]; then
    say "preparing quicker starts"
    run=run_here
    rm -f "$classes.$$"
    set -- "$example"
    [ ! -f "$pages" ] || set -- "$example" "$pages"
    flags "$keep$classes.$$" parigot.cli.QuickStarts "$@" >/dev/null 2>&1 </dev/null &&
      mv "$classes.$$" "$classes"
    rm -f "$classes.$$"
  fi
}

# Runs the program in the place of this shell.
launch() {
  # For what Parigot tells people to do.
  export PARIGOT_COMMAND="$command"
  [ -z "$classes" ] || prepare_start
  run=replace
  debugger "$@"
  [ -z "$PARIGOT_DEBUG_PORT" ] || PARIGOT_JVM_FLAGS="${PARIGOT_JVM_FLAGS:-} \
    -agentlib:jdwp=transport=dt_socket,server=y,quiet=y,suspend=$suspend,address=127.0.0.1:$PARIGOT_DEBUG_PORT"
  if [ -n "$classes" ] && [ -e "$classes" ]; then
    flags "$use$classes" "$main" "$@"
  else
    flags "$main" "$@"
  fi
}
