import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches a Maven distribution, checks its SHA-512 and unpacks it: arguments are URL, checksum,
 * target folder.
 */
final class FetchMaven {
  private FetchMaven() {}

  public static void main(String[] args) throws Exception {
    byte[] zip;
    try (InputStream in = URI.create(args[0]).toURL().openStream()) {
      zip = in.readAllBytes();
    }
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(zip));
    if (!sum.equals(args[1])) {
      throw new IOException("checksum of " + args[0] + " is " + sum + ", expected " + args[1]);
    }
    Path target = Path.of(args[2]);
    Path unpacked =
        target.resolveSibling(target.getFileName() + ".tmp" + ProcessHandle.current().pid());
    unpack(zip, unpacked);
    Files.createDirectories(target.getParent());
    Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(byte[] zip, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String inside = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path file = folder.resolve(inside).normalize();
        if (!file.startsWith(folder) || entry.isDirectory()) {
          continue;
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
        if (inside.startsWith("bin/")) {
          file.toFile().setExecutable(true);
        }
      }
    }
  }
}
