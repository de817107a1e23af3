package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Size and room of the mounted file systems.
 *
 * <p>Leaves out what node_exporter leaves out by default, and file systems behind a network or a
 * process of their own: asking one whose server is gone blocks for good. Sizes come from {@link
 * File}, one system call each. It cannot tell the number of inodes; calling the C library for that
 * through {@code java.lang.foreign} makes the JVM 12 MB larger, so they are left out.
 */
final class FilesystemMetrics {
  /** Mounts looked at; a host with more shows the first ones. */
  static final int MAX_MOUNTS = 512;

  private static final String[] SKIPPED_TYPES = {
    "autofs",
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "fusectl",
    "hugetlbfs",
    "iso9660",
    "mqueue",
    "nsfs",
    "overlay",
    "proc",
    "procfs",
    "pstore",
    "rpc_pipefs",
    "securityfs",
    "selinuxfs",
    "squashfs",
    "erofs",
    "sysfs",
    "tracefs"
  };

  private static final String[] REMOTE_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "9p",
    "afs",
    "ceph",
    "coda",
    "glusterfs",
    "lustre",
    "gfs2",
    "ocfs2",
    "beegfs",
    "fuse"
  };

  private static final String[] SKIPPED_MOUNTS = {"/dev", "/proc", "/sys"};

  private static final String[] SKIPPED_BELOW = {
    "/run/credentials", "/var/lib/docker", "/var/lib/containers/storage"
  };

  private static final String[] LABELS = {"device", "fstype", "mountpoint"};

  private static final String[] NAMES = {
    "node_filesystem_avail_bytes",
    "node_filesystem_device_error",
    "node_filesystem_free_bytes",
    "node_filesystem_readonly",
    "node_filesystem_size_bytes"
  };
  private static final String[] HELPS = {
    "Bytes that users other than root may still write.",
    "1 if the file system could not be asked, otherwise 0.",
    "Bytes that are free, those kept for root included.",
    "1 if mounted read-only, otherwise 0.",
    "Size in bytes."
  };
  private static final int AVAILABLE = 0;
  private static final int ERROR = 1;
  private static final int FREE = 2;
  private static final int READ_ONLY = 3;
  private static final int SIZE = 4;

  /** One mount, kept while the mount table stays the same, with its latest values. */
  private static final class Mount {
    final String[] labels;
    final boolean readOnly;
    final File place;
    final double[] values = new double[NAMES.length];

    Mount(String[] labels, boolean readOnly, File place) {
      this.labels = labels;
      this.readOnly = readOnly;
      this.place = place;
    }
  }

  private final ProcText text;
  private final String root;
  private final String mountsOfInit;
  private final String mountsOfSelf;
  private byte[] knownTable = {};
  private List<Mount> mounts = List.of();
  private boolean initIsReadable = true;

  FilesystemMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    root = paths.root().equals("/") ? "" : paths.root();
    mountsOfInit = paths.proc() + "/1/mounts";
    mountsOfSelf = paths.proc() + "/self/mounts";
  }

  boolean filesystem(MetricSink out) throws IOException {
    // Another user's mounts may not be read; init's are the host's even inside a container.
    initIsReadable = initIsReadable && text.tryRead(mountsOfInit);
    if (!initIsReadable) {
      text.read(mountsOfSelf);
    }
    if (!text.isSameAs(knownTable)) {
      knownTable = text.copy();
      mounts = parse();
    }
    if (mounts.isEmpty()) {
      return false;
    }
    for (Mount mount : mounts) {
      measure(mount);
    }
    for (int i = 0; i < NAMES.length; i++) {
      give(out, i);
    }
    return true;
  }

  private static void measure(Mount mount) {
    double[] values = mount.values;
    double size = mount.place.getTotalSpace();
    // Zero is what File says when the question fails, but also of a file system without blocks.
    boolean failed = size == 0 && !mount.place.exists();
    Arrays.fill(values, Double.NaN);
    values[ERROR] = failed ? 1 : 0;
    if (!failed) {
      values[SIZE] = size;
      values[FREE] = mount.place.getFreeSpace();
      values[AVAILABLE] = mount.place.getUsableSpace();
      values[READ_ONLY] = mount.readOnly ? 1 : 0;
    }
  }

  private void give(MetricSink out, int metric) {
    boolean begun = false;
    for (Mount mount : mounts) {
      double value = mount.values[metric];
      if (Double.isNaN(value)) {
        continue;
      }
      if (!begun) {
        out.family(NAMES[metric], MetricType.GAUGE, HELPS[metric], LABELS);
        begun = true;
      }
      out.sample(value, mount.labels);
    }
  }

  private List<Mount> parse() {
    ArrayList<Mount> found = new ArrayList<>();
    while (text.nextLine() && found.size() < MAX_MOUNTS) {
      if (!text.nextWord()) {
        continue;
      }
      String device = unescaped(text.word());
      String point = text.nextWord() ? unescaped(text.word()) : "";
      String type = text.nextWord() ? text.word() : "";
      String options = text.nextWord() ? text.word() : "";
      if (options.isEmpty() || isSkippedType(type) || isSkippedPoint(point)) {
        continue;
      }
      String[] labels = {device, type, point};
      if (!isKnown(found, labels)) {
        boolean readOnly = options.equals("ro") || options.startsWith("ro,");
        found.add(new Mount(labels, readOnly, new File(root + point)));
      }
    }
    return found;
  }

  private static boolean isKnown(List<Mount> mounts, String[] labels) {
    for (Mount mount : mounts) {
      if (Arrays.equals(mount.labels, labels)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSkippedType(String type) {
    for (String skipped : SKIPPED_TYPES) {
      if (type.equals(skipped)) {
        return true;
      }
    }
    for (String remote : REMOTE_TYPES) {
      if (type.equals(remote)) {
        return true;
      }
    }
    return type.startsWith("fuse.");
  }

  private static boolean isSkippedPoint(String point) {
    for (String skipped : SKIPPED_MOUNTS) {
      if (point.equals(skipped) || isBelow(point, skipped)) {
        return true;
      }
    }
    for (String skipped : SKIPPED_BELOW) {
      if (isBelow(point, skipped)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String point, String folder) {
    return point.length() > folder.length() + 1
        && point.startsWith(folder)
        && point.charAt(folder.length()) == '/';
  }

  /** Undoes the kernel's escapes: a blank is written as a backslash and the octal digits 040. */
  static String unescaped(String word) {
    if (word.indexOf('\\') < 0) {
      return word;
    }
    byte[] in = word.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int size = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\' && i + 3 < in.length && isOctal(in, i + 1)) {
        out[size++] = (byte) ((in[i + 1] - '0') * 64 + (in[i + 2] - '0') * 8 + (in[i + 3] - '0'));
        i += 3;
      } else {
        out[size++] = in[i];
      }
    }
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  private static boolean isOctal(byte[] text, int from) {
    for (int i = from; i < from + 3; i++) {
      if (text[i] < '0' || text[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
