package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import java.net.URI;

/**
 * Something to scrape. Two targets of a job are the same when their series carry the same labels
 * and their URLs are the same.
 *
 * @param discoveredLabels labels before relabelling
 * @param labels what each of the target's series carries
 */
record Target(
    Labels discoveredLabels, Labels labels, URI uri, long intervalMillis, long timeoutMillis)
    implements Candidate {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** What tells targets of one job apart. */
  record Identity(Labels labels, URI uri) {}

  Identity identity() {
    return new Identity(labels, uri);
  }

  /**
   * Returns where in its interval the target is scraped: spread evenly over targets, the same after
   * each restart, moved by the seed so that two servers do not meet.
   */
  long offsetMillis(long seed) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < labels.size(); i++) {
      hash = mix(mix(hash, labels.name(i)), labels.value(i));
    }
    hash = mix(hash, uri.toString()) ^ seed;
    // FNV's low bits hardly move with the last characters; fold the high ones in.
    hash ^= hash >>> 32;
    return Long.remainderUnsigned(hash, intervalMillis);
  }

  private static long mix(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * FNV_PRIME;
    }
    // A separator that no text contains.
    return (h ^ 0xff) * FNV_PRIME;
  }
}
