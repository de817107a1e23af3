package dev.goldcrest.device.host;

/**
 * Where the kernel shows itself.
 *
 * @param proc the mount point of procfs
 * @param sys the mount point of sysfs
 * @param root where the root file system of the host is; mount points are looked up below it
 */
public record HostPaths(String proc, String sys, String root) {
  /** Returns the usual places. */
  public static HostPaths system() {
    return new HostPaths("/proc", "/sys", "/");
  }
}
