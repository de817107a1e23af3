# Sourced by ./goldcrest and ./mvnw. Defines find_jdk, which prints the home of the first JDK whose
# major version is at least $1, looking at JAVA_HOME, then PATH, then the usual places.

jdk_major() { # home of a JDK -> its major version, from the release file where there is one
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

jdk_fits() { # home, minimum, "jdk" to insist on a compiler
  [ -x "$1/bin/java" ] || return 1
  [ -x "$1/bin/javac" ] || return 1
  major=$(jdk_major "$1")
  [ -n "$major" ] && [ "$major" -ge "$2" ] 2>/dev/null
}

find_jdk() { # minimum major version
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME" "$1"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    resolved=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
    home=$(dirname "$(dirname "$resolved")")
    if jdk_fits "$home" "$1"; then
      printf '%s\n' "$home"
      return 0
    fi
  fi
  for home in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /opt/*temurin* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_fits "$home" "$1"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}
